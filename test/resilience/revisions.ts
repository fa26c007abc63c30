/** A log by revs: the content of each, and the requests that were answered, refused or left without an answer. PURE. */
import { contentOf } from "./check-order";
import { VIOLATIONS } from "./log";
import type { Entry, Received, Sent, Violation } from "./log";

export interface Answer {
  readonly sent: Sent;
  readonly received: Received;
}
export interface RefusedRequest {
  readonly sent: Sent;
  readonly at: number;
  readonly code: string;
  readonly index: number;
}
/** All that was received of one rev. */
export interface Revision {
  readonly rev: number;
  readonly content: string;
  /** When it was sent first, by the server's clock. */
  readonly serverTime: number;
  /** When a client received it first, and the index of that entry. */
  readonly receivedAt: number;
  readonly index: number;
  /** When the client that received it first had its connection. */
  readonly connectedAt: number;
  /** `undo_until` of the first message. */
  readonly undoUntil: number | null;
  readonly answers: Answer[];
  readonly refusals: RefusedRequest[];
}
export interface GroupedLog {
  /** In the order of their revs. */
  readonly revisions: readonly Revision[];
  /** Requests without an answer. */
  readonly unanswered: readonly Sent[];
  /** An answer to a request that nobody sent. */
  readonly stray: Violation | null;
}

/** Groups the entries of a log by the rev that their client knew. */
export function groupByRev(entries: readonly Entry[]): GroupedLog {
  const revisions = new Map<number, Revision>();
  const sent = new Map<string, Sent>();
  const answered = new Set<string>();
  const sessions = new Map<number, { readonly connectedAt: number; readonly revision: Revision }>();
  let stray: Violation | null = null;
  const strayAnswer = (id: string, index: number): Violation => ({
    what: VIOLATIONS.wrongAnswer,
    detail: `nobody sent ${id}`,
    index,
  });

  entries.forEach((entry, index) => {
    if (entry.kind === "sent") sent.set(entry.id, entry);
    if (entry.kind === "received") {
      const { rev, now, undo_until, id } = entry.message;
      const connectedAt = sessions.get(entry.session)?.connectedAt ?? entry.at;
      const revision = revisions.get(rev) ?? {
        rev,
        content: contentOf(entry.message),
        serverTime: now,
        receivedAt: entry.at,
        index,
        connectedAt,
        undoUntil: undo_until,
        answers: [],
        refusals: [],
      };
      revisions.set(rev, revision);
      sessions.set(entry.session, { connectedAt, revision });
      if (id === undefined) return;
      answered.add(id);
      const request = sent.get(id);
      if (request === undefined) stray = strayAnswer(id, index);
      else revision.answers.push({ sent: request, received: entry });
    }
    if (entry.kind === "refused") {
      answered.add(entry.id);
      const request = sent.get(entry.id);
      const revision = sessions.get(entry.session)?.revision;
      if (request === undefined || revision === undefined) stray = strayAnswer(entry.id, index);
      else revision.refusals.push({ sent: request, at: entry.at, code: entry.code, index });
    }
  });
  return {
    revisions: [...revisions.values()].sort((a, b) => a.rev - b.rev),
    unanswered: [...sent.values()].filter(({ id }) => !answered.has(id)),
    stray,
  };
}

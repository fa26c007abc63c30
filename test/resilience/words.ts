/** A log by revs: what was heard of each, and which deeds were answered, refused or left without a word there. PURE. */
import { SAID } from "./log";
import type { Entry, Heard, Sent, Violation } from "./log";
import { faceOf } from "./order";

export interface Answered {
  readonly sent: Sent;
  readonly heard: Heard;
}
export interface Refused {
  readonly sent: Sent;
  readonly at: number;
  readonly code: string;
  readonly index: number;
}
/** All that was heard of one rev. */
export interface Word {
  readonly rev: number;
  readonly face: string;
  /** By the server's clock, when it was told first. */
  readonly toldAt: number;
  /** When somebody heard it first, and where in the log that is. */
  readonly heardAt: number;
  readonly index: number;
  /** Since when the one who heard it first was listening. */
  readonly listeningSince: number;
  /** As it was told first. */
  readonly undoUntil: number | null;
  readonly answers: Answered[];
  readonly refusals: Refused[];
}
export interface Words {
  /** By rev. */
  readonly words: readonly Word[];
  /** Deeds that got no answer. */
  readonly open: readonly Sent[];
  readonly stray: Violation | null;
}

export function wordsOf(entries: readonly Entry[]): Words {
  const words = new Map<number, Word>();
  const sent = new Map<string, Sent>();
  const settled = new Set<string>();
  const sessions = new Map<number, { readonly since: number; word: Word }>();
  let stray: Violation | null = null;

  entries.forEach((entry, index) => {
    if (entry.kind === "sent") sent.set(entry.id, entry);
    if (entry.kind === "heard") {
      const { rev, now, undo_until, id } = entry.message;
      const listeningSince = sessions.get(entry.session)?.since ?? entry.at;
      const word = words.get(rev) ?? {
        rev,
        face: faceOf(entry.message),
        toldAt: now,
        heardAt: entry.at,
        index,
        listeningSince,
        undoUntil: undo_until,
        answers: [],
        refusals: [],
      };
      words.set(rev, word);
      sessions.set(entry.session, { since: listeningSince, word });
      const asked = id === undefined ? undefined : sent.get(id);
      if (id !== undefined) settled.add(id);
      if (asked !== undefined) word.answers.push({ sent: asked, heard: entry });
      else if (id !== undefined) stray = { what: SAID.noAnswer, detail: `nobody asked ${id}`, index };
    }
    if (entry.kind === "refused") {
      const asked = sent.get(entry.id);
      settled.add(entry.id);
      const word = sessions.get(entry.session)?.word;
      if (asked === undefined || word === undefined)
        stray = { what: SAID.noAnswer, detail: `nobody asked ${entry.id}`, index };
      else word.refusals.push({ sent: asked, at: entry.at, code: entry.code, index });
    }
  });
  return {
    words: [...words.values()].sort((a, b) => a.rev - b.rev),
    open: [...sent.values()].filter(({ id }) => !settled.has(id)),
    stray,
  };
}

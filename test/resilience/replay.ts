/**
 * Replays a log on the pure machine. PURE. Every change must be a deadline at its moment or the effect of one request;
 * a request changes the room at most once, and every answer and refusal must be what the machine gives at that point.
 *
 * A request whose answer was never received was applied once or not at all, and the moment is unknown where nobody received
 * its effect. So the state is a set of candidates: each revision keeps those that agree with it. Where none is left,
 * the room has done something that it must not do.
 */
import { toRoomMessage } from "../../party/shared/codec";
import { newPomodoro, nextDeadline } from "../../party/shared/pomodoro";
import { advance, filterByAnswers, TooManyCandidates } from "./candidates";
import type { Candidate, Change } from "./candidates";
import { contentOf } from "./check-order";
import { VIOLATIONS } from "./log";
import type { Log, Violation } from "./log";
import { groupByRev } from "./revisions";
import type { Revision } from "./revisions";

export interface ReplayResult {
  readonly violation: Violation | null;
  /** For each deadline that a connected client received: how late, in ms. */
  readonly latenessMs: readonly number[];
  /** Deadlines that passed while nobody was connected or the server was down, and took effect later. */
  readonly caughtUp: number;
  /** False where the replay ended early, because too much happened while nobody was connected. */
  readonly isComplete: boolean;
  /** Requests without an answer, and how many of them were applied. */
  readonly unanswered: { readonly total: number; readonly applied: number };
  /** The last change of the room, with all before it: one way in which the log can have come about. */
  readonly last: Change | null;
}

/** The first violation in the log, and figures of its deadlines and unanswered requests. */
export function replay(log: Log, maxTried?: number): ReplayResult {
  const { revisions, unanswered, stray } = groupByRev(log.entries);
  const latenessMs: number[] = [];
  let caughtUp = 0;
  let isComplete = true;
  let violation: Violation | null = stray;
  let candidates: readonly Candidate[] = [
    { pomodoro: newPomodoro(), since: 0, applied: [], cause: null, deadlines: 0, last: null },
  ];
  let rev = 0;

  for (const revision of revisions) {
    const [before] = candidates;
    if (before === undefined || violation !== null) break;
    try {
      candidates =
        revision.rev > 0
          ? advance(candidates, revision, unanswered, log.ends, maxTried)
          : candidates.filter((candidate) => isShownBy(revision, candidate));
    } catch (error) {
      if (!(error instanceof TooManyCandidates)) throw error;
      isComplete = false;
      break;
    }
    if (candidates.length === 0) {
      const was = JSON.stringify({ ...toRoomMessage(before.pomodoro, revision.serverTime), now: undefined });
      const detail = `rev ${rev} → ${revision.rev}\n  from ${was}\n  to   ${revision.content}`;
      violation = { what: VIOLATIONS.unexplained, detail, index: revision.index };
      break;
    }
    const filtered = filterByAnswers(revision, candidates);
    if ("what" in filtered) {
      violation = filtered;
      break;
    }
    candidates = filtered;
    const [after] = candidates;
    if (after === undefined) break;
    const isDeadline = after.cause === null && revision.rev === rev + 1 && rev > 0;
    const due = nextDeadline(before.pomodoro) ?? Infinity;
    if (isDeadline && revision.connectedAt <= due) latenessMs.push(revision.receivedAt - due);
    else caughtUp += after.deadlines;
    rev = revision.rev;
  }
  const [left] = candidates;
  const applied = left?.applied.length ?? 0;
  return {
    last: left?.last ?? null,
    violation,
    latenessMs,
    caughtUp,
    isComplete,
    unanswered: { total: unanswered.length, applied },
  };
}

const isShownBy = ({ serverTime, content }: Revision, { pomodoro }: Candidate): boolean =>
  contentOf(toRoomMessage(pomodoro, serverTime)) === content;

/** The states that a room may be in, found by running the machine from one rev to the next. PURE. */
import { toAction } from "../../party/shared/actions";
import { toRoomMessage } from "../../party/shared/codec";
import { judgeMore } from "../../party/shared/moreActions";
import { nextDeadline, refusalIn, settle, transition, UNDO_MS } from "../../party/shared/pomodoro";
import type { ActionRequest, Pomodoro, Transition } from "../../party/shared/pomodoro";
import { contentOf } from "./check-order";
import { VIOLATIONS } from "./log";
import type { Sent, Violation } from "./log";
import type { Answer, Revision } from "./revisions";

/** A state that agrees with everything received so far. */
export interface Candidate {
  readonly pomodoro: Pomodoro;
  /** The earliest moment of its last change, epoch ms. */
  readonly since: number;
  /** Ids of the requests without an answer that were applied in it. */
  readonly applied: readonly string[];
  /** Id of the request that made the last change; null: a deadline made it. */
  readonly cause: string | null;
  /** Deadlines that passed since the last received rev. */
  readonly deadlines: number;
  /** The last change on the way to this state; null in a new room. */
  readonly last: Change | null;
}

/** A change of a room, and the one before it. */
export interface Change {
  readonly before: Change | null;
  /** Null: a deadline. */
  readonly sent: Sent | null;
  /** Epoch ms. */
  readonly at: number;
  readonly rev: number;
}

/** Clocks are read in whole ms on both sides. */
const ROUNDING_MS = 2;
/** A request whose effect nobody received was on its way for at most this long, in ms, or never arrived. */
const MAX_TRANSIT_MS = 3000;
/** The maximum number of moments that are tried for one rev. */
const MAX_TRIED = 20_000_000;

/** Too much happened while nobody was connected: the possible states cannot be listed. */
export class TooManyCandidates extends Error {}

/** All candidates at this revision, reached from those at the last one. Throws TooManyCandidates after `maxTried` moments. */
export function advance(
  candidates: readonly Candidate[],
  revision: Revision,
  unanswered: readonly Sent[],
  ends: readonly number[],
  maxTried = MAX_TRIED,
): Candidate[] {
  const found = new Map<string, Candidate>();
  const sentBefore = unanswered.filter(({ at }) => at <= revision.receivedAt);
  let tried = 0;

  const walk = (from: Candidate): void => {
    const isLast = from.pomodoro.rev + 1 === revision.rev;
    const arrive = (next: Candidate): void => {
      if (!isLast) return walk(next);
      const message = toRoomMessage(next.pomodoro, revision.serverTime);
      if (message.undo_until !== revision.undoUntil || contentOf(message) !== revision.content) return;
      const key = JSON.stringify([next.pomodoro, next.cause, next.applied]);
      if (!found.has(key)) found.set(key, next);
    };

    const due = nextDeadline(from.pomodoro) ?? Infinity;
    if (due <= revision.serverTime) {
      const [pomodoro] = settle(from.pomodoro, due);
      const last = { before: from.last, sent: null, at: due, rev: pomodoro.rev };
      arrive({ ...from, pomodoro, since: due, cause: null, deadlines: from.deadlines + 1, last });
    }
    const apply = (sent: Sent, answer: Answer | null): void => {
      const hasUndoTime = isLast && (revision.undoUntil !== null || sent.message.action === "undo");
      const arrivedBy = hasUndoTime ? Infinity : sent.at + MAX_TRANSIT_MS;
      const end = answer?.received.message.now ?? Math.min(ends[sent.run] ?? Infinity, arrivedBy);
      const earliest = Math.max(sent.at - ROUNDING_MS, from.since);
      const latest = Math.min(end, revision.serverTime, due - 1);
      for (let now = earliest; now <= latest; now++) {
        if (isLast && sent.message.action !== "undo") {
          // `undo_until` gives the moment of the change, or says that the change is older than that.
          if (revision.undoUntil === null) {
            if (now + UNDO_MS >= revision.serverTime) return;
          } else {
            const exact = revision.undoUntil - UNDO_MS;
            if (now > exact || latest < exact) return;
            now = exact;
          }
        }
        if (++tried > maxTried) throw new TooManyCandidates(`too much is possible at rev ${revision.rev}`);
        const [pomodoro, events] = transition(from.pomodoro, requestOf(sent), now, judgeMore);
        const applied = answer === null ? [...from.applied, sent.id] : from.applied;
        if (refusalIn(events) === null && pomodoro !== from.pomodoro) {
          const last = { before: from.last, sent, at: now, rev: pomodoro.rev };
          arrive({ ...from, pomodoro, since: now, applied, cause: sent.id, last });
        }
        // The result of an undo stays the same until the next deadline of the state that it restores.
        if (sent.message.action === "undo") now = Math.max(now, (nextDeadline(pomodoro) ?? Infinity) - 1);
      }
    };
    if (isLast) for (const answer of revision.answers) apply(answer.sent, answer);
    for (const sent of sentBefore) if (!from.applied.includes(sent.id)) apply(sent, null);
  };

  for (const from of candidates) if (from.pomodoro.rev < revision.rev) walk({ ...from, deadlines: 0 });
  return [...found.values()];
}

/**
 * The candidates in which every answer and refusal at this revision is what the machine gives, or the first answer or
 * refusal that is wrong in all of them.
 */
export function filterByAnswers(
  revision: Revision,
  candidates: readonly Candidate[],
): readonly Candidate[] | Violation {
  let left = candidates;
  for (const { sent, received } of revision.answers) {
    const hasNoEffect = ([pomodoro, events]: Transition, before: Pomodoro): boolean =>
      refusalIn(events) === null && pomodoro === before;
    left = left.filter(
      (candidate) => candidate.cause === sent.id || mayAnswer(candidate, sent, received.at, hasNoEffect),
    );
    if (left.length === 0) {
      const detail = `${JSON.stringify(sent.message)} was answered with rev ${revision.rev}, which it did not make`;
      return { what: VIOLATIONS.wrongAnswer, detail, index: revision.index };
    }
  }
  for (const { sent, at, code, index } of revision.refusals) {
    if (code === "too-fast") continue;
    const isRefused = ([, events]: Transition): boolean => refusalIn(events)?.code === code;
    left = left.filter((candidate) => mayAnswer(candidate, sent, at, isRefused));
    if (left.length === 0) {
      const detail = `${JSON.stringify(sent.message)} → ${code} at rev ${revision.rev}: ${revision.content}`;
      return { what: VIOLATIONS.wrongRefusal, detail, index };
    }
  }
  return left;
}

/** Whether the machine gives such a result at some moment between request and answer; deadlines are settled before. */
function mayAnswer(
  { pomodoro, since }: Candidate,
  sent: Sent,
  answeredAt: number,
  isExpected: (result: Transition, before: Pomodoro) => boolean,
): boolean {
  const due = nextDeadline(pomodoro) ?? Infinity;
  const from = Math.max(since, sent.at - ROUNDING_MS);
  const until = Math.max(from, Math.min(answeredAt, due - 1));
  return [from, until].some((now) =>
    isExpected(transition(pomodoro, requestOf(sent), now, judgeMore), pomodoro),
  );
}

const requestOf = ({ message, by }: Sent): ActionRequest => ({
  action: toAction(message),
  by: { name: by, via: message.action === "press" ? (message.via ?? "app") : "app" },
  on: message.on,
  until: message.until,
});

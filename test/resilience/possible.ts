/** What a room may be after a word of it: one step of the machine after another. PURE. */
import { nextDeadline, refusalIn, settle, transition, UNDO_MS } from "../../party/shared/pomodoro";
import type { ActionRequest, Pomodoro, Transition } from "../../party/shared/pomodoro";
import { toAction } from "../../party/shared/actions";
import { toRoomMessage } from "../../party/shared/codec";
import { SAID } from "./log";
import type { Sent, Violation } from "./log";
import { faceOf } from "./order";
import type { Answered, Word } from "./words";

export interface Possibility {
  readonly pomodoro: Pomodoro;
  /** It did not come to be before this. */
  readonly since: number;
  /** Deeds without an answer that have happened in it. */
  readonly happened: readonly string[];
  /** The deed that was the last change; null: time was. */
  readonly cause: string | null;
  /** Deadlines crossed since the last word. */
  readonly crossed: number;
}

/** Clocks are read in whole ms, on both sides. */
const ROUNDING_MS = 2;
/** A deed without an answer that nobody heard of: it was on its way for no longer than this, or never arrived. */
const FLIGHT_MS = 3000;
/** So many moments are tried for one word. */
const MAX_TRIED = 20_000_000;

/** Too much happened in the dark: it cannot be told what the room may be. */
export class Undecided extends Error {}

/** All that the room may be at this word, from all that it may have been at the last. */
export function reach(
  frontier: readonly Possibility[],
  word: Word,
  open: readonly Sent[],
  ends: readonly number[],
): Possibility[] {
  const found = new Map<string, Possibility>();
  const inTime = open.filter(({ at }) => at <= word.heardAt);
  let tried = 0;

  const walk = (from: Possibility): void => {
    const last = from.pomodoro.rev + 1 === word.rev;
    const arrive = (next: Possibility): void => {
      if (!last) return walk(next);
      const told = toRoomMessage(next.pomodoro, word.toldAt);
      if (told.undo_until !== word.undoUntil || faceOf(told) !== word.face) return;
      const key = JSON.stringify([next.pomodoro, next.cause, next.happened]);
      if (!found.has(key)) found.set(key, next);
    };

    const due = nextDeadline(from.pomodoro) ?? Infinity;
    if (due <= word.toldAt) {
      const [pomodoro] = settle(from.pomodoro, due);
      arrive({ ...from, pomodoro, since: due, cause: null, crossed: from.crossed + 1 });
    }
    const perform = (sent: Sent, answered: Answered | null): void => {
      const dated = last && (word.undoUntil !== null || sent.message.action === "undo");
      const arrived = dated ? Infinity : sent.at + FLIGHT_MS;
      const end = answered?.heard.message.now ?? Math.min(ends[sent.run] ?? Infinity, arrived);
      const earliest = Math.max(sent.at - ROUNDING_MS, from.since);
      const latest = Math.min(end, word.toldAt, due - 1);
      for (let now = earliest; now <= latest; now++) {
        if (last && sent.message.action !== "undo") {
          // How long it can be taken back tells when it happened; or that it was too long ago.
          if (word.undoUntil === null) {
            if (now + UNDO_MS >= word.toldAt) return;
          } else {
            const exact = word.undoUntil - UNDO_MS;
            if (now > exact || latest < exact) return;
            now = exact;
          }
        }
        if (++tried > MAX_TRIED) throw new Undecided(`too much is possible at rev ${word.rev}`);
        const [pomodoro, events] = transition(from.pomodoro, eventOf(sent), now);
        const happened = answered === null ? [...from.happened, sent.id] : from.happened;
        if (refusalIn(events) === null && pomodoro !== from.pomodoro) {
          arrive({ ...from, pomodoro, since: now, happened, cause: sent.id });
        }
        // What an undo gives is another only after the next deadline of what it brings back.
        if (sent.message.action === "undo") now = Math.max(now, (nextDeadline(pomodoro) ?? Infinity) - 1);
      }
    };
    if (last) for (const answered of word.answers) perform(answered.sent, answered);
    for (const sent of inTime) if (!from.happened.includes(sent.id)) perform(sent, null);
  };

  for (const from of frontier) if (from.pomodoro.rev < word.rev) walk({ ...from, crossed: 0 });
  return [...found.values()];
}

/** Those in which every answer and refusal at this word is right; or the first that is right in none. */
export function judge(word: Word, frontier: readonly Possibility[]): readonly Possibility[] | Violation {
  let left = frontier;
  for (const { sent, heard } of word.answers) {
    const meantNothing = ([pomodoro, events]: Transition, before: Pomodoro): boolean =>
      refusalIn(events) === null && pomodoro === before;
    left = left.filter((p) => p.cause === sent.id || says(p, sent, heard.at, meantNothing));
    if (left.length === 0) {
      const detail = `${JSON.stringify(sent.message)} was answered with rev ${word.rev}, which it did not make`;
      return { what: SAID.noAnswer, detail, index: word.index };
    }
  }
  for (const { sent, at, code, index } of word.refusals) {
    if (code === "too-fast") continue;
    left = left.filter((p) => says(p, sent, at, ([, events]) => refusalIn(events)?.code === code));
    if (left.length === 0) {
      const detail = `${JSON.stringify(sent.message)} → ${code} at rev ${word.rev}: ${word.face}`;
      return { what: SAID.refusal, detail, index };
    }
  }
  return left;
}

/** Whether the machine says so at some moment between the asking and the answer; what is due was settled before. */
function says(
  { pomodoro, since }: Possibility,
  sent: Sent,
  heardAt: number,
  wanted: (result: Transition, before: Pomodoro) => boolean,
): boolean {
  const due = nextDeadline(pomodoro) ?? Infinity;
  const from = Math.max(since, sent.at - ROUNDING_MS);
  const until = Math.max(from, Math.min(heardAt, due - 1));
  return [from, until].some((now) => wanted(transition(pomodoro, eventOf(sent), now), pomodoro));
}

const eventOf = ({ message, by }: Sent): ActionRequest => ({
  action: toAction(message),
  by: { name: by, via: message.action === "press" ? (message.via ?? "app") : "app" },
  on: message.on,
  until: message.until,
});

/**
 * What the room has done: each ended work period is one record. PURE: which change ends one, and what is then to be
 * written. No names in here, since watchers may read it.
 *
 * Moments are epoch milliseconds on the server's clock and end in `At`, lengths in milliseconds end in `Ms`.
 */
import { BREAK_ALARM, isHeld, nextDeadline, settle, WORK } from "../shared/pomodoro";
import type { Action, HeldPeriod, Moment, Pomodoro, RunningPeriod } from "../shared/pomodoro";

/** A room keeps so many records; the oldest leave first. */
export const MAX_RECORDS = 2000;

/** How a work period ended: its time was over, or by an action. */
export type How = "done" | "skipped" | "reset" | "setup";

/** An ended work period. */
export interface Work {
  readonly startedAt: number;
  readonly endedAt: number;
  /** Extensions included. */
  readonly plannedMs: number;
  /** What is missing to `endedAt` was held, or rang until it was extended. */
  readonly workedMs: number;
  readonly how: How;
  /** How many were connected when it ended. */
  readonly people: number;
}

/** How far the records go. */
export interface Mark {
  /** The number of the next record. */
  readonly next: number;
  /**
   * In BREAK_ALARM the newest record, which an extend continues; in WORK the one that was continued, and is written
   * anew at the end.
   */
  readonly open: Work | null;
}
/** What is kept of the records with the pomodoro itself. */
export interface Log extends Mark {
  /** What an undo brings back; null where there is nothing to undo. */
  readonly undo: Mark | null;
}
export const NO_HISTORY: Log = { next: 0, open: null, undo: null };

/** By their numbers: the records to put, and those to delete (null). */
export type Writes = ReadonlyMap<number, Work | null>;

/** A change as the machine has made it of `before`: what was due by `now`, then the action, if it did anything. */
export interface Change {
  readonly before: Pomodoro;
  readonly after: Pomodoro;
  readonly action: Action["type"] | null;
  readonly now: number;
  readonly people: number;
}

/** What a change makes of the records. */
export function follow(log: Log, change: Change): { readonly log: Log; readonly writes: Writes } {
  const { before, after, action, now, people } = change;
  const pen = new Pen(log, people);
  const settled = pen.pass(before, now);
  const settledMark = pen.mark;
  if (action === null || after.rev === settled.rev) {
    return { log: { ...settledMark, undo: settled.undo && log.undo }, writes: pen.writes };
  }
  if (action === "undo") {
    pen.takeBack(log.undo);
    if (settled.undo !== null) pen.pass({ ...settled, ...settled.undo.before }, now);
    return { log: { ...pen.mark, undo: null }, writes: pen.writes };
  }
  pen.turn(settled, after, action, now);
  return { log: { ...pen.mark, undo: settledMark }, writes: pen.writes };
}

/** Nothing that was recorded comes back, by an undo or an extension neither. */
export const cleared = ({ next, undo }: Log): Log => ({
  next,
  open: null,
  undo: undo && { next, open: null },
});

/** Notes one step of the machine after another. */
class Pen {
  readonly writes = new Map<number, Work | null>();
  #next: number;
  #open: Work | null;

  constructor(
    { next, open }: Mark,
    readonly people: number,
  ) {
    this.#next = next;
    this.#open = open;
  }

  get mark(): Mark {
    return { next: this.#next, open: this.#open };
  }

  /** Every deadline up to `now`, each at its moment. */
  pass(from: Pomodoro, now: number): Pomodoro {
    let pomodoro = from;
    for (let at = nextDeadline(from); at !== null && at <= now; at = nextDeadline(pomodoro)) {
      const next = settle(pomodoro, at).pomodoro;
      this.turn(pomodoro, next, "time", at);
      pomodoro = next;
    }
    return pomodoro;
  }

  /** One change of the machine. */
  turn({ phase: from }: Moment, { phase: to }: Moment, cause: Action["type"] | "time", at: number): void {
    if (isWork(from)) {
      if (to.state !== WORK) this.#end(from, howOf(cause), at, to.state === BREAK_ALARM);
    } else if (from.state === BREAK_ALARM && cause === "extend") {
      if (this.#open !== null) this.writes.set(--this.#next, null);
    } else if (from.state !== to.state) {
      this.#open = null;
    }
  }

  /** An undone change has made one record, or has continued one, or neither. */
  takeBack(before: Mark | null): void {
    const { next, open } = before ?? { next: this.#next, open: null };
    while (this.#next > next) this.writes.set(--this.#next, null);
    if (this.#next < next) this.writes.set(this.#next++, open);
    this.#open = open;
  }

  /** One record more is kept than is told, for an undo that takes the newest away. */
  #end(phase: RunningPeriod | HeldPeriod, how: How, at: number, rings: boolean): void {
    const before = this.#open;
    const endedAt = Math.max(at, phase.startedAt); // a clock may have been set back
    const leftMs = Math.min(phase.totalMs, isHeld(phase) ? phase.heldMs : phase.endsAt - at);
    const workedBeforeMs = before?.workedMs ?? 0;
    const work: Work = {
      startedAt: before?.startedAt ?? phase.startedAt,
      endedAt,
      plannedMs: workedBeforeMs + phase.totalMs,
      workedMs: workedBeforeMs + phase.totalMs - leftMs,
      how,
      people: this.people,
    };
    const number = this.#next++;
    this.writes.set(number, work);
    if (number > MAX_RECORDS) this.writes.set(number - MAX_RECORDS - 1, null);
    this.#open = rings ? work : null;
  }
}

const isWork = (phase: Moment["phase"]): phase is RunningPeriod | HeldPeriod => phase.state === WORK;

function howOf(cause: Action["type"] | "time"): How {
  switch (cause) {
    case "skip":
      return "skipped";
    case "reset":
    case "setup":
      return cause;
    default:
      return "done"; // nothing else but time ends work
  }
}

/** Adding up. A period counts on the day on which it ended, whole: where its pauses lay, nobody has written down. PURE. */
import { dayAt, dayKey } from "./days";
import type { Day } from "./days";
import type { HistoryRecord } from "./records";

export interface Tally {
  /** Work periods that ran to their end: tomatoes. */
  readonly done: number;
  /** Those that somebody ended before. */
  readonly part: number;
  /** Seconds worked in both, and in the part-finished ones alone. */
  readonly worked: number;
  readonly partWorked: number;
}
export const NOTHING: Tally = { done: 0, part: 0, worked: 0, partWorked: 0 };

export const isDone = ({ how }: HistoryRecord): boolean => how === "done";

const plus = (a: Tally, b: Tally): Tally => ({
  done: a.done + b.done,
  part: a.part + b.part,
  worked: a.worked + b.worked,
  partWorked: a.partWorked + b.partWorked,
});
const tallyOf = (record: HistoryRecord): Tally =>
  isDone(record)
    ? { ...NOTHING, done: 1, worked: record.worked }
    : { ...NOTHING, part: 1, worked: record.worked, partWorked: record.worked };

export type Days = ReadonlyMap<Day["key"], Tally>;

/** The days with work in them, in the order of the records. */
export function tallyDays(records: readonly HistoryRecord[]): Days {
  const days = new Map<number, Tally>();
  for (const record of records) {
    const key = dayKey(record.ended_at);
    days.set(key, plus(days.get(key) ?? NOTHING, tallyOf(record)));
  }
  return days;
}

export const tallyOn = (days: Days, { key }: Day): Tally => days.get(key) ?? NOTHING;

export const sumOf = (tallies: Iterable<Tally>): Tally => [...tallies].reduce(plus, NOTHING);

/** Days in a row with a finished tomato, up to today; a today without one is not over yet, and breaks nothing. */
export function streakOf(days: Days, now: number): { readonly length: number; readonly since: Day | null } {
  let since: Day | null = null;
  let length = 0;
  for (let away = 0; ; away--) {
    const day = dayAt(now, away);
    if (tallyOn(days, day).done === 0) {
      if (away === 0) continue;
      return { length, since };
    }
    since = day;
    length++;
  }
}

/** Sums of records. The whole of a period counts on the day on which it ended, since records have no times of pauses. PURE. */
import { dayAt, dayKey } from "./days";
import type { Day } from "./days";
import type { HistoryRecord } from "../../../party/shared/historyWire";

export interface Tally {
  /** The number of work periods that ran to their end. */
  readonly done: number;
  /** The number of those that somebody ended earlier. */
  readonly part: number;
  /** The time worked in both, and in the part-finished ones alone, in s. */
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

/** The days with work, in the order of the records. */
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

/**
 * The number of days in a row with a finished tomato, up to today, and the first of them. A today without one does not
 * end the row, since it is not over.
 */
export function streakOf(days: Days, now: number): { readonly length: number; readonly since: Day | null } {
  let since: Day | null = null;
  let length = 0;
  for (let offset = 0; ; offset--) {
    const day = dayAt(now, offset);
    if (tallyOn(days, day).done === 0) {
      if (offset === 0) continue;
      return { length, since };
    }
    since = day;
    length++;
  }
}

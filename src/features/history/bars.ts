/** The bars of a week: the time worked each day, relative to the longest. PURE. */
import type { Day } from "./days";
import { tallyOn } from "./tally";
import type { Days, Tally } from "./tally";

export interface Bar {
  readonly day: Day;
  readonly tally: Tally;
  /** The middle of the bar: 0 is the left edge of the drawing, 1 the right one. */
  readonly at: number;
  /** Heights, 1 is the highest possible: finished work, and part-finished work on top of it. */
  readonly done: number;
  readonly part: number;
}
/** The least time that the full height stands for, in s, so that one short period does not fill the drawing. */
const MIN_SCALE_S = 3600;

export function barsOf(week: readonly Day[], days: Days): Bar[] {
  const tallies = week.map((day) => tallyOn(days, day));
  const full = Math.max(MIN_SCALE_S, ...tallies.map(({ worked }) => worked));
  return week.map((day, i) => {
    const tally = tallies[i] ?? tallyOn(days, day);
    return {
      day,
      tally,
      at: (i + 0.5) / week.length,
      done: (tally.worked - tally.partWorked) / full,
      part: tally.partWorked / full,
    };
  });
}

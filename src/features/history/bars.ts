/** The bars of a week: what was worked each day, against the day with most. PURE. */
import type { Day } from "./days";
import { tallyOn } from "./tally";
import type { Days, Tally } from "./tally";

export interface Bar {
  readonly day: Day;
  readonly tally: Tally;
  /** Its middle, as a share of the width. */
  readonly at: number;
  /** Shares of the height that there is: finished work below, part-finished on top of it. */
  readonly done: number;
  readonly part: number;
}
/** One short period alone does not fill the picture: the scale reaches at least this far, in seconds. */
const LEAST_SCALE = 3600;

export function barsOf(week: readonly Day[], days: Days): Bar[] {
  const tallies = week.map((day) => tallyOn(days, day));
  const full = Math.max(LEAST_SCALE, ...tallies.map(({ worked }) => worked));
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

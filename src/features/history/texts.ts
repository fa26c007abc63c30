/** Tallies as text, and days as rows of a table. */
import type { Day } from "./days";
import type { Formats } from "./format";
import { tallyOn } from "./tally";
import type { Days, Tally } from "./tally";
import { words } from "./words";

/** A table as texts. The first row is the head. */
export type Table = readonly (readonly string[])[];

/** The separator between the parts of a summary. */
export const DOT = "\u00a0· ";

export function summaryOf({ done, part, worked }: Tally, formats: Formats): string {
  if (done + part === 0) return words.nothing;
  return [
    ...(done > 0 ? [words.tomatoes(done, formats.number(done))] : []),
    ...(part > 0 ? [words.part(formats.number(part))] : []),
    worked < 60 ? words.upTo(formats.duration(60)) : formats.duration(worked),
  ].join(DOT);
}

export const dayTable = (some: readonly Day[], days: Days, formats: Formats): Table => [
  [words.head.day, words.head.done, words.head.part, words.head.worked],
  ...some.map((day) => {
    const { done, part, worked } = tallyOn(days, day);
    return [formats.day(day.start), formats.number(done), formats.number(part), formats.duration(worked)];
  }),
];

/** Days as fields of tomatoes: weeks are columns, and a day ripens with the time worked in it. PURE. */
import { weeksUntil } from "./days";
import type { Day } from "./days";
import { tallyOn } from "./tally";
import type { Days, Tally } from "./tally";

/** So many weeks in a row, a quarter of a year: on a phone a day is as large as a fingertip asks for. */
export const QUARTER = 13;
const DAY_MS = 86_400_000;
/** A day's square, in the units of the drawing. */
export const CELL = 10;

export type Weeks = readonly (readonly Day[])[];

/** Kinds of days: none worked, nothing finished (hollow), and four of ripeness; the green leaves lie over them. */
export const LAYERS = ["seed", "hollow", "ripe1", "ripe2", "ripe3", "ripe4", "leaf"] as const;
/** Kind by kind: read by their size where nobody sees the colours. */
const RADIUS = [0.8, 1.9, 2, 2.9, 3.9, 4.8];
/** Hours of work from which a day with a finished tomato is as ripe as this. */
export const RIPE_HOURS = [0, 1, 2, 4];

/** An index of `LAYERS`. */
export function kindOf({ done, part, worked }: Tally): number {
  if (done === 0) return part === 0 ? 0 : 1;
  return 1 + RIPE_HOURS.filter((hours) => worked >= hours * 3600).length;
}

const two = (n: number): number => Math.round(n * 100) / 100;

/** The fruit of one day around a point, and its leaf. */
export function fruitOf(kind: number, x: number, y: number): { fruit: string; leaf: string } {
  const r = RADIUS[kind] ?? 0;
  const [h, w] = [two(r * 0.94), two(r * 0.62)];
  return {
    fruit: `M${two(x - r)} ${y}a${r} ${h} 0 1 0 ${2 * r} 0a${r} ${h} 0 1 0-${2 * r} 0`,
    leaf:
      kind < 2
        ? ""
        : `M${two(x - w)} ${two(y - r * 0.8)}q${w}-${two(r / 2)} ${2 * w} 0q-${w} ${h}-${2 * w} 0`,
  };
}

/** The days up to `now`, a path for each kind: a thousand days cost hardly more than one. */
export function layersOf(
  weeks: Weeks,
  days: Days,
  now: number,
): { kind: (typeof LAYERS)[number]; path: string }[] {
  const paths = LAYERS.map(() => "");
  const add = (layer: number, path: string): void => void (paths[layer] += path);
  for (const [column, week] of weeks.entries()) {
    for (const [row, day] of week.entries()) {
      if (day.start > now) continue;
      const kind = kindOf(tallyOn(days, day));
      const { fruit, leaf } = fruitOf(kind, (column + 0.5) * CELL, (row + 0.5) * CELL);
      add(kind, fruit);
      add(LAYERS.length - 1, leaf);
    }
  }
  return LAYERS.map((kind, i) => ({ kind, path: paths[i] ?? "" }));
}

/** A name above a column is so many columns wide. */
const NAME_COLUMNS = 3;

/** Where the names of months stand: over the weeks in which they begin, and over the first week where there is room. */
export function monthsIn(weeks: Weeks): { column: number; ms: number }[] {
  const begun = weeks.flatMap((week, column) => {
    const first = week.find(({ key }) => key % 100 === 1);
    return first === undefined ? [] : [{ column, ms: first.start }];
  });
  const [start] = weeks[0] ?? [];
  const room = (begun[0]?.column ?? weeks.length) >= NAME_COLUMNS;
  return start !== undefined && room ? [{ column: 0, ms: start.start }, ...begun] : begun;
}

/** The rows of weeks, the newest first. */
export function quartersUntil(ms: number, first: number, count: number): Weeks[] {
  const weeks = weeksUntil(ms, first, count * QUARTER);
  return Array.from({ length: count }, (_, i) =>
    weeks.slice(weeks.length - (i + 1) * QUARTER, weeks.length - i * QUARTER),
  );
}

/** How many rows reach back to `since`, from the week that `ms` is in. */
export function quartersSince(since: number, ms: number, first: number): number {
  const end = weeksUntil(ms, first, 1)[0]?.at(-1)?.end ?? ms;
  // Rounded: days of 23 and 25 hours lie between.
  return Math.max(1, Math.ceil(Math.round((end - since) / DAY_MS) / (7 * QUARTER)));
}

/** The day under a point of the drawing, both shares of it; null: none, or one to come. */
export function dayUnder(weeks: Weeks, x: number, y: number, now: number): Day | null {
  const day = weeks[Math.floor(x * weeks.length)]?.[Math.floor(y * 7)];
  return day === undefined || day.start > now ? null : day;
}

/** The corner of a day's square; null: it is in another drawing. */
export function cornerOf(weeks: Weeks, { key }: Day): { x: number; y: number } | null {
  const column = weeks.findIndex((week) => week.some((day) => day.key === key));
  const row = weeks[column]?.findIndex((day) => day.key === key);
  return row === undefined ? null : { x: column * CELL, y: row * CELL };
}

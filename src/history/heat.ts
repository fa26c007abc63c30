/** A year of days as a field of tomatoes: weeks are columns, and a day ripens with the time worked in it. PURE. */
import type { Day } from "./days";
import { tallyOn } from "./tally";
import type { Days, Tally } from "./tally";

/** Half a year in a row of weeks: the whole year is two rows, which fit a phone. */
export const WEEKS = 54;
export const HALF = WEEKS / 2;
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

/** The columns in which a month begins, for its name above them. */
export const monthsIn = (weeks: Weeks): { column: number; ms: number }[] =>
  weeks.flatMap((week, column) => {
    const first = week.find(({ key }) => key % 100 === 1);
    return first === undefined ? [] : [{ column, ms: first.start }];
  });

/** The day under a point of the drawing, both shares of it, with the corner of its square; null: none, or one to come. */
export function dayUnder(
  weeks: Weeks,
  x: number,
  y: number,
  now: number,
): { day: Day; x: number; y: number } | null {
  const [column, row] = [Math.floor(x * weeks.length), Math.floor(y * 7)];
  const day = weeks[column]?.[row];
  return day === undefined || day.start > now ? null : { day, x: column * CELL, y: row * CELL };
}

/** The drawing of a quarter: weeks are columns, and each day is a tomato, the riper the more was worked. PURE. */
import { weeksUntil } from "./days";
import type { Day } from "./days";
import { tallyOn } from "./tally";
import type { Days, Tally } from "./tally";

/** The number of weeks in one drawing: a quarter of a year. On a phone a day is then large enough for a finger. */
export const QUARTER = 13;
const DAY_MS = 86_400_000;
/** The side of a day's square, in the units of the drawing. */
export const CELL = 10;

export type Weeks = readonly (readonly Day[])[];

/** The kinds of days: no work, nothing finished (hollow), and four degrees of ripeness. The leaves lie over all. */
export const LAYERS = ["seed", "hollow", "ripe1", "ripe2", "ripe3", "ripe4", "leaf"] as const;
/** By kind. The sizes differ, so that nobody needs to see the colours. */
const RADIUS = [0.8, 1.9, 2, 2.9, 3.9, 4.8];
/** The hours of work from which a day with a finished tomato has each degree of ripeness. */
export const RIPE_HOURS = [0, 1, 2, 4];

/** An index into `LAYERS`. */
export function kindOf({ done, part, worked }: Tally): number {
  if (done === 0) return part === 0 ? 0 : 1;
  return 1 + RIPE_HOURS.filter((hours) => worked >= hours * 3600).length;
}

const round = (n: number): number => Math.round(n * 100) / 100;

/** Paths of the fruit of one day around a point, and of its leaf. */
export function fruitOf(kind: number, x: number, y: number): { fruit: string; leaf: string } {
  const r = RADIUS[kind] ?? 0;
  const [h, w] = [round(r * 0.94), round(r * 0.62)];
  return {
    fruit: `M${round(x - r)} ${y}a${r} ${h} 0 1 0 ${2 * r} 0a${r} ${h} 0 1 0-${2 * r} 0`,
    leaf:
      kind < 2
        ? ""
        : `M${round(x - w)} ${round(y - r * 0.8)}q${w}-${round(r / 2)} ${2 * w} 0q-${w} ${h}-${2 * w} 0`,
  };
}

/** The days up to `now` (epoch ms), one path for each kind, so that the browser draws few elements. */
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

/** The width of a month's name, in columns. */
const NAME_COLUMNS = 3;

/**
 * The names of the months up to `now` (epoch ms): each above the week in which it begins. `isFirst`: nothing is drawn above
 * these weeks, so the month that they begin in is named above the first of them, where there is space.
 */
export function monthsIn(weeks: Weeks, isFirst: boolean, now: number): { column: number; ms: number }[] {
  const starts = weeks.flatMap((week, column) => {
    const first = week.find(({ key }) => key % 100 === 1);
    return first === undefined || first.start > now ? [] : [{ column, ms: first.start }];
  });
  const [start] = weeks[0] ?? [];
  const hasSpace = isFirst && (starts[0]?.column ?? weeks.length) >= NAME_COLUMNS;
  return start !== undefined && hasSpace ? [{ column: 0, ms: start.start }, ...starts] : starts;
}

/** `count` quarters, the newest last. */
export function quartersUntil(ms: number, first: number, count: number): Weeks[] {
  const weeks = weeksUntil(ms, first, count * QUARTER);
  return Array.from({ length: count }, (_, i) => weeks.slice(i * QUARTER, (i + 1) * QUARTER));
}

/** How many quarters it takes to reach back to `since` from the week of `ms`. */
export function quartersSince(since: number, ms: number, first: number): number {
  const end = weeksUntil(ms, first, 1)[0]?.at(-1)?.end ?? ms;
  // Rounded, since some days have 23 or 25 hours.
  return Math.max(1, Math.ceil(Math.round((end - since) / DAY_MS) / (7 * QUARTER)));
}

/** The day at a point of the drawing (0–1 in both directions); null where there is none, or one in the future. */
export function dayUnder(weeks: Weeks, x: number, y: number, now: number): Day | null {
  const day = weeks[Math.floor(x * weeks.length)]?.[Math.floor(y * 7)];
  return day === undefined || day.start > now ? null : day;
}

/** The top left corner of a day's square; null if it is in another drawing. */
export function cornerOf(weeks: Weeks, { key }: Day): { x: number; y: number } | null {
  const column = weeks.findIndex((week) => week.some((day) => day.key === key));
  const row = weeks[column]?.findIndex((day) => day.key === key);
  return row === undefined ? null : { x: column * CELL, y: row * CELL };
}

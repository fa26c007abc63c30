/**
 * Days as the person beside the screen has them: in the time zone of this device, 23 or 25 hours long where the clocks
 * change, in weeks that begin as they do in the person's country. PURE but for the zone.
 */
export interface Day {
  /** 20270328 */
  readonly key: number;
  /** Epoch ms of its first moment, and of the next day's. */
  readonly start: number;
  readonly end: number;
}

export function dayKey(ms: number): number {
  const date = new Date(ms);
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate();
}

/** The day of a moment; `away`: so many days later, or earlier. */
export function dayAt(ms: number, away = 0): Day {
  const date = new Date(ms);
  const midnight = (days: number): number =>
    // By the calendar, never by 24 hours: Date knows what the clocks did.
    new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
  const start = midnight(away);
  return { key: dayKey(start), start, end: midnight(away + 1) };
}

/** The day that a key names. */
export const dayOf = (key: Day["key"]): Day =>
  dayAt(new Date(Math.floor(key / 10_000), (Math.floor(key / 100) % 100) - 1, key % 100).getTime());

/** Local noon: the middle of the time line, wherever the clocks changed. */
export function noonOf({ start }: Day): number {
  const date = new Date(start);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 12).getTime();
}

/** So many weeks, the last of them that of `ms`; `first`: the weekday that weeks begin with, 0 is Sunday. */
export function weeksUntil(ms: number, first: number, count: number): Day[][] {
  const passed = (new Date(ms).getDay() - first + 7) % 7;
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (_, i) => dayAt(ms, i - passed - 7 * (count - 1 - week))),
  );
}

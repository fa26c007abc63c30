/**
 * Calendar days in the time zone of this device. A day on which the clocks change has 23 or 25 hours. PURE, except that it
 * reads the time zone.
 */
export interface Day {
  /** Such as 20270328. */
  readonly key: number;
  /** Epoch ms of the first moment of the day, and of the next day. */
  readonly start: number;
  readonly end: number;
}

export function dayKey(ms: number): number {
  const date = new Date(ms);
  return date.getFullYear() * 10_000 + (date.getMonth() + 1) * 100 + date.getDate();
}

/** The day of a moment. `offset`: how many days later, or, if negative, earlier. */
export function dayAt(ms: number, offset = 0): Day {
  const date = new Date(ms);
  const midnight = (days: number): number =>
    // Counts calendar days, not 24 hours: Date knows the changes of the clock.
    new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
  const start = midnight(offset);
  return { key: dayKey(start), start, end: midnight(offset + 1) };
}

/** The day with this key. */
export const dayOf = (key: Day["key"]): Day =>
  dayAt(new Date(Math.floor(key / 10_000), (Math.floor(key / 100) % 100) - 1, key % 100).getTime());

/** Local noon, epoch ms. */
export function noonOf({ start }: Day): number {
  const date = new Date(start);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), 12).getTime();
}

/** `count` weeks, the last of which contains `ms`. `first`: the weekday that weeks begin with, 0 is Sunday. */
export function weeksUntil(ms: number, first: number, count: number): Day[][] {
  const passed = (new Date(ms).getDay() - first + 7) % 7;
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (_, i) => dayAt(ms, i - passed - 7 * (count - 1 - week))),
  );
}

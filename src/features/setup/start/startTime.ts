/** The moment that a person chooses: a time of today or tomorrow on this device. PURE. */

/** Midnight of the day that is `days` after that of `now`, both epoch ms. Days have 23 to 25 hours. */
export function dayOf(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** `time`: what a field of the type `time` has, such as "09:00". Null where it has none. Epoch ms. */
export function momentOf(now: number, days: number, time: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const date = new Date(dayOf(now, days));
  date.setHours(Number(hours), Number(minutes));
  return date.getTime();
}

/** The next full hour, for the fields at first. */
export function nextHour(now: number): { readonly days: 0 | 1; readonly time: string } {
  const date = new Date(now);
  date.setHours(date.getHours() + 1, 0, 0, 0);
  const time = `${String(date.getHours()).padStart(2, "0")}:00`;
  return { days: date.getTime() >= dayOf(now, 1) ? 1 : 0, time };
}

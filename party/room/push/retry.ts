/** When a push may go, and when it is tried again. PURE: moments and lengths are ms. */

/** Requests to one subscription within a minute, failed ones and tests included. */
export const MAX_A_MINUTE = 6;
const MINUTE_MS = 60_000;
/** Between one try and the next; the last one again and again, as long as the alert is worth hearing. */
const BACK_OFF_MS = [2000, 8000, 30_000, 120_000, 480_000] as const;
/** What a push service asks for beyond this is not heard: an alarm a day later is none. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/** Of the moments at which something was sent, those that count at `now`. */
export const recent = (sent: readonly number[], now: number): number[] =>
  sent.filter((at) => at > now - MINUTE_MS && at <= now);

/** When the next request may go to a subscription to which these went: `now`, or later. */
export function freeAt(sent: readonly number[], now: number): number {
  const oldest = recent(sent, now).at(-MAX_A_MINUTE);
  return oldest === undefined ? now : oldest + MINUTE_MS;
}

/** When to try again after the `tries`th failure (1 is the first); `retryAfterMs` is what the service has asked for. */
export function retryAt(tries: number, now: number, retryAfterMs: number | null): number {
  const backOff = BACK_OFF_MS[Math.min(tries, BACK_OFF_MS.length) - 1] ?? BACK_OFF_MS[0];
  return now + Math.max(backOff, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
}

/** `Retry-After`: seconds, or a date. Null where it says nothing that can be read, or a moment that is past. */
export function retryAfterIn(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

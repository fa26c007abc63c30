/** When a failed request is sent again. Pure; times are epoch ms, lengths are ms. */

/** Between one attempt and the next; the last one repeats as long as the request is of use. */
const BACK_OFF_MS = [2000, 8000, 30_000, 120_000, 480_000] as const;
/** A `Retry-After` beyond this is cut: a wrong one would stop everything for days. */
export const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/** When to send again after the `tries`th failure (1 is the first). `retryAfterMs`: what the service has asked for. */
export function retryAt(tries: number, now: number, retryAfterMs: number | null): number {
  const backOff = BACK_OFF_MS[Math.min(tries, BACK_OFF_MS.length) - 1] ?? BACK_OFF_MS[0];
  return now + Math.max(backOff, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
}

/** Parses `Retry-After` (seconds, or a date) to ms from now; null where it cannot be read or is not in the future. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

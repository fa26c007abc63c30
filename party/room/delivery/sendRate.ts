/** How often one receiver may get a request. Pure; times are epoch ms. */

import { MAX_RETRY_AFTER_MS } from "./retry";

const MINUTE_MS = 60_000;

/** The recent requests to one receiver. */
export interface SendRate {
  /** When they were sent, the oldest first. */
  readonly sent: readonly number[];
  /** The receiver has asked for no request before then (`Retry-After`); 0: it has not. */
  readonly notBefore: number;
}
export const UNUSED_RATE: SendRate = { sent: [], notBefore: 0 };

/** Those times that are within the last minute. */
export const withinLastMinute = (sent: readonly number[], now: number): number[] =>
  sent.filter((at) => at > now - MINUTE_MS && at <= now);

/** When the next request may be sent: `now`, or later. `perMinute`: how many may be within a minute, failed ones included. */
export function nextAllowedAt({ sent, notBefore }: SendRate, perMinute: number, now: number): number {
  const oldest = withinLastMinute(sent, now).at(-perMinute);
  const isPossible = notBefore <= now + MAX_RETRY_AFTER_MS; // otherwise the clock was set back since
  return Math.max(oldest === undefined ? now : oldest + MINUTE_MS, isPossible ? notBefore : now);
}

/** Counts a request that is sent now. */
export const withRequest = ({ sent, notBefore }: SendRate, now: number): SendRate => ({
  sent: [...withinLastMinute(sent, now), now],
  notBefore,
});

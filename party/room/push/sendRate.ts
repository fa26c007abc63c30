/** How often one subscription may get a push. Pure; times are epoch ms. */

import { MAX_RETRY_AFTER_MS } from "./retry";

/** Requests to one subscription within a minute, failed ones and tests included. */
export const MAX_PER_MINUTE = 6;
const MINUTE_MS = 60_000;

/** The recent requests to one subscription. */
export interface SendRate {
  /** When they were sent, the oldest first. */
  readonly sent: readonly number[];
  /** The push service has asked for no request before then (`Retry-After`); 0: it has not. */
  readonly notBefore: number;
}
export const UNUSED_RATE: SendRate = { sent: [], notBefore: 0 };

/** Those times that are within the last minute. */
export const withinLastMinute = (sent: readonly number[], now: number): number[] =>
  sent.filter((at) => at > now - MINUTE_MS && at <= now);

/** When the next request may be sent: `now`, or later. */
export function nextAllowedAt({ sent, notBefore }: SendRate, now: number): number {
  const oldest = withinLastMinute(sent, now).at(-MAX_PER_MINUTE);
  const isPossible = notBefore <= now + MAX_RETRY_AFTER_MS; // otherwise the clock was set back since
  return Math.max(oldest === undefined ? now : oldest + MINUTE_MS, isPossible ? notBefore : now);
}

/** Counts a request that is sent now. */
export const withRequest = ({ sent, notBefore }: SendRate, now: number): SendRate => ({
  sent: [...withinLastMinute(sent, now), now],
  notBefore,
});

/** How fast one sender may send, or all senders of a room together: a token bucket. Time comes in as an argument, in ms. */
import { RATE_LIMIT } from "../shared/limits";

/** A sender with this many refused messages within a minute is disconnected. */
export const MAX_REFUSED = 200;
const MINUTE_MS = 60_000;

export class RateLimit {
  #tokens: number;
  #at: number;
  /** When the last refusals were, oldest first; at most as many as count. */
  readonly #refusedAt: number[] = [];
  #exhausted = false;

  constructor(
    now: number,
    readonly limit: { readonly burst: number; readonly perSecond: number } = RATE_LIMIT,
  ) {
    this.#tokens = limit.burst;
    this.#at = now;
  }

  /** Whether one more message is allowed now. */
  take(now: number): boolean {
    const refilled = (Math.max(0, now - this.#at) * this.limit.perSecond) / 1000;
    this.#tokens = Math.min(this.limit.burst, this.#tokens + refilled);
    this.#at = now;
    if (this.#tokens >= 1) {
      this.#tokens--;
      return true;
    }
    // A refusal later than now is from before the clock was set back, and it is not known how long ago that is.
    while ((this.#refusedAt.at(-1) ?? now) > now) this.#refusedAt.pop();
    this.#refusedAt.push(now);
    if (this.#refusedAt.length >= MAX_REFUSED) {
      const oldest = this.#refusedAt.shift() ?? now;
      this.#exhausted ||= now - oldest <= MINUTE_MS;
    }
    return false;
  }

  /** Whether this sender is to be disconnected. */
  get exhausted(): boolean {
    return this.#exhausted;
  }
}

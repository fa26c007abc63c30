/** How fast one sender may send: a bucket of 20, refilled 5 a second. Time comes in as an argument, in ms. */

const CAPACITY = 20;
const PER_MS = 5 / 1000;
/** This many refusals within a minute, and the sender is closed. */
export const MAX_REFUSED = 200;
const MINUTE_MS = 60_000;

export class Bucket {
  #tokens = CAPACITY;
  #at: number;
  /** When the last refusals were, oldest first; as many as count at most. */
  readonly #refusedAt: number[] = [];
  #exhausted = false;

  constructor(now: number) {
    this.#at = now;
  }

  /** Whether one more message is allowed now. */
  take(now: number): boolean {
    this.#tokens = Math.min(CAPACITY, this.#tokens + Math.max(0, now - this.#at) * PER_MS);
    this.#at = now;
    if (this.#tokens >= 1) {
      this.#tokens--;
      return true;
    }
    this.#refusedAt.push(now);
    if (this.#refusedAt.length >= MAX_REFUSED) {
      const oldest = this.#refusedAt.shift() ?? now;
      this.#exhausted ||= now - oldest <= MINUTE_MS;
    }
    return false;
  }

  /** Whether it is time to stop listening to this sender. */
  get exhausted(): boolean {
    return this.#exhausted;
  }
}

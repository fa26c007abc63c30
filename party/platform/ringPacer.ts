/**
 * Gives the alarms that ring at the same moment their turns, so that presses are answered in between. All rooms of this
 * process share it. Time comes in as an argument, in ms.
 */

/** At most this many alarms in this time. */
const MAX_AT_ONCE = 50;
const INTERVAL_MS = 20;
/** Nobody waits longer than this, in ms: then the clock was set back. */
const MAX_WAIT_MS = 60_000;

export class RingPacer {
  /** The interval in which the last turn was given begins here. */
  #beginsAt = -Infinity;
  #given = 0;

  /** Gives a turn. Returns how long it has to wait for it, in ms. */
  next(now: number): number {
    if (now >= this.#beginsAt + INTERVAL_MS || this.#beginsAt > now + MAX_WAIT_MS) {
      this.#beginsAt = now;
      this.#given = 0;
    } else if (this.#given >= MAX_AT_ONCE) {
      this.#beginsAt += INTERVAL_MS;
      this.#given = 0;
    }
    this.#given++;
    return Math.max(0, this.#beginsAt - now);
  }
}

/** That of this process. */
export const ringPacer = new RingPacer();

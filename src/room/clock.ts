/**
 * The server's clock, estimated on this device. The base is monotonic (`performance.now`), so a wrong or jumping
 * device clock changes nothing. Of several round trips the shortest gives the most exact estimate.
 */

/** The two clocks of a device, in ms: one that never jumps, and one that people can set. */
export interface DeviceClock {
  monotonic(): number;
  wall(): number;
}
const deviceClock: DeviceClock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};

/** How many round trips are made after connecting and after a jump. */
const ROUND_TRIPS = 4;
/** By how much two clocks may drift apart, as a share of the time: 0.1 ms a second. So older round trips are less exact. */
const DRIFT = 1e-4;
/** When the two clocks move apart by more than this, the device was asleep or its clock was set. */
const JUMP_MS = 500;
/** When a message comes later than this, in ms, the server's clock was set back, or the message was long on its way. */
const LATE_MS = 2000;
/** When a message comes earlier than it was sent by more than this, in ms, the server's clock was set forward. */
const EARLY_MS = 250;
/** After so long without a round trip, in ms, one follows the next message of the room, because the room is awake then. */
const OLD_MS = 300_000;
/** After so long, in ms, one is made although it wakes the room. */
const TOO_OLD_MS = 1_800_000;

interface Estimate {
  /** Server clock minus monotonic clock. */
  readonly offsetMs: number;
  /** By how much it may be wrong, in ms, less what every estimate loses until now by drift. */
  readonly errorMs: number;
}

export interface ServerClock {
  /** Epoch ms on the server's clock; before the first message, on the device's own. */
  now(): number;
  /** At least so many round trips are needed. */
  ask(roundTrips?: number): void;
  /** Whether the next message should make a round trip; also after the device slept or its clock jumped. */
  isDue(): boolean;
  /**
   * A message that left the server at `serverNow`. Until there is a round trip, it gives a first estimate. Where it does
   * not fit the estimate, the server's clock was set, or the message was long on its way: it gives the estimate until the
   * next round trip. Returns whether one is needed at once.
   */
  observe(serverNow: number): boolean;
  /**
   * A round trip that ends now: sent at `sentAt` (monotonic ms), answered by the server at `serverNow` (epoch ms).
   * Returns whether another one is needed at once.
   */
  sample(sentAt: number, serverNow: number): boolean;
}

export function makeServerClock({ monotonic, wall }: DeviceClock = deviceClock): ServerClock {
  let best: Estimate | null = null;
  /** When the last round trip ended, monotonic ms. */
  let sampledAt = -Infinity;
  /** How many round trips are still needed. */
  let left = 0;
  /** Wall clock minus monotonic clock, as of the last look, in ms. */
  let difference = wall() - monotonic();

  const now = (): number => (best === null ? wall() : monotonic() + best.offsetMs);
  const isOlderThan = (ms: number): boolean => monotonic() - sampledAt > ms;
  function ask(roundTrips = ROUND_TRIPS): void {
    left = Math.max(left, roundTrips);
  }
  function noticeJump(): void {
    const before = difference;
    difference = wall() - monotonic();
    if (best === null || Math.abs(difference - before) <= JUMP_MS) return;
    // The monotonic clock of some devices stops while they sleep: any new round trip is better than what was before.
    best = { ...best, errorMs: Infinity };
    ask();
  }

  return {
    now,
    ask,
    isDue() {
      noticeJump();
      return left > 0 || isOlderThan(TOO_OLD_MS);
    },
    observe(serverNow) {
      const earlyMs = serverNow - now();
      const isOff = best !== null && (earlyMs > EARLY_MS || earlyMs < -LATE_MS);
      if (best === null || isOff) best = { offsetMs: serverNow - monotonic(), errorMs: Infinity };
      if (isOff) ask();
      else if (isOlderThan(OLD_MS)) ask(1);
      return isOff;
    },
    sample(sentAt, serverNow) {
      noticeJump();
      const receivedAt = monotonic();
      const errorMs = (receivedAt - sentAt) / 2;
      const sample = { offsetMs: serverNow + errorMs - receivedAt, errorMs: errorMs - receivedAt * DRIFT };
      if (errorMs >= 0) {
        sampledAt = receivedAt;
        if (best === null || sample.errorMs <= best.errorMs) best = sample;
      }
      return --left > 0;
    },
  };
}

/**
 * The server's clock, estimated on this device. The base is monotonic (`performance.now`), so a wrong or jumping
 * device clock changes nothing. Of several round trips the shortest gives the most exact estimate.
 */

/** The two clocks of a device, in ms: one that never jumps, and one that people can set. */
export interface DeviceClock {
  monotonic(): number;
  wall(): number;
}
export const deviceClock: DeviceClock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};

/** How many round trips are kept. The clocks drift apart, so older ones are less exact. */
const MAX_SAMPLES = 8;
/** When the two clocks move apart by more than this, the device was asleep or its clock was set. */
const JUMP_MS = 1000;
/** When a message differs from the estimate by more than this, the server's clock was set; a message may be as late. */
const STEP_MS = 2000;

interface Sample {
  readonly rttMs: number;
  /** Server clock minus monotonic clock. */
  readonly offsetMs: number;
}

export class ServerClock {
  #samples: Sample[] = [];
  /** Wall clock minus monotonic clock, as of the last call of `jumped`, in ms. */
  #difference: number;

  constructor(readonly device: DeviceClock = deviceClock) {
    this.#difference = device.wall() - device.monotonic();
  }

  /** Epoch ms on the server's clock; before the first sample, on the device's own. */
  now(): number {
    const best = this.#best();
    return best === null ? this.device.wall() : this.device.monotonic() + best.offsetMs;
  }

  /** Whether anything is known of the server's clock. */
  get known(): boolean {
    return this.#samples.length > 0;
  }

  /**
   * A message that left the server at `serverNow`. Until there is a round trip, it gives a first estimate. Where it does
   * not fit the estimate, the server's clock was set, or the message was long on its way: it gives the estimate until the
   * next round trip. Returns whether one is needed.
   */
  observe(serverNow: number): boolean {
    const isOff = this.known && Math.abs(serverNow - this.now()) > STEP_MS;
    if (isOff) this.#samples = [];
    if (!this.known) this.#add(Infinity, serverNow - this.device.monotonic());
    return isOff;
  }

  /** A round trip that ends now: sent at `sentAt` (monotonic ms), answered by the server at `serverNow` (epoch ms). */
  sample(sentAt: number, serverNow: number): void {
    const receivedAt = this.device.monotonic();
    const rttMs = receivedAt - sentAt;
    if (rttMs >= 0) this.#add(rttMs, serverNow + rttMs / 2 - receivedAt);
  }

  /** Whether the device slept or its clock jumped since the last call. If so, older samples count less from now on. */
  jumped(): boolean {
    const difference = this.device.wall() - this.device.monotonic();
    const jumped = Math.abs(difference - this.#difference) > JUMP_MS;
    this.#difference = difference;
    // The monotonic clock of some devices stops while they sleep: one new sample must outweigh all older ones.
    if (jumped) this.#samples = this.#samples.slice(-1).map((sample) => ({ ...sample, rttMs: Infinity }));
    return jumped;
  }

  #add(rttMs: number, offsetMs: number): void {
    this.#samples = [...this.#samples.slice(1 - MAX_SAMPLES), { rttMs, offsetMs }];
  }

  #best(): Sample | null {
    return this.#samples.reduce<Sample | null>((a, b) => (a === null || b.rttMs <= a.rttMs ? b : a), null);
  }
}

/**
 * The server's clock, estimated on this device. The base is monotonic (`performance.now`), so a wrong or jumping
 * device clock changes nothing; of several round trips the shortest tells most.
 */

/** The two clocks of a device, in ms: one that never jumps, one that people set. */
export interface DeviceClock {
  monotonic(): number;
  wall(): number;
}
export const deviceClock: DeviceClock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};

/** So many round trips are remembered; older ones have drifted. */
const KEPT = 8;
/** The two clocks part by more than this: the device slept, or its clock was set. */
const JUMP_MS = 1000;

interface Sample {
  readonly rttMs: number;
  /** Server clock minus monotonic clock. */
  readonly offsetMs: number;
}

export class ServerClock {
  #samples: Sample[] = [];
  /** Wall clock minus monotonic clock when last looked at. */
  #apart: number;

  constructor(readonly device: DeviceClock = deviceClock) {
    this.#apart = device.wall() - device.monotonic();
  }

  /** Epoch ms on the server's clock; before the first sample, the device's own. */
  now(): number {
    const best = this.#best();
    return best === null ? this.device.wall() : this.device.monotonic() + best.offsetMs;
  }

  /** Whether anything is known of the server's clock. */
  get known(): boolean {
    return this.#samples.length > 0;
  }

  /** A message that left the server at `serverNow`: at least it is not older than its way. */
  hear(serverNow: number): void {
    if (this.#samples.length === 0) this.#add(Infinity, serverNow - this.device.monotonic());
  }

  /** A round trip: asked at `sentAt` (monotonic ms), answered by the server at `serverNow`, just now come back. */
  sample(sentAt: number, serverNow: number): void {
    const receivedAt = this.device.monotonic();
    const rttMs = receivedAt - sentAt;
    if (rttMs >= 0) this.#add(rttMs, serverNow + rttMs / 2 - receivedAt);
  }

  /** Whether the device slept or its clock jumped since the last call: then old samples may lie, and are worth less. */
  jumped(): boolean {
    const apart = this.device.wall() - this.device.monotonic();
    const jumped = Math.abs(apart - this.#apart) > JUMP_MS;
    this.#apart = apart;
    // The monotonic clock stands still in the sleep of some devices: one fresh sample must outweigh all older ones.
    if (jumped) this.#samples = this.#samples.slice(-1).map((sample) => ({ ...sample, rttMs: Infinity }));
    return jumped;
  }

  #add(rttMs: number, offsetMs: number): void {
    this.#samples = [...this.#samples.slice(1 - KEPT), { rttMs, offsetMs }];
  }

  #best(): Sample | null {
    return this.#samples.reduce<Sample | null>((a, b) => (a === null || b.rttMs <= a.rttMs ? b : a), null);
  }
}

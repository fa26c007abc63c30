import type { Timers } from "../../../src/board/timers";

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** The device's clock when the simulated time is 0, in epoch ms. */
const WALL_START = 1_700_000_000_000;

/** Simulated time: it stands still until the test advances it. */
export class FakeClock implements Timers {
  #now = 0;
  #order = 0;
  readonly #pending = new Set<Pending>();

  /** By how much the wall clock is ahead: by sleep, or because somebody has set it. */
  #wallAhead = 0;

  now = (): number => this.#now;
  wall = (): number => WALL_START + this.#now + this.#wallAhead;

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, order: this.#order++, run };
    this.#pending.add(timer);
    return () => this.#pending.delete(timer);
  };

  /** Time passes while the page does not run: timers that are due fire only with the next advance. */
  stall(ms: number): void {
    this.#now += ms;
  }
  /** The computer sleeps: its monotonic clock stands still. */
  sleep(ms: number): void {
    this.#wallAhead += ms;
  }
  /** The device's clock is set forward by so many ms, or back. */
  stepWall(ms: number): void {
    this.#wallAhead += ms;
  }

  /** How many timers are pending. */
  get pendingCount(): number {
    return this.#pending.size;
  }

  #next(until: number): Pending | undefined {
    const due = [...this.#pending].filter(({ at }) => at <= until);
    return due.sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }

  #fire(timer: Pending): void {
    this.#now = Math.max(this.#now, timer.at);
    this.#pending.delete(timer);
    timer.run();
  }

  /** Advances time synchronously and fires the timers in order; for code without promises. */
  run(ms: number): void {
    const until = this.#now + ms;
    for (let timer = this.#next(until); timer; timer = this.#next(until)) this.#fire(timer);
    this.#now = until;
  }

  /** Advances time and fires the timers in order; flushes all promises at the start and after each timer. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await flushPromises();
    for (let timer = this.#next(until); timer; timer = this.#next(until)) {
      this.#fire(timer);
      await flushPromises();
    }
    this.#now = until;
  }
}

/** Resolves when all promises that can settle have settled, those of streams included. */
export async function flushPromises(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}

import type { Timers } from "../../../src/board/timers";

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Simulated time: nothing happens until it is moved. */
export class FakeClock implements Timers {
  #now = 0;
  #order = 0;
  readonly #pending = new Set<Pending>();

  now = (): number => this.#now;

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, order: this.#order++, run };
    this.#pending.add(timer);
    return () => this.#pending.delete(timer);
  };

  /** How many timers are armed. */
  get armed(): number {
    return this.#pending.size;
  }

  #next(until: number): Pending | undefined {
    const due = [...this.#pending].filter(({ at }) => at <= until);
    return due.sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }

  #ring(timer: Pending): void {
    this.#now = timer.at;
    this.#pending.delete(timer);
    timer.run();
  }

  /** Moves time, timers in order; for code without promises. */
  run(ms: number): void {
    const until = this.#now + ms;
    for (let timer = this.#next(until); timer; timer = this.#next(until)) this.#ring(timer);
    this.#now = until;
  }

  /** Moves time, letting every promise settle before it starts and after each timer. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (let timer = this.#next(until); timer; timer = this.#next(until)) {
      this.#ring(timer);
      await settle();
    }
    this.#now = until;
  }
}

/** Lets all promises that can settle do so, streams included. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}

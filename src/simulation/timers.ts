/** The timers of one program: they stand still while it is stopped, and end with it. */
import type { Entry } from "./agenda";
import type { Core } from "./core";
import type { JobContext } from "./jobs";

interface Timer {
  readonly id: number;
  /** On the clock of the timers, ms. */
  due: number;
  /** Null: once. */
  readonly everyMs: number | null;
  readonly context: JobContext;
  entry: Entry | null;
  /** Called at its time. */
  readonly fire: () => void;
  /** What it does then, as an event of its program. */
  readonly task: () => void;
}

export interface TimerRules {
  /** The clock on which the timers count, ms. */
  now(): number;
  /** When a timer that is due at `due` fires: a hidden page has its timers only now and then. */
  align(due: number): number;
  /** Runs what a timer does. */
  dispatch(context: JobContext, task: () => void): void;
}

export class Timers {
  readonly #timers = new Map<number, Timer>();
  #lastId = 0;
  #isStopped = false;

  constructor(
    readonly core: Core,
    readonly rules: TimerRules,
  ) {}

  get count(): number {
    return this.#timers.size;
  }
  countOf(context: JobContext): number {
    let count = 0;
    for (const timer of this.#timers.values()) if (timer.context === context) count++;
    return count;
  }

  set = (run: (...values: unknown[]) => void, ms = 0, ...values: unknown[]): number =>
    this.#add(run, ms, null, values);
  repeat = (run: (...values: unknown[]) => void, ms = 0, ...values: unknown[]): number =>
    this.#add(run, ms, Math.max(1, ms), values);
  clear = (id?: number): void => {
    if (id === undefined) return;
    const timer = this.#timers.get(id);
    if (timer?.entry) timer.entry.run = null;
    this.#timers.delete(id);
  };

  #add(run: (...values: unknown[]) => void, ms: number, everyMs: number | null, values: unknown[]): number {
    const id = ++this.#lastId;
    const due = this.rules.now() + Math.max(0, Number.isFinite(ms) ? ms : 0);
    const timer: Timer = {
      id,
      due,
      everyMs,
      context: this.core.jobs.context,
      entry: null,
      fire: () => this.#fire(timer),
      task: () => {
        if (everyMs === null || this.#timers.has(id)) run(...values);
      },
    };
    this.#timers.set(id, timer);
    this.#schedule(timer);
    return id;
  }

  #schedule(timer: Timer): void {
    if (this.#isStopped) return;
    const waitMs = this.rules.align(timer.due) - this.rules.now();
    timer.entry = this.core.agenda.add(this.core.now + Math.max(0, waitMs), timer.fire);
  }

  #fire(timer: Timer): void {
    timer.entry = null;
    if (this.#isStopped) return;
    const now = this.rules.now();
    // Another rule may hold by now: the page is hidden, or the clock was set.
    if (this.rules.align(timer.due) > now + 1e-6) return this.#schedule(timer);
    if (timer.everyMs === null) this.#timers.delete(timer.id);
    else {
      timer.due = Math.max(timer.due + timer.everyMs, now);
      this.#schedule(timer);
    }
    this.rules.dispatch(timer.context, timer.task);
  }

  /** The program does not run, as one in a device that sleeps. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers.values()) {
      if (timer.entry) timer.entry.run = null;
      timer.entry = null;
    }
  }
  /** It runs again: what has become due meanwhile comes now. */
  resume(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    for (const timer of this.#timers.values()) this.#schedule(timer);
  }
  /** The clock on which they count was set. */
  reschedule(): void {
    if (this.#isStopped) return;
    this.stop();
    this.resume();
  }
  /** The program has ended. */
  end(): void {
    this.stop();
    this.#timers.clear();
  }
}

/**
 * The storage of a Durable Object, as workerd has it. Writes of one turn of the event loop are one transaction. It is
 * durable some time later; until then everything that the object says waits (the output gate). While the object reads, no
 * event reaches it (the input gate). A crash keeps the transactions that were durable, and perhaps some of the next ones.
 */
import { clone } from "./clone";
import type { Core } from "./core";
import type { SeededRandom } from "./random";

/** What is on the disk. It outlives crashes. */
export class Disk {
  readonly values = new Map<string, unknown>();
  /** When the object must be woken, epoch ms. */
  alarm: number | null = null;
  /** Whether it takes changes. */
  isWritable = true;
  /** How long a commit takes, ms. */
  latencyMs = { min: 0.2, max: 4 };
}

type Operation =
  | { readonly kind: "put"; readonly key: string; readonly value: unknown }
  | { readonly kind: "delete"; readonly key: string }
  | { readonly kind: "clear" }
  | { readonly kind: "alarm"; readonly at: number | null };

interface Transaction {
  readonly number: number;
  readonly operations: Operation[];
}

export interface StorageHooks {
  /** Closes the input gate; what is returned opens it. */
  closeGate(): () => void;
  /** Called after each write that the object makes. The process may end in it. */
  onOperation(): void;
  /** A transaction has become durable. */
  onCommit(): void;
  /** A transaction cannot be written: the object ends. */
  onBroken(): void;
  /** Runs `task` after `ms`, unless the object's process has ended. */
  after(ms: number, task: () => void): void;
}

export class ObjectStorage {
  /** As the object sees it, with what is not durable yet. */
  readonly #values: Map<string, unknown>;
  #alarm: number | null;
  /** While the alarm's handler runs, the alarm is as good as deleted. */
  #isAlarmTaken = false;
  #open: Transaction | null = null;
  #pending: Transaction[] = [];
  #lastNumber = 0;
  #committed = 0;
  #busyUntil = 0;
  #waiting: { readonly number: number; readonly run: () => void }[] = [];
  isBroken = false;

  constructor(
    readonly core: Core,
    readonly disk: Disk,
    readonly random: SeededRandom,
    readonly hooks: StorageHooks,
    /** Whether a write that is awaited ends its transaction: the platform promises no more than that. */
    readonly splitsAtAwait: boolean,
  ) {
    this.#values = new Map(disk.values);
    this.#alarm = disk.alarm;
  }

  get hasPending(): boolean {
    return this.#open !== null || this.#pending.length > 0;
  }

  /** Runs it when everything written so far is durable: at once where it is. */
  whenDurable(run: () => void): void {
    const number = this.#open?.number ?? this.#lastNumber;
    if (number <= this.#committed && this.#waiting.length === 0) run();
    else this.#waiting.push({ number, run });
  }

  /* What the object calls. */

  get = (key: string): PromiseLike<unknown> => this.#read(() => clone(this.#values.get(key)));
  list = ({ prefix = "", reverse = false, limit = Infinity } = {}): PromiseLike<unknown> =>
    this.#read(() => {
      const keys = [...this.#values.keys()].filter((key) => key.startsWith(prefix)).sort();
      if (reverse) keys.reverse();
      return new Map(keys.slice(0, limit).map((key) => [key, clone(this.#values.get(key))]));
    });
  getAlarm = (): PromiseLike<unknown> => this.#read(() => (this.#isAlarmTaken ? null : this.#alarm));
  put = (key: string, value: unknown): PromiseLike<unknown> =>
    this.#write({ kind: "put", key, value: clone(value) }, undefined);
  delete = (keys: string | readonly string[]): PromiseLike<unknown> => {
    const list = typeof keys === "string" ? [keys] : keys;
    if (list.length > 128) throw new RangeError("at most 128 keys");
    const count = list.filter((key) => this.#values.has(key)).length;
    for (const key of list) void this.#write({ kind: "delete", key }, count);
    return this.#after(count);
  };
  deleteAll = (): PromiseLike<unknown> => this.#write({ kind: "clear" }, undefined);
  setAlarm = (at: number | Date): PromiseLike<unknown> => {
    const moment = Number(at);
    if (!Number.isFinite(moment) || moment <= 0) throw new TypeError("setAlarm() needs a moment");
    return this.#write({ kind: "alarm", at: moment }, undefined);
  };
  deleteAlarm = (): PromiseLike<unknown> => this.#write({ kind: "alarm", at: null }, undefined);
  /** It does not close the input gate: other events may reach the object meanwhile. */
  sync = (): PromiseLike<unknown> =>
    new this.core.Promise((resolve) => this.whenDurable(() => resolve(undefined)));

  /* What the platform calls. */

  /** The handler of the alarm begins. */
  takeAlarm(): void {
    this.#isAlarmTaken = true;
  }
  /** It has ended. Where it has set no alarm, there is none any more. `isDone`: it has not failed. */
  finishAlarm(isDone: boolean): void {
    if (!this.#isAlarmTaken) return;
    this.#isAlarmTaken = false;
    if (isDone) void this.#write({ kind: "alarm", at: null }, undefined);
  }

  /** The process ends now. The first `kept` of the transactions that are on their way become durable. */
  crash(kept: number): void {
    this.isBroken = true;
    for (const transaction of this.#pending.slice(0, kept)) {
      this.#apply(transaction);
      this.hooks.onCommit();
    }
    this.#pending = [];
    this.#open = null;
    this.#waiting = [];
  }
  get pendingCount(): number {
    return this.#pending.length;
  }

  #read(value: () => unknown): PromiseLike<unknown> {
    const openGate = this.hooks.closeGate();
    return new this.core.Promise((resolve) =>
      this.hooks.after(this.random.next(), () => {
        resolve(value());
        openGate();
      }),
    );
  }

  #write(operation: Operation, result: unknown): PromiseLike<unknown> {
    if (this.isBroken) return new this.core.Promise(() => {});
    switch (operation.kind) {
      case "put":
        this.#values.set(operation.key, operation.value);
        break;
      case "delete":
        this.#values.delete(operation.key);
        break;
      case "clear":
        this.#values.clear();
        break;
      case "alarm":
        this.#alarm = operation.at;
        this.#isAlarmTaken = false;
    }
    if (this.#open === null) {
      this.#open = { number: ++this.#lastNumber, operations: [] };
      this.core.jobs.endOfTurn.push(() => this.#seal());
    }
    this.#open.operations.push(operation);
    this.hooks.onOperation();
    return this.#after(result);
  }

  #after(result: unknown): PromiseLike<unknown> {
    if (!this.splitsAtAwait) return this.core.Promise.resolve(result);
    return new this.core.Promise((resolve) => this.hooks.after(0, () => resolve(result)));
  }

  /** The turn is over, and with it the transaction. */
  #seal(): void {
    const transaction = this.#open;
    if (transaction === null || this.isBroken) return;
    this.#open = null;
    this.#pending.push(transaction);
    const { min, max } = this.disk.latencyMs;
    const isSlow = this.random.chance(0.01);
    const ms = isSlow ? 20 + 300 * this.random.next() : min + (max - min) * this.random.next();
    this.#busyUntil = Math.max(this.#busyUntil, this.core.now + ms);
    this.hooks.after(this.#busyUntil - this.core.now, () => this.#commit());
  }

  #commit(): void {
    const transaction = this.#pending[0];
    if (transaction === undefined || this.isBroken) return;
    if (!this.disk.isWritable) return this.hooks.onBroken();
    this.#pending.shift();
    this.#apply(transaction);
    this.#committed = transaction.number;
    this.hooks.onCommit();
    while (this.#waiting[0] !== undefined && this.#waiting[0].number <= this.#committed) {
      this.#waiting.shift()?.run();
      if (this.isBroken) return;
    }
  }

  #apply({ operations }: Transaction): void {
    const { disk } = this;
    for (const operation of operations) {
      if (operation.kind === "put") disk.values.set(operation.key, operation.value);
      else if (operation.kind === "delete") disk.values.delete(operation.key);
      else if (operation.kind === "clear") disk.values.clear();
      else disk.alarm = operation.at;
    }
  }
}

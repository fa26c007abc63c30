/** What is still to be sent, and to whom it may go now. No clock, network or storage in here; moments are ms. */
import type { Pomodoro } from "../../shared/pomodoro";
import { stillRings } from "./alert";
import type { Alert } from "./alert";
import { freeAt, recent, retryAt } from "./retry";
import type { Outcome } from "./send";
import type { Pace, PushRecord, Task } from "./storage";

/** A test that could not be sent at its moment is of no use much later. */
export const TEST_LIFE_MS = 60_000;
const UNPACED: Pace = { sent: [], notBefore: 0 };
export const EMPTY: PushRecord = { alert: null, toAll: false, tasks: [], paces: {}, seenAt: 0 };

export class Outbox {
  #alert: Alert | null;
  #toAll: boolean;
  readonly #tasks: Map<string, Task>;
  readonly #paces: Map<string, Pace>;
  /** When a subscription was last put. */
  seenAt: number;
  /** Whether anything has come of what was sent that nobody has stored yet. */
  changed = false;

  constructor({ alert, toAll, tasks, paces, seenAt }: PushRecord) {
    this.#alert = alert;
    this.#toAll = toAll;
    this.#tasks = new Map(tasks.map((task) => [keyOf(task), task]));
    this.#paces = new Map(Object.entries(paces));
    this.seenAt = seenAt;
  }

  get alert(): Alert | null {
    return this.#alert;
  }
  /** Whether the alert waits to be told to everybody who has subscribed. */
  get toAll(): boolean {
    return this.#toAll;
  }

  /** As it is to be stored; with `alert`, as it would be after that has taken the place of the one before. */
  record(now: number, alert: Alert | null = this.#alert): PushRecord {
    const same = alert === this.#alert;
    const paces = [...this.#paces].flatMap(([to, { sent, notBefore }]) => {
      const pace = { sent: recent(sent, now), notBefore };
      return pace.sent.length > 0 || notBefore > now ? [[to, pace] as const] : [];
    });
    return {
      alert,
      toAll: same ? this.#toAll : alert !== null,
      tasks: [...this.#tasks.values()].filter((task) => same || isTest(task)),
      paces: Object.fromEntries(paces),
      seenAt: this.seenAt,
    };
  }

  /** Tasks to others have nowhere to go. */
  retain(known: { has(to: string): boolean }): void {
    for (const { to } of this.#tasks.values()) if (!known.has(to)) this.forget(to);
  }

  /** The room has rung, or moved on: what is left of the ring before is not sent any more. */
  replaceAlert(alert: Alert | null): void {
    for (const [key, task] of this.#tasks) if (!isTest(task)) this.#tasks.delete(key);
    this.#alert = alert;
    this.#toAll = alert !== null;
  }

  /** Makes of the alert one task a subscription. */
  spread(to: Iterable<string>, now: number): void {
    if (!this.#toAll) return;
    this.#toAll = false;
    this.changed = true;
    for (const id of to) this.#add({ to: id, testUntil: null, tries: 0, at: now });
  }

  addTest(to: string, at: number): void {
    this.#add({ to, testUntil: at + TEST_LIFE_MS, tries: 0, at });
  }

  /** The first task that may go now and that `accepts` takes; those that have become pointless are dropped. */
  take(pomodoro: Pomodoro, now: number, accepts: (task: Task) => boolean): Task | null {
    for (const [key, task] of this.#tasks) {
      if (task.at > now || !accepts(task)) continue;
      this.changed = true;
      const { sent, notBefore } = this.#paceOf(task.to);
      const at = Math.max(freeAt(sent, now), notBefore);
      if (at <= now && now < this.until(task, pomodoro, now)) {
        this.#paces.set(task.to, { sent: [...recent(sent, now), now], notBefore });
        return task;
      }
      if (at < this.until(task, pomodoro, now)) this.#tasks.set(key, { ...task, at });
      else this.#tasks.delete(key);
    }
    return null;
  }

  /** How long the task is of use: `now` or before, when it is of none any more. */
  until(task: Task, pomodoro: Pomodoro, now: number): number {
    if (isTest(task)) return task.testUntil ?? now;
    return this.#alert !== null && stillRings(this.#alert, pomodoro, now) ? this.#alert.until : now;
  }

  /** What came of it. */
  end(task: Task, outcome: Outcome, now: number): void {
    this.changed = true;
    if (outcome.kind === "gone") return this.forget(task.to);
    if (outcome.kind === "later" && outcome.retryAfterMs !== null) {
      // Its push service is not asked for anything else either.
      const notBefore = retryAt(1, now, outcome.retryAfterMs);
      this.#paces.set(task.to, { ...this.#paceOf(task.to), notBefore });
    }
    const key = keyOf(task);
    if (this.#tasks.get(key) !== task) return; // the room has moved on meanwhile
    if (outcome.kind === "done") return void this.#tasks.delete(key);
    const tries = task.tries + 1;
    this.#tasks.set(key, { ...task, tries, at: retryAt(tries, now, outcome.retryAfterMs) });
  }

  /** Nothing goes to this subscription any more. */
  forget(to: string): void {
    this.changed = true;
    this.#paces.delete(to);
    for (const [key, task] of this.#tasks) if (task.to === to) this.#tasks.delete(key);
  }

  /** When something is to be done; null: nothing is left. */
  get nextAt(): number | null {
    if (this.#toAll) return 0;
    let next: number | null = null;
    for (const { at } of this.#tasks.values()) next = Math.min(next ?? at, at);
    return next;
  }

  #paceOf(to: string): Pace {
    return this.#paces.get(to) ?? UNPACED;
  }
  #add(task: Task): void {
    this.#tasks.set(keyOf(task), task);
  }
}

export const isTest = ({ testUntil }: Task): boolean => testUntil !== null;
/** A subscription waits for the one alert and for at most one test. */
export const keyOf = (task: Task): string => (isTest(task) ? `${task.to} test` : task.to);

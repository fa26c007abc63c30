/**
 * What is still to be sent: the room's alert, first as a broadcast, then as one task for each subscription; and test
 * pushes. It decides which task is due and what follows from each result. Without clock, network or storage: the caller
 * passes the time in (epoch ms) and stores `snapshot`.
 */
import type { Pomodoro } from "../../shared/pomodoro";
import { isStillRinging } from "./alert";
import type { Alert } from "./alert";
import type { Refusal } from "./refusal";
import { retryAt } from "../delivery/retry";
import { SendLog } from "./sendLog";
import type { SendLogSnapshot } from "./sendLog";
import type { PushResult } from "./sendPush";
import type { Subscriptions } from "./subscription";
import { isDue, isTest, isWarning, keyOf, TEST_LIFETIME_MS } from "./task";
import type { Task } from "./task";
import { endOf, nextWarningAt, takeDue, warningsAfter } from "./warning";
import type { Warnings } from "./warning";

/** The outbox as it is stored. */
export interface OutboxSnapshot extends SendLogSnapshot {
  readonly alert: Alert | null;
  /** Whether the alert is for every subscription, and no task has been made of it yet. */
  readonly isBroadcast: boolean;
  readonly tasks: readonly Task[];
  /** When a device last subscribed or renewed. */
  readonly seenAt: number;
  /** How many minutes before the end of work devices want a warning; each number once. */
  readonly asked: readonly number[];
  /** Those that are still to be told of the work that runs; null: none. */
  readonly warnings: Warnings | null;
}
export const EMPTY_OUTBOX: OutboxSnapshot = {
  alert: null,
  isBroadcast: false,
  tasks: [],
  rates: {},
  seenAt: 0,
  refusals: {},
  asked: [],
  warnings: null,
};

export class Outbox {
  #alert: Alert | null;
  #isBroadcast: boolean;
  #asked: readonly number[];
  #warnings: Warnings | null;
  readonly #tasks: Map<string, Task>;
  readonly #sendLog: SendLog;
  /** By the tasks that `move` has replaced: one of them may be in flight. */
  readonly #moved = new WeakMap<Task, Task>();
  /** When a device last subscribed or renewed. */
  seenAt: number;
  /** Whether results or tasks have changed since `snapshot` was last stored. */
  hasUnsavedChanges = false;

  constructor({ alert, isBroadcast, tasks, seenAt, asked, warnings, ...sent }: OutboxSnapshot) {
    this.#alert = alert;
    this.#isBroadcast = isBroadcast;
    this.#tasks = new Map(tasks.map((task) => [keyOf(task), task]));
    this.#sendLog = new SendLog(sent);
    this.seenAt = seenAt;
    this.#asked = asked;
    this.#warnings = warnings;
  }

  get alert(): Alert | null {
    return this.#alert;
  }

  get warnings(): Warnings | null {
    return this.#warnings;
  }

  /** The warnings after a change of the room. */
  warningsAfter(pomodoro: Pomodoro, now: number): Warnings | null {
    return warningsAfter(this.#warnings, pomodoro, this.#asked, now);
  }

  replaceWarnings(warnings: Warnings | null): void {
    this.#warnings = warnings;
  }

  /** A device has said how long before the end it wants a warning: `asked` are the wishes of all devices. */
  setAsked(asked: Iterable<number>, pomodoro: Pomodoro, now: number): void {
    const next = [...new Set(asked)].filter((minutes) => minutes > 0).sort((a, b) => a - b);
    if (next.join() === this.#asked.join()) return;
    this.#asked = next;
    this.#warnings = warningsAfter(null, pomodoro, this.#asked, now);
    this.hasUnsavedChanges = true;
  }

  /** What is to be stored; with another `alert` and other warnings, as it will be after they are replaced. */
  snapshot(now: number, alert: Alert | null = this.#alert, warnings = this.#warnings): OutboxSnapshot {
    const isSame = alert === this.#alert;
    return {
      alert,
      isBroadcast: isSame ? this.#isBroadcast : alert !== null,
      tasks: [...this.#tasks.values()].filter((task) => isSame || isTest(task)),
      ...this.#sendLog.snapshot(now),
      seenAt: this.seenAt,
      asked: this.#asked,
      warnings,
    };
  }

  /** The clock went back by `-byMs`: what is waited for moves with it, and the alert by `alertByMs`, as the phase. */
  move(byMs: number, alertByMs: number): void {
    this.hasUnsavedChanges = true;
    const moved = (at: number): number => at + byMs;
    const startedAt = this.#alert?.startedAt ?? null;
    this.#alert &&= {
      ...this.#alert,
      startedAt: startedAt === null ? null : startedAt + alertByMs,
      until: this.#alert.until + alertByMs,
    };
    this.#warnings &&= { ...this.#warnings, endsAt: this.#warnings.endsAt + alertByMs };
    for (const [key, task] of this.#tasks) {
      const testUntil = task.testUntil === null ? null : moved(task.testUntil);
      const warnsOf = task.warnsOf === undefined ? undefined : task.warnsOf + alertByMs;
      const next = { ...task, at: moved(task.at), testUntil, warnsOf };
      this.#tasks.set(key, next);
      this.#moved.set(task, next);
    }
    this.#sendLog.move(byMs);
  }

  /** Drops the tasks for subscriptions that no longer exist. */
  retainSubscriptions(existing: { has(id: string): boolean }): void {
    for (const { to } of this.#tasks.values()) if (!existing.has(to)) this.removeSubscription(to);
  }

  /** The room has rung or moved on: drops what is left of the alert before. */
  replaceAlert(alert: Alert | null): void {
    for (const [key, task] of this.#tasks) if (!isTest(task)) this.#tasks.delete(key);
    this.#alert = alert;
    this.#isBroadcast = alert !== null;
  }

  /** Makes one task for each subscription, if the alert is still a broadcast. */
  expandBroadcast(subscriptionIds: Iterable<string>, now: number): void {
    if (!this.#isBroadcast) return;
    this.#isBroadcast = false;
    this.hasUnsavedChanges = true;
    for (const to of subscriptionIds) this.#add({ to, testUntil: null, tries: 0, at: now });
  }

  /** Makes a task of each warning that is due, for each device that has asked for it. */
  expandWarnings(subscriptions: Subscriptions, now: number): void {
    if (this.#warnings === null) return;
    const { due, left } = takeDue(this.#warnings, now);
    if (due.length === 0) return;
    const warnsOf = this.#warnings.endsAt;
    this.#warnings = left;
    // Devices that have left are not waited for in the next period.
    this.#asked = this.#asked.filter((minutes) =>
      [...subscriptions.values()].some(({ before }) => before === minutes),
    );
    this.hasUnsavedChanges = true;
    for (const [to, { before }] of subscriptions) {
      if (due.includes(before)) this.#add({ to, testUntil: null, warnsOf, tries: 0, at: now });
    }
  }

  /** The last refusal is forgotten, so that the next one is about this test. */
  addTest(to: string, at: number): void {
    this.#sendLog.forgetRefusal(to);
    this.#add({ to, testUntil: at + TEST_LIFETIME_MS, tries: 0, at });
  }

  /** The first task that is due and that `canSend` accepts, counted as sent now; null: none. Drops expired tasks. */
  nextTask(pomodoro: Pomodoro, now: number, canSend: (task: Task) => boolean): Task | null {
    for (const [key, task] of this.#tasks) {
      if (!isDue(task, now) || !canSend(task)) continue;
      this.hasUnsavedChanges = true;
      const expiresAt = this.expiryOf(task, pomodoro, now);
      const allowedAt = this.#sendLog.nextAllowedAt(task.to, now);
      if (allowedAt >= expiresAt) {
        this.#tasks.delete(key);
      } else if (allowedAt > now) {
        this.#tasks.set(key, { ...task, at: allowedAt });
      } else {
        this.#sendLog.noteRequest(task.to, now);
        return task;
      }
    }
    return null;
  }

  /** Until when the task is of use; `now` or earlier: it has expired. */
  expiryOf(task: Task, pomodoro: Pomodoro, now: number): number {
    if (isTest(task)) return this.#latest(task).testUntil ?? now;
    if (isWarning(task)) {
      const end = endOf(pomodoro);
      return end !== null && end === this.#latest(task).warnsOf ? end : now;
    }
    return this.#alert !== null && isStillRinging(this.#alert, pomodoro, now) ? this.#alert.until : now;
  }

  /** Removes or reschedules a task, according to the result of its request. */
  finishTask(task: Task, result: PushResult, now: number): void {
    this.hasUnsavedChanges = true;
    if (result.kind === "gone") return this.removeSubscription(task.to);
    this.#sendLog.noteResult(task.to, result, now);
    const key = keyOf(task);
    const current = this.#latest(task);
    if (this.#tasks.get(key) !== current) return; // another task has replaced it
    if (result.kind !== "retry") return void this.#tasks.delete(key);
    const tries = task.tries + 1;
    this.#tasks.set(key, { ...current, tries, at: retryAt(tries, now, result.retryAfterMs) });
  }

  /** Drops everything about this subscription. */
  removeSubscription(id: string): void {
    this.hasUnsavedChanges = true;
    this.#sendLog.remove(id);
    for (const [key, task] of this.#tasks) if (task.to === id) this.#tasks.delete(key);
  }

  /** Whether the last push to this subscription was refused; null: it was not, or that is long ago. */
  refusalOf(id: string, now: number): Refusal | null {
    return this.#sendLog.refusalOf(id, now);
  }

  /** Whether something is due, tasks in flight included. */
  hasDue(now: number): boolean {
    const warnsAt = nextWarningAt(this.#warnings);
    if (this.#isBroadcast || (warnsAt !== null && warnsAt <= now)) return true;
    return [...this.#tasks.values()].some((task) => isDue(task, now));
  }

  /** When the first task or warning that is not due yet will be due; null: there is none. */
  nextDueAfter(now: number, warnings = this.#warnings): number | null {
    const tasks = [...this.#tasks.values()].filter((task) => !isDue(task, now)).map(({ at }) => at);
    const warnsAt = nextWarningAt(warnings);
    const later = warnsAt === null || warnsAt <= now ? tasks : [...tasks, warnsAt];
    return later.length === 0 ? null : Math.min(...later);
  }

  #latest(task: Task): Task {
    const next = this.#moved.get(task);
    return next === undefined ? task : this.#latest(next);
  }
  #add(task: Task): void {
    this.#tasks.set(keyOf(task), task);
  }
}

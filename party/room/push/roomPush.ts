/**
 * The push notifications of one room, as the rest of the room uses them.
 *
 * The data's way: a change that rings makes an alert (`alert.ts`); the outbox with it is stored in the transaction of
 * the change (`outbox.ts`, `pushStore.ts`). When everyone who is connected has been sent the change, the outbox makes
 * one task of the alert for each subscription, and the tasks are sent to the push services (`delivery/deliveryQueue.ts`,
 * `taskDelivery.ts`, `sendPush.ts`), outside the room's task queue, so that no push service delays the room. The
 * results are stored once nothing is in flight any more. Until then the room's alarm is set a few seconds ahead: if
 * this instance ends, the next one sends what the stored outbox still has. At worst a push is sent twice.
 */
import { parseOrigins } from "../../shared/origins";
import type { Pomodoro, State } from "../../shared/pomodoro";
import { alertOf, isStillRinging } from "./alert";
import type { Alert } from "./alert";
import { DeliveryQueue, reportError, WATCHDOG_MS } from "../delivery/deliveryQueue";
import { networkOf } from "../delivery/network";
import type { DeliveryRoom } from "../delivery/room";
import { PushStore } from "./pushStore";
import { recordEntry } from "./storage";
import type { Warnings } from "./warning";
import { TaskDelivery } from "./taskDelivery";
import { readVapid } from "./vapid";

/** What a change of the room means for its pushes. */
export interface PushUpdate {
  readonly alert: Alert | null;
  readonly warnings: Warnings | null;
  /** To be stored in the transaction of the change; null: nothing. */
  readonly entry: readonly [key: string, value: unknown] | null;
  /** Epoch ms at which the room must be awake at the latest; null: not for pushes. */
  readonly wakeAt: number | null;
}

export class RoomPush {
  /** The VAPID public key; null: this server has none, and sends no pushes. */
  readonly publicKey: string | null;
  /** The origins that the operator allows besides the known push services. */
  readonly origins: readonly string[];
  readonly store: PushStore;
  /** Null without a VAPID key. */
  readonly #deliveries: DeliveryQueue | null;

  constructor(readonly room: DeliveryRoom) {
    const vapid = readVapid(room.env);
    this.publicKey = vapid?.publicKey ?? null;
    this.origins = parseOrigins(room.env["PUSH_ORIGINS"]).values;
    this.store = new PushStore(room.storage, () => room.setAlarm());
    this.#deliveries =
      vapid &&
      this.#createDeliveries({
        vapid,
        origins: this.origins,
        network: networkOf(room.env, this.origins),
      });
  }

  load(): Promise<void> {
    return this.store.load();
  }

  /** What follows from a change, before it is stored. `rang`: the state in which the change rang; null: it did not. */
  prepareUpdate(pomodoro: Pomodoro, rang: State | null, now: number): PushUpdate {
    const outbox = this.#deliveries && this.store.outbox;
    if (outbox === null) return { alert: null, warnings: null, entry: null, wakeAt: null };
    const isRinging = outbox.alert !== null && isStillRinging(outbox.alert, pomodoro, now);
    const alert = alertOf(pomodoro, rang, now) ?? (isRinging ? outbox.alert : null);
    const warnings = outbox.warningsAfter(pomodoro, now);
    const isSame = alert === outbox.alert && warnings === outbox.warnings;
    const entry = isSame ? null : recordEntry(outbox.snapshot(now, alert, warnings));
    const isNew = alert !== outbox.alert && alert !== null;
    return { alert, warnings, entry, wakeAt: isNew ? now + WATCHDOG_MS : this.wakeAt(now, warnings) };
  }

  /** The change is stored: what is left of the alert before is not sent any more. */
  applyUpdate({ alert, warnings, entry }: PushUpdate): void {
    const { outbox } = this.store;
    if (entry === null || outbox === null) return;
    outbox.replaceWarnings(warnings);
    if (alert === outbox.alert) return;
    outbox.replaceAlert(alert);
    this.#deliveries?.cancel(({ isTest }) => !isTest);
  }

  /** Epoch ms at which the room must be awake at the latest; null: not for pushes. */
  wakeAt(now: number, warnings = this.store.outbox?.warnings ?? null): number | null {
    const { outbox } = this.store;
    if (this.#deliveries === null || outbox === null) return null;
    const isBusy = this.#deliveries.hasInFlight || outbox.hasDue(now);
    const next = outbox.nextDueAfter(now, warnings);
    return isBusy ? Math.min(now + WATCHDOG_MS, next ?? Infinity) : next;
  }

  /** The key and the value that store the outbox; null: nobody has subscribed. */
  entry(now: number): readonly [key: string, value: unknown] | null {
    const { outbox } = this.store;
    return outbox && recordEntry(outbox.snapshot(now));
  }

  /** The clock went back by `-byMs`, and the room's phase was moved by `phaseByMs`; both are 0 or negative. */
  followStep(byMs: number, phaseByMs: number): void {
    if (byMs < 0) this.store.outbox?.move(byMs, phaseByMs);
  }

  /** Whether a device gets pushes. */
  get hasSubscriptions(): boolean {
    return this.#deliveries !== null && this.store.outbox !== null;
  }

  /** Whether a device has subscribed or renewed since then (epoch ms). */
  wasSeenSince(at: number): boolean {
    return (this.store.outbox?.seenAt ?? 0) > at;
  }

  /** Starts to send what is due. Returns at once. */
  sendDue(): void {
    const [deliveries, { outbox }] = [this.#deliveries, this.store];
    if (deliveries === null || outbox === null || !outbox.hasDue(Date.now())) return;
    this.room.queue
      .run(async () => {
        const subscriptions = await this.store.subscriptions();
        outbox.expandBroadcast(subscriptions.keys(), Date.now());
        outbox.expandWarnings(subscriptions, Date.now());
        if (deliveries.hasInFlight) await this.store.saveChanges();
      })
      .then(() => deliveries.startDue())
      .catch(reportError);
  }

  /** Within a task of the room's queue. Nothing is sent to it any more; `store.save` deletes it from the disk. */
  removeSubscription(id: string): void {
    this.store.removeSubscription(id);
    this.#deliveries?.cancel(({ to }) => to === id);
  }

  /** The room and everything stored of it has been deleted. */
  clear(): void {
    this.#deliveries?.cancel(() => true);
    this.store.clear();
  }

  #createDeliveries(options: ConstructorParameters<typeof TaskDelivery>[2]): DeliveryQueue {
    const { room, store } = this;
    const tasks = new TaskDelivery(store, room, options);
    return new DeliveryQueue({
      next: (canStart) => tasks.next(canStart),
      nextDueAfter: (now) => store.outbox?.nextDueAfter(now) ?? null,
      onIdle: () => room.queue.run(() => store.saveChanges()),
    });
  }
}

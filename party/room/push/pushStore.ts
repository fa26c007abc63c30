/** A room's outbox and subscriptions, in memory and on the disk. */
import type { Pomodoro } from "../../shared/pomodoro";
import type { DeliveryStorage } from "../delivery/room";
import { EMPTY_OUTBOX, Outbox } from "./outbox";
import { deleteRecord, loadRecord, recordEntry } from "./storage";
import type { Subscription, Subscriptions } from "./subscription";
import { SubscriptionStore } from "./subscriptionStore";

/** Methods that say so must run within a task of the room's queue. */
export class PushStore {
  #outbox: Outbox | null = null;
  readonly #subscriptions: SubscriptionStore;

  /** `setAlarm` sets the room's alarm again; its writes are made before it returns. */
  constructor(
    readonly storage: DeliveryStorage,
    readonly setAlarm: () => Promise<void>,
  ) {
    this.#subscriptions = new SubscriptionStore(storage);
  }

  /** Null where nobody has subscribed. */
  get outbox(): Outbox | null {
    return this.#outbox;
  }

  async load(): Promise<void> {
    const record = await loadRecord(this.storage);
    this.#outbox = record === null ? null : new Outbox(record);
  }

  /** Within a task. */
  async subscriptions(): Promise<Subscriptions> {
    const { isLoaded } = this.#subscriptions;
    const subscriptions = await this.#subscriptions.load(this.#outbox === null, Date.now());
    if (!isLoaded) this.#outbox?.retainSubscriptions(subscriptions);
    return subscriptions;
  }

  /** Undefined also before `subscriptions` has read them. */
  subscription(id: string): Subscription | undefined {
    return this.#subscriptions.get(id);
  }

  /** Within a task. `save` must follow without an await in between, so that both are one transaction. */
  putSubscription(id: string, subscription: Subscription, pomodoro: Pomodoro): Promise<void> {
    const outbox = this.#existingOutbox();
    outbox.seenAt = subscription.seenAt;
    const written = this.#subscriptions.put(id, subscription);
    outbox.setAsked(this.#subscriptions.wishes(), pomodoro, subscription.seenAt);
    return written;
  }

  /** Drops what is still to be sent to it; `save` deletes it from the disk. */
  removeSubscription(id: string): void {
    this.#subscriptions.delete(id);
    this.#outbox?.removeSubscription(id);
  }

  /** Within a task. Adds a test push to this subscription, due at `at` (epoch ms); `save` stores it. */
  addTest(id: string, at: number): void {
    this.#existingOutbox().addTest(id, at);
  }

  /** Within a task. The writes are made before this returns, in one transaction with those made just before. */
  async save(): Promise<void> {
    const { storage } = this;
    if (this.#subscriptions.isEmpty) this.#outbox = null;
    else this.#existingOutbox().hasUnsavedChanges = false;
    const outbox = this.#outbox;
    await Promise.all([
      this.#subscriptions.writeDeletions(),
      outbox === null ? deleteRecord(storage) : storage.put(...recordEntry(outbox.snapshot(Date.now()))),
      this.setAlarm(),
    ]);
    await storage.sync();
  }

  /** Within a task. Saves the results of deliveries, if there are any; they stay to be saved where it rejects. */
  async saveChanges(): Promise<void> {
    if (!this.#outbox?.hasUnsavedChanges && !this.#subscriptions.hasDeletions) return;
    await this.storage.expectWritable?.();
    await this.save();
  }

  /** The room and everything stored of it has been deleted. */
  clear(): void {
    this.#subscriptions.clear();
    this.#outbox = null;
  }

  #existingOutbox(): Outbox {
    return (this.#outbox ??= new Outbox(EMPTY_OUTBOX));
  }
}

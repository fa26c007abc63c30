/** The room's subscriptions in memory: read from the disk when they are first needed, and written to it. */
import { isSecondLook, isValidMark } from "../abandonment";
import type { DeliveryStorage } from "../delivery/room";
import { deleteSubscriptions, loadSubscriptions, putSubscription } from "./storage";
import { isExpired } from "./subscription";
import type { Subscription, Subscriptions } from "./subscription";

export class SubscriptionStore {
  /** Null until `load`: a room that only counts down does not need them. */
  #loaded: Map<string, Subscription> | null = null;
  /** The ids of those that `writeDeletions` deletes from the disk. */
  readonly #deleted = new Set<string>();

  constructor(readonly storage: DeliveryStorage) {}

  get isLoaded(): boolean {
    return this.#loaded !== null;
  }
  /** Whether it is known that nobody has subscribed. */
  get isEmpty(): boolean {
    return this.#loaded?.size === 0;
  }
  get hasDeletions(): boolean {
    return this.#deleted.size > 0;
  }

  /** Undefined also before `load`. */
  get(id: string): Subscription | undefined {
    return this.#loaded?.get(id);
  }

  /** How many minutes before the end of work each device wants a warning. */
  wishes(): number[] {
    return [...(this.#loaded?.values() ?? [])].map(({ before }) => before);
  }

  /**
   * Reads them, unless they are read already, and deletes those that have expired, at the second look. `isNew`: nothing is
   * stored yet.
   */
  async load(isNew: boolean, now: number): Promise<Subscriptions> {
    if (this.#loaded !== null) return this.#loaded;
    const loaded = isNew ? new Map<string, Subscription>() : await loadSubscriptions(this.storage);
    const expired: string[] = [];
    const marks: Promise<void>[] = [];
    for (const [id, subscription] of loaded) {
      const { markedAt } = subscription;
      if (!isExpired(subscription, now)) continue;
      if (isSecondLook(markedAt, now)) expired.push(id);
      else if (!isValidMark(markedAt, now)) {
        const marked = { ...subscription, markedAt: now };
        loaded.set(id, marked);
        marks.push(putSubscription(this.storage, id, marked));
      }
    }
    for (const id of expired) loaded.delete(id);
    await Promise.all([...marks, deleteSubscriptions(this.storage, expired)]);
    return (this.#loaded = loaded);
  }

  /** Adds or replaces one. The write is made before this returns. */
  put(id: string, subscription: Subscription): Promise<void> {
    this.#loaded?.set(id, subscription);
    this.#deleted.delete(id);
    return putSubscription(this.storage, id, subscription);
  }

  /** It is deleted from the disk with the next `writeDeletions`. */
  delete(id: string): void {
    this.#loaded?.delete(id);
    this.#deleted.add(id);
  }

  /** The writes are made before this returns. */
  writeDeletions(): Promise<void> {
    const ids = [...this.#deleted];
    this.#deleted.clear();
    return deleteSubscriptions(this.storage, ids);
  }

  /** Everything stored has been deleted. */
  clear(): void {
    this.#loaded = null;
    this.#deleted.clear();
  }
}

/**
 * What a room stores of its pushes: one record of what is still to be sent, and each subscription under a key of its
 * own, so that the record stays small. Nothing is stored where nobody has subscribed.
 */
import * as v from "valibot";
import type { DeliveryStorage } from "../delivery/room";
import { UnreadableRoom } from "../storage";
import type { OutboxSnapshot } from "./outbox";
import { readRecord, toRecord } from "./recordForm";
import type { Subscription } from "./subscription";

const RECORD_KEY = "push";
const SUBSCRIPTION_PREFIX = "sub:";
/** The platform deletes at most this many keys at once. */
const MAX_DELETED = 128;

/** A field that is added later needs a default here: `v.optional(schema, default)`. */
const SubscriptionSchema = v.object({
  endpoint: v.string(),
  keys: v.object({ p256dh: v.string(), auth: v.string() }),
  role: v.picklist(["control", "watch"]),
  origin: v.string(),
  device: v.nullable(v.string()),
  before: v.optional(v.number(), 0),
  seenAt: v.number(),
  markedAt: v.optional(v.number()),
});

/** Null where nobody has subscribed. Throws UnreadableRoom, and changes nothing. */
export async function loadRecord(storage: Pick<DeliveryStorage, "get">): Promise<OutboxSnapshot | null> {
  const stored = await storage.get(RECORD_KEY);
  if (stored === undefined) return null;
  const record = readRecord(stored);
  if (typeof record === "string") throw new UnreadableRoom(record);
  return record;
}

/** The key and the value that store the outbox. */
export const recordEntry = (outbox: OutboxSnapshot): readonly [key: string, value: unknown] => [
  RECORD_KEY,
  toRecord(outbox),
];
export const deleteRecord = (storage: DeliveryStorage): Promise<unknown> => storage.delete([RECORD_KEY]);

/** Skips a subscription that cannot be read: its device renews it. */
export async function loadSubscriptions(storage: DeliveryStorage): Promise<Map<string, Subscription>> {
  const subscriptions = new Map<string, Subscription>();
  for (const [key, stored] of await storage.list({ prefix: SUBSCRIPTION_PREFIX })) {
    const parsed = v.safeParse(SubscriptionSchema, stored);
    if (parsed.success) subscriptions.set(key.slice(SUBSCRIPTION_PREFIX.length), parsed.output);
  }
  return subscriptions;
}
export const putSubscription = (storage: DeliveryStorage, id: string, subscription: Subscription) =>
  storage.put(SUBSCRIPTION_PREFIX + id, subscription);

export async function deleteSubscriptions(storage: DeliveryStorage, ids: readonly string[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(ids.length / MAX_DELETED) }, (_, i) =>
    ids.slice(i * MAX_DELETED, (i + 1) * MAX_DELETED).map((id) => SUBSCRIPTION_PREFIX + id),
  );
  await Promise.all(batches.map((keys) => storage.delete(keys)));
}

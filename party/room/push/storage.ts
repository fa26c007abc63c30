/**
 * What a room keeps of its pushes: each subscription under a key of its own, so that the room's record stays small,
 * and one record of what is still to be sent. Where nobody has subscribed, nothing is kept.
 */
import * as v from "valibot";
import { UnreadableRoom } from "../storage";
import type { Alert } from "./alert";
import type { Subscription } from "./subscriptions";

const KEY = "push";
const VERSION = 1;
const PREFIX = "sub:";
/** The platform deletes no more at once. */
const MAX_DELETED = 128;

/** The part of a Durable Object's storage that pushes use. */
export interface PushStorage {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  list(options: { prefix: string }): Promise<Map<string, unknown>>;
  delete(keys: string[]): Promise<unknown>;
  sync(): Promise<void>;
}

/** One push to one subscription, until it is sent or given up. */
export interface Task {
  /** The id of the subscription. */
  readonly to: string;
  /** Of a test, until when it makes sense; null: it tells of the alert. */
  readonly testUntil: number | null;
  /** Failures so far. */
  readonly tries: number;
  /** Not before. */
  readonly at: number;
}
/** How much one subscription is sent. */
export interface Pace {
  readonly sent: readonly number[];
  /** What its push service has asked for. */
  readonly notBefore: number;
}
export interface PushRecord {
  readonly alert: Alert | null;
  /** Whether the alert still goes to everybody: no task has been made of it yet. */
  readonly toAll: boolean;
  readonly tasks: readonly Task[];
  /** By the id of the subscription: the pace outlives a sleep. */
  readonly paces: Readonly<Record<string, Pace>>;
  /** When a subscription was last put. */
  readonly seenAt: number;
}

const at = v.number();
const RecordSchema = v.object({
  v: v.literal(VERSION),
  alert: v.nullable(
    v.object({ state: v.picklist([0, 1, 2, 3, 4, 5]), startedAt: v.nullable(at), until: at }),
  ),
  toAll: v.boolean(),
  tasks: v.array(v.object({ to: v.string(), testUntil: v.nullable(at), tries: v.number(), at })),
  paces: v.record(v.string(), v.object({ sent: v.array(at), notBefore: at })),
  seenAt: at,
});
const SubscriptionSchema = v.object({
  endpoint: v.string(),
  keys: v.object({ p256dh: v.string(), auth: v.string() }),
  role: v.picklist(["control", "watch"]),
  origin: v.string(),
  device: v.nullable(v.string()),
  seenAt: at,
});

/** Null where nobody has subscribed. Throws UnreadableRoom, and changes nothing. */
export async function loadRecord(storage: Pick<PushStorage, "get">): Promise<PushRecord | null> {
  const stored = await storage.get(KEY);
  if (stored === undefined) return null;
  const parsed = v.safeParse(RecordSchema, stored);
  if (parsed.success) return parsed.output;
  const { v: version } = v.parse(v.fallback(v.object({ v: v.number() }), { v: 0 }), stored);
  throw new UnreadableRoom(
    version > VERSION
      ? `this room's pushes were stored by a newer version (form ${version}, this server reads ${VERSION})`
      : "this room's stored pushes cannot be read",
  );
}

/** What is to be put, and under which key. */
export const recordEntry = (record: PushRecord): readonly [string, unknown] => [
  KEY,
  { v: VERSION, ...record },
];
export const deleteRecord = (storage: PushStorage): Promise<unknown> => storage.delete([KEY]);

/** A subscription that cannot be read is none: its device puts it again. */
export async function loadSubscriptions(storage: PushStorage): Promise<Map<string, Subscription>> {
  const subscriptions = new Map<string, Subscription>();
  for (const [key, stored] of await storage.list({ prefix: PREFIX })) {
    const parsed = v.safeParse(SubscriptionSchema, stored);
    if (parsed.success) subscriptions.set(key.slice(PREFIX.length), parsed.output);
  }
  return subscriptions;
}
export const putSubscription = (storage: PushStorage, id: string, subscription: Subscription) =>
  storage.put(PREFIX + id, subscription);

export async function deleteSubscriptions(storage: PushStorage, ids: readonly string[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(ids.length / MAX_DELETED) }, (_, i) =>
    ids.slice(i * MAX_DELETED, (i + 1) * MAX_DELETED).map((id) => PREFIX + id),
  );
  await Promise.all(batches.map((keys) => storage.delete(keys)));
}

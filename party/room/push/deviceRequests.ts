/**
 * What a device requests over HTTP: to be subscribed, to be unsubscribed, a test push, and what became of it. A function
 * that changes something resolves to null when it is done, or to the error to answer with.
 */
import type { Role } from "../../shared/access";
import { parseJsonAs } from "../../shared/clientMessages";
import { errorMessage } from "../../shared/errors";
import type { ErrorMessage } from "../../shared/errors";
import type { PushDeviceStatus } from "../../shared/pushDeviceStatus";
import { normalizeEndpoint, parseUrl } from "./endpoint";
import { DeleteSchema, PutSchema, RingMeSchema } from "./requestSchemas";
import type { RoomPush } from "./roomPush";
import { areValidKeys, findPlace, MAX_SUBSCRIPTIONS, MAX_WATCHERS, subscriptionIdOf } from "./subscription";

/** Who has sent the request. */
export interface Requester {
  readonly role: Role;
  /** The origin of the page. */
  readonly origin: string;
}

const NO_KEY = "this server has no VAPID key, so it sends no pushes";
const FULL = `a room calls at most ${MAX_SUBSCRIPTIONS} devices, ${MAX_WATCHERS} of them watchers`;

/** PUT: subscribes a device, or renews its subscription. */
export async function subscribe(
  push: RoomPush,
  body: string,
  { role, origin }: Requester,
): Promise<ErrorMessage | null> {
  if (push.publicKey === null) return errorMessage("not-now", NO_KEY);
  const parsed = parseJsonAs(PutSchema, body);
  if (!parsed.ok) return parsed.error;
  const { device, subscription, before: minutes } = parsed.value;
  const endpoint = normalizeEndpoint(subscription.endpoint, push.origins);
  if (endpoint === null) {
    return errorMessage("bad-message", "subscription.endpoint: is at no push service that is allowed here");
  }
  const { keys } = subscription;
  if (!(await areValidKeys(keys))) {
    return errorMessage("bad-message", "subscription.keys.p256dh: must be a point of P-256");
  }
  const id = await subscriptionIdOf(endpoint);
  return push.room.queue.run(async () => {
    const subscriptions = await push.store.subscriptions();
    const before = subscriptions.get(id);
    const place = before === undefined ? findPlace(role, subscriptions) : { displaced: null };
    if (place === null) return errorMessage("not-now", FULL);
    if (place.displaced !== null) push.removeSubscription(place.displaced);
    // A service worker that renews may not have the key, so a device never loses the role "control".
    const next = {
      endpoint,
      keys,
      role: before?.role === "control" ? before.role : role,
      origin,
      device,
      // A service worker that renews does not know it.
      before: minutes ?? before?.before ?? 0,
      seenAt: Date.now(),
    };
    await Promise.all([push.store.putSubscription(id, next, push.room.pomodoro()), push.store.save()]);
    return null;
  });
}

/** DELETE: unsubscribes a device, known or not. */
export async function unsubscribe(push: RoomPush, body: string): Promise<ErrorMessage | null> {
  const parsed = parseJsonAs(DeleteSchema, body);
  if (!parsed.ok) return parsed.error;
  const id = await idOfText(parsed.value.endpoint);
  return push.room.queue.run(async () => {
    if (id === null || !(await push.store.subscriptions()).has(id)) return null;
    push.removeSubscription(id);
    await push.store.save();
    return null;
  });
}

/**
 * POST: sends a test push to this device alone, after a delay. Only the device itself knows its endpoint. Resolves to
 * the id of its subscription, by which `getDeviceStatus` tells later whether the push service refused it.
 */
export async function requestTest(push: RoomPush, body: string): Promise<ErrorMessage | string> {
  if (push.publicKey === null) return errorMessage("not-now", NO_KEY);
  const parsed = parseJsonAs(RingMeSchema, body);
  if (!parsed.ok) return parsed.error;
  const { endpoint, in: seconds } = parsed.value;
  const id = await idOfText(endpoint);
  return push.room.queue.run(async () => {
    if (id === null || !(await push.store.subscriptions()).has(id)) {
      return errorMessage("bad-message", "endpoint: nobody has subscribed with it in this room");
    }
    push.store.addTest(id, Date.now() + seconds * 1000);
    await push.store.save();
    return id;
  });
}

/** GET with the id of a subscription: whether it still exists, and whether its last push was refused. */
export function getDeviceStatus(push: RoomPush, id: string): Promise<PushDeviceStatus> {
  return push.room.queue.run(async () => ({
    subscribed: (await push.store.subscriptions()).has(id),
    refusal: push.store.outbox?.refusalOf(id, Date.now()) ?? null,
  }));
}

/** Null where the text is not a URL. An endpoint that is not allowed any more can still be unsubscribed. */
async function idOfText(text: string): Promise<string | null> {
  const url = parseUrl(text);
  return url === null ? null : subscriptionIdOf(url.href);
}

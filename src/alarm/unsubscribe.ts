/**
 * Tells rooms that their notifications are off on this device, again and again until each has confirmed it. For the page
 * and for the service worker. All of it needs a network, so it loads later.
 */
import { inTurn, readSubscribedRooms, readUnsubscribed, saveUnsubscribed } from "../device/subscribedRooms";
import type { Unsubscribed } from "../device/subscribedRooms";
import { deleteSubscription } from "./pushCalls";

/** Chromium's Background Sync, which TypeScript's library does not have. */
type WithSync = ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } };

/** Never rejects. What fails is tried again by the next call, and in Chromium when the device is online again. */
export async function unsubscribeRooms(registration: ServiceWorkerRegistration): Promise<void> {
  const open = await readUnsubscribed();
  const results = await Promise.all(open.map((one) => inTurn(() => confirm(registration, one))));
  if (!results.includes(false)) return;
  await (registration as WithSync).sync?.register("unsubscribe").catch(() => {}); // the next call tries again
}

/** Resolves to whether nothing is left to do. */
async function confirm(
  registration: ServiceWorkerRegistration,
  { room, endpoint }: Unsubscribed,
): Promise<boolean> {
  const isOpen = (await readUnsubscribed()).some((one) => one.room === room && one.endpoint === endpoint);
  if (!isOpen) return true;
  const isOnAgain =
    (await readSubscribedRooms()).includes(room) &&
    (await subscriptionOf(registration))?.endpoint === endpoint;
  // Without the key, which this device may not have any more: a room deletes a subscription for whoever has its endpoint.
  const isDone = isOnAgain || (await deleteSubscription({ room, key: null }, endpoint));
  if (isDone) await saveUnsubscribed(room, endpoint, false);
  return isDone;
}

/** The subscription of this browser, or null. Never rejects. */
export const subscriptionOf = (registration: ServiceWorkerRegistration): Promise<PushSubscription | null> =>
  registration.pushManager.getSubscription().catch(() => null);

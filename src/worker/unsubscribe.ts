/** Tells rooms that their notifications are off on this device, again and again until each has confirmed it. */
import { deleteSubscription } from "../alarm/pushCalls";
import { inTurn, readSubscribedRooms, readUnsubscribed, saveUnsubscribed } from "../device/subscribedRooms";
import type { Unsubscribed } from "../device/subscribedRooms";

declare const self: ServiceWorkerGlobalScope;

/** Chromium's Background Sync, which TypeScript's library does not have. */
type WithSync = ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } };

/** Never rejects. What fails is tried again by the next call, and in Chromium when the device is online again. */
export async function unsubscribeRooms(): Promise<void> {
  const results = await Promise.all((await readUnsubscribed()).map((one) => inTurn(() => confirm(one))));
  if (!results.includes(false)) return;
  await (self.registration as WithSync).sync?.register("unsubscribe").catch(() => {}); // the next call tries again
}

/** Resolves to whether nothing is left to do. */
async function confirm({ room, endpoint }: Unsubscribed): Promise<boolean> {
  const isOpen = (await readUnsubscribed()).some((one) => one.room === room && one.endpoint === endpoint);
  if (!isOpen) return true;
  // Without the key, which this device may not have any more: a room deletes a subscription for whoever has its endpoint.
  const isDone =
    (await isOnAgain(room, endpoint)) || (await deleteSubscription({ room, key: null }, endpoint));
  if (isDone) await saveUnsubscribed(room, endpoint, false);
  return isDone;
}

async function isOnAgain(room: string, endpoint: string): Promise<boolean> {
  if (!(await readSubscribedRooms()).includes(room)) return false;
  return (await currentSubscription())?.endpoint === endpoint;
}

/** The subscription of this browser, or null. */
export const currentSubscription = (): Promise<PushSubscription | null> =>
  self.registration.pushManager.getSubscription().catch(() => null);

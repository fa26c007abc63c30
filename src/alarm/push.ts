/** The notifications of a room on this device: whether they are on, and turning them off. Both work without a network. */
import { needsHomeScreen } from "../device/homeScreen";
import { ANSWER_MS, inTime } from "../device/inTime";
import { currentRegistration } from "../device/serviceWorker";
import {
  inTurn,
  readKnownRooms,
  readSubscribedRooms,
  readUnsubscribed,
  saveSubscribed,
  saveUnsubscribed,
} from "../device/subscribedRooms";
import type { Link } from "../room/link";
import { deleteSubscription, getServerKey } from "./pushCalls";
import type { PushState } from "./selfCheck";

/** The subscription of this browser, or null. Never rejects. */
export async function currentSubscription(): Promise<PushSubscription | null> {
  try {
    const registration = await currentRegistration();
    return registration === null ? null : await subscriptionOf(registration);
  } catch {
    return null;
  }
}
export const subscriptionOf = async ({
  pushManager,
}: ServiceWorkerRegistration): Promise<PushSubscription | null> =>
  (await inTime(pushManager.getSubscription(), ANSWER_MS)) ?? null;

/** What the person can do about notifications here. Never rejects. */
export async function getPushState(link: Link): Promise<PushState> {
  if (needsHomeScreen()) return "home-screen";
  const isSupported =
    "PushManager" in window && "Notification" in window && (await currentRegistration()) !== null;
  if (!isSupported) return "unsupported";
  if (Notification.permission === "denied") return "blocked";
  const isSubscribed =
    (await readSubscribedRooms()).includes(link.room) && (await currentSubscription()) !== null;
  if (Notification.permission === "granted" && isSubscribed) return "on";
  try {
    return (await getServerKey(link.room)) === null ? "no-server" : "off";
  } catch {
    return "unknown";
  }
}

/** Turns them off for this room only. A room that cannot be reached is told later. */
export async function turnOff(link: Link): Promise<void> {
  const [registration, subscription] = [await currentRegistration(), await currentSubscription()];
  if (subscription !== null) await saveUnsubscribed(link.room, subscription.endpoint, true);
  await saveSubscribed(link.room, false);
  if (subscription === null) return;
  const { endpoint } = subscription;
  await inTurn(async () => {
    if (await deleteSubscription(link, endpoint)) return saveUnsubscribed(link.room, endpoint, false);
    registration?.active?.postMessage({ type: "unsubscribe" }); // tries again when the device is online
  });
  if ((await readKnownRooms())?.length === 0) await inTime(subscription.unsubscribe()).catch(() => false);
}

/** Tells the rooms that have not confirmed yet that their notifications are off here. Called whenever a connection opens. */
export async function repeatUnsubscribing(): Promise<void> {
  if ((await readUnsubscribed()).length === 0) return;
  try {
    const registration = await currentRegistration();
    if (registration !== null) await (await import("./unsubscribe")).unsubscribeRooms(registration);
  } catch {
    // no network: the next connection tries again
  }
}

/**
 * Sends the subscription to the room again, if this device has turned its notifications on. Called at every start of the
 * app, because rooms delete old subscriptions and browsers change them.
 */
export async function renewSubscription(link: Link): Promise<void> {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  if (!(await readSubscribedRooms()).includes(link.room)) return;
  try {
    await (await import("./subscribe")).sendSubscription(link);
  } catch {
    // no network: the next start tries again
  }
}

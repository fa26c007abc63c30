/** Turns the notifications of a room on and off on this device. */
import type { Link } from "../room/link";
import { needsHomeScreen } from "../device/homeScreen";
import { inTime } from "../device/inTime";
import {
  deleteSubscription,
  getServerKey,
  isTestRefused,
  putSubscription,
  requestTestPush,
} from "./pushCalls";
import { deviceOf, platformOf } from "./selfCheck";
import type { PushState } from "./selfCheck";
import { readSubscribedRooms, saveSubscribed } from "../device/subscribedRooms";

/**
 * Why notifications were not turned on. `full` and `refused`: the room's answer. `service`: the browser's push service
 * did not answer. `failed`: anything else, such as no network.
 */
export type PushFailure = "full" | "refused" | "failed" | "service";

/** A browser without a push service never answers: the request has failed after this time, in ms. */
const SERVICE_TIMEOUT_MS = 20_000;
/** Before each further question whether a test push was refused, in s: a push service may take 10 s to answer. */
const REFUSAL_PAUSES_S = [3, 8];

async function currentRegistration(): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator)) return null;
  return (await inTime(navigator.serviceWorker.getRegistration())) ?? null; // `ready` would never resolve where none is registered
}
async function currentSubscription(): Promise<PushSubscription | null> {
  try {
    const registration = await currentRegistration();
    return registration === null ? null : await subscriptionOf(registration);
  } catch {
    return null;
  }
}
const subscriptionOf = async ({ pushManager }: ServiceWorkerRegistration): Promise<PushSubscription | null> =>
  (await inTime(pushManager.getSubscription())) ?? null;

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

/** Must be called in the handler of a tap: the browser may ask the person. Null: it succeeded, or the person refused. */
export async function turnOn(link: Link): Promise<PushFailure | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  try {
    const key = await getServerKey(link.room);
    const registration = await currentRegistration();
    if (key === null || registration === null) return "failed";
    const subscription = await subscribe(registration, key);
    if (subscription === null) return "service";
    const answer = await putSubscription(link, subscription.toJSON(), deviceName());
    if (answer !== "saved") return answer;
    await saveSubscribed(link.room, true);
    return null;
  } catch {
    return "failed";
  }
}

/** The subscription of this browser with the server's current key; null if the push service does not answer. */
async function subscribe(
  registration: ServiceWorkerRegistration,
  key: string,
): Promise<PushSubscription | null> {
  const old = await subscriptionOf(registration);
  if (old !== null && isFor(old, key)) return old;
  if (old !== null) await inTime(old.unsubscribe()); // it belongs to an older key of the server, which can no longer send to it
  const request = registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  return (await inTime(request, SERVICE_TIMEOUT_MS).catch(() => null)) ?? null;
}

/** Whether a subscription was made with this key, which is in base64url. */
function isFor({ options }: PushSubscription, key: string): boolean {
  const subscribedKey = options.applicationServerKey;
  if (subscribedKey === null) return true; // this browser does not give the key
  const text = btoa(String.fromCharCode(...new Uint8Array(subscribedKey)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === key.replaceAll("=", "");
}

/** Turns them off for this room only. */
export async function turnOff(link: Link): Promise<void> {
  const subscription = await currentSubscription();
  await saveSubscribed(link.room, false);
  if (subscription === null) return;
  await deleteSubscription(link, subscription.endpoint);
  // If the room could not be reached, it deletes the subscription when its next push fails.
  if ((await readSubscribedRooms()).length === 0) await inTime(subscription.unsubscribe()).catch(() => false);
}

/**
 * Sends the subscription to the room again. Called at every start of the app, because rooms delete old subscriptions and
 * browsers change them.
 */
export async function renewSubscription(link: Link): Promise<void> {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  if (!(await readSubscribedRooms()).includes(link.room)) return;
  try {
    const [key, registration] = [await getServerKey(link.room), await currentRegistration()];
    if (key === null || registration === null) return;
    const subscription = await subscribe(registration, key);
    if (subscription !== null) await putSubscription(link, subscription.toJSON(), deviceName());
  } catch {
    // no network: the next start tries again
  }
}

/** A test push. `isRefused` resolves when the push service has refused it, or some time after it was to arrive. */
export interface TestPush {
  readonly isRefused: () => Promise<boolean>;
}

/** Requests a push to this device alone, after `seconds`. Null: the server has not accepted. */
export async function sendTestPush(link: Link, seconds: number): Promise<TestPush | null> {
  const subscription = await currentSubscription();
  const address = subscription && (await requestTestPush(link, subscription.endpoint, seconds));
  return address === null ? null : { isRefused: () => waitForRefusal(address, seconds) };
}

async function waitForRefusal(address: string, seconds: number): Promise<boolean> {
  if (address === "") return false;
  for (const pause of [seconds + 1, ...REFUSAL_PAUSES_S]) {
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
    if (await isTestRefused(address)) return true;
  }
  return false;
}

const deviceName = (): string => deviceOf(platformOf(navigator.userAgent, navigator.maxTouchPoints));

/** Whether this room may notify this device, and making it so or not so. */
import type { Link } from "../room/link";
import { needsHomeScreen } from "../device/install";
import { askForRing, deleteSubscription, putSubscription, serverKey } from "./pushCalls";
import { deviceOf, platformOf } from "./selfCheck";
import type { PushState } from "./selfCheck";
import { rememberSubscribed, subscribedRooms } from "../device/subscribedRooms";

/** Why it was not turned on; `service`: the browser's push service did not answer. */
export type PushFailure = "full" | "refused" | "failed" | "service";

/** A browser without a push service waits for ever: after this, in ms, that counts as a failure. */
const SERVICE_MS = 20_000;

async function registrationHere(): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator)) return null;
  return (await navigator.serviceWorker.getRegistration()) ?? null; // `ready` never comes where none is registered
}
async function subscriptionHere(): Promise<PushSubscription | null> {
  try {
    return (await (await registrationHere())?.pushManager.getSubscription()) ?? null;
  } catch {
    return null;
  }
}

export async function pushState(link: Link): Promise<PushState> {
  if (needsHomeScreen()) return "home-screen";
  const able = "PushManager" in window && "Notification" in window && (await registrationHere()) !== null;
  if (!able) return "unsupported";
  if (Notification.permission === "denied") return "blocked";
  const here = (await subscribedRooms()).includes(link.room) && (await subscriptionHere()) !== null;
  if (Notification.permission === "granted" && here) return "on";
  try {
    return (await serverKey(link.room)) === null ? "no-server" : "off";
  } catch {
    return "unknown";
  }
}

/** Within a tap, since the browser may ask the person. Null: it is done, or the person said no. */
export async function turnOn(link: Link): Promise<PushFailure | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  try {
    const key = await serverKey(link.room);
    const registration = await registrationHere();
    if (key === null || registration === null) return "failed";
    const subscription = await subscribe(registration, key);
    if (subscription === null) return "service";
    const answer = await putSubscription(link, subscription.toJSON(), deviceName());
    if (answer !== "saved") return answer;
    await rememberSubscribed(link.room, true);
    return null;
  } catch {
    return "failed";
  }
}

/** The subscription of this browser, made with the server's present key. */
async function subscribe(
  registration: ServiceWorkerRegistration,
  key: string,
): Promise<PushSubscription | null> {
  const old = await registration.pushManager.getSubscription();
  if (old !== null && isFor(old, key)) return old;
  await old?.unsubscribe(); // of a server key that is no more: nobody can send to it
  const late = new Promise<null>((done) => setTimeout(() => done(null), SERVICE_MS));
  const made = registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  return Promise.race([made.catch(() => null), late]);
}

function isFor({ options }: PushSubscription, key: string): boolean {
  const theirs = options.applicationServerKey;
  if (theirs === null) return true; // this browser does not tell
  const text = btoa(String.fromCharCode(...new Uint8Array(theirs)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === key.replaceAll("=", "");
}

/** This room notifies no more; other rooms of this device do as before. */
export async function turnOff(link: Link): Promise<void> {
  const subscription = await subscriptionHere();
  await rememberSubscribed(link.room, false);
  if (subscription === null) return;
  await deleteSubscription(link, subscription.endpoint);
  // Without a network the room keeps an address to which nothing can be sent, and forgets it at the next push.
  if ((await subscribedRooms()).length === 0) await subscription.unsubscribe().catch(() => false);
}

/** At every launch: the room forgets devices that it has not heard of for long, and addresses change. */
export async function renew(link: Link): Promise<void> {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  if (!(await subscribedRooms()).includes(link.room)) return;
  try {
    const [key, registration] = [await serverKey(link.room), await registrationHere()];
    if (key === null || registration === null) return;
    const subscription = await subscribe(registration, key);
    if (subscription !== null) await putSubscription(link, subscription.toJSON(), deviceName());
  } catch {
    // no network: at the next launch
  }
}

/** Asks for a push to this device alone, in so many seconds; whether the server has promised it. */
export async function ringMe(link: Link, seconds: number): Promise<boolean> {
  const subscription = await subscriptionHere();
  return subscription !== null && askForRing(link, subscription.endpoint, seconds);
}

const deviceName = (): string => deviceOf(platformOf(navigator.userAgent, navigator.maxTouchPoints));

/** Turns the notifications of a room on, renews them, and tests them. All of it needs a network, so it loads later. */
import { BEFORE } from "../device/before";
import { inTime } from "../device/inTime";
import { getPreference } from "../device/pagePreferences";
import { currentRegistration } from "../device/serviceWorker";
import { inTurn, readSubscribedRooms, saveSubscribed } from "../device/subscribedRooms";
import type { Link } from "../room/link";
import { currentSubscription, subscriptionOf } from "./push";
import { getServerKey } from "./pushCalls";
import { deviceOf, platformOf } from "./selfCheck";
import { isTestRefused, putSubscription, requestTestPush } from "./subscribeCalls";

/**
 * Why notifications were not turned on. `full` and `refused`: the room's answer. `service`: the browser's push service
 * did not answer. `failed`: anything else, such as no network.
 */
export type PushFailure = "full" | "refused" | "failed" | "service";

/** A browser without a push service never answers: the request has failed after this time, in ms. */
const SERVICE_TIMEOUT_MS = 20_000;
/** Before each further question whether a test push was refused, in s: a push service may take 10 s to answer. */
const REFUSAL_PAUSES_S = [3, 8];

/** The person has allowed notifications. Null: it succeeded. */
export async function turnOn(link: Link): Promise<PushFailure | null> {
  try {
    const key = await getServerKey(link.room);
    const registration = await currentRegistration();
    if (key === null || registration === null) return "failed";
    const subscription = await subscribe(registration, key);
    if (subscription === null) return "service";
    return await inTurn(async () => {
      const answer = await putSubscription(link, subscription.toJSON(), deviceName(), getPreference(BEFORE));
      if (answer !== "saved") return answer;
      await saveSubscribed(link.room, true);
      return null;
    });
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

/** Sends the subscription to a room that is on. Rejects without a network. */
export async function sendSubscription(link: Link): Promise<void> {
  const [key, registration] = [await getServerKey(link.room), await currentRegistration()];
  if (key === null || registration === null) return;
  const subscription = await subscribe(registration, key);
  if (subscription === null) return;
  await inTurn(async () => {
    if (!(await readSubscribedRooms()).includes(link.room)) return; // turned off meanwhile
    await putSubscription(link, subscription.toJSON(), deviceName(), getPreference(BEFORE));
  });
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

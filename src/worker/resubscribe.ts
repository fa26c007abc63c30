/** Handles a change of this browser's push subscription: sends the new one to every room that notifies this device. */
import { getServerKey } from "../alarm/pushCalls";
import { deviceOf, platformOf } from "../alarm/selfCheck";
import { putSubscription } from "../alarm/subscribeCalls";
import { unsubscribeRooms } from "../alarm/unsubscribe";
import { BEFORE } from "../device/before";
import { readPreferences, valueIn } from "../device/preferences";
import { inTurn, readSubscribedRooms, saveUnsubscribed } from "../device/subscribedRooms";
import { readSavedKey } from "../room/savedRooms";

declare const self: ServiceWorkerGlobalScope;

/** TypeScript's library does not have it. Browsers leave out the subscriptions that they do not know. */
export interface SubscriptionChange extends ExtendableEvent {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
}

export async function resubscribe(event: SubscriptionChange): Promise<void> {
  const rooms = await readSubscribedRooms();
  const [first] = rooms;
  if (first === undefined) return;
  const { pushManager } = self.registration;
  let current = event.newSubscription ?? (await pushManager.getSubscription());
  if (current === null) {
    const applicationServerKey =
      event.oldSubscription?.options.applicationServerKey ?? (await getServerKey(first));
    if (applicationServerKey === null) return;
    current = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  }
  const device = deviceOf(platformOf(self.navigator.userAgent, 0));
  const before = valueIn(await readPreferences(), BEFORE);
  const [json, oldEndpoint] = [current.toJSON(), event.oldSubscription?.endpoint];
  await Promise.all(
    rooms.map(async (room) => {
      const link = { room, key: await readSavedKey(room) };
      await inTurn(async () => {
        if (!(await readSubscribedRooms()).includes(room)) return; // turned off meanwhile
        await putSubscription(link, json, device, before);
      });
      if (oldEndpoint !== undefined && oldEndpoint !== json.endpoint)
        await saveUnsubscribed(room, oldEndpoint, true);
    }),
  );
  await unsubscribeRooms(self.registration);
}

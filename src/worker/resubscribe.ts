/** The browser has changed this device's address for pushes: every room that sends to it learns the new one. */
import { deleteSubscription, putSubscription, serverKey } from "../alarm/pushCalls";
import { deviceOf, platformOf } from "../alarm/selfCheck";
import { subscribedRooms } from "../device/subscribedRooms";
import { savedKey } from "../device/storage";

declare const self: ServiceWorkerGlobalScope;

/** Not in TypeScript's library; browsers leave out what they do not know. */
export interface SubscriptionChange extends ExtendableEvent {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
}

export async function resubscribe(event: SubscriptionChange): Promise<void> {
  const rooms = await subscribedRooms();
  const [first] = rooms;
  if (first === undefined) return;
  const { pushManager } = self.registration;
  let now = event.newSubscription ?? (await pushManager.getSubscription());
  if (now === null) {
    const applicationServerKey =
      event.oldSubscription?.options.applicationServerKey ?? (await serverKey(first));
    if (applicationServerKey === null) return;
    now = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  }
  const device = deviceOf(platformOf(self.navigator.userAgent, 0));
  const [json, before] = [now.toJSON(), event.oldSubscription?.endpoint];
  await Promise.all(
    rooms.map(async (room) => {
      const link = { room, key: await savedKey(room) };
      await putSubscription(link, json, device);
      if (before !== undefined && before !== json.endpoint) await deleteSubscription(link, before);
    }),
  );
}

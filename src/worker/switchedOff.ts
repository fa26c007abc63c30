/** Handles a push of a room whose notifications are off on this device: the room has not been told, or not in time. */
import { subscriptionOf, unsubscribeRooms } from "../alarm/unsubscribe";
import { readKnownRooms, saveUnsubscribed } from "../device/subscribedRooms";
import { notify } from "./notify";
import type { NotificationData } from "./payload";
import { requiresNotification } from "./platform";

declare const self: ServiceWorkerGlobalScope;

/** Whether the person has turned the notifications of the room off. False where this device does not know it. */
export const isSwitchedOff = async (room: string): Promise<boolean> =>
  (await readKnownRooms())?.includes(room) === false;

/** Shows nothing that stays, and tells the room again. Where no room is on, the browser ends the subscription, too. */
export async function handleUnwanted(title: string, data: NotificationData): Promise<void> {
  const subscription = await subscriptionOf(self.registration);
  if (subscription !== null) {
    await saveUnsubscribed(data.room, subscription.endpoint, true);
    const rooms = await readKnownRooms();
    if (rooms?.length === 0) await subscription.unsubscribe().catch(() => false);
    // The other rooms of this device need the subscription, which Apple ends after three pushes that show nothing.
    else if (await requiresNotification()) await flash(title, data);
  }
  await unsubscribeRooms(self.registration);
}

/** Shows a silent notification and closes it at once. */
async function flash(title: string, data: NotificationData): Promise<void> {
  await notify({ title, body: "", data, rings: false });
  for (const shown of await self.registration.getNotifications({ tag: data.room })) shown.close();
}

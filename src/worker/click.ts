/** Handles a tap on a notification: its button presses the tomato, the rest of it opens the room. */
import { roomHeaders } from "../alarm/pushCalls";
import { readPreferences, USER_NAME, valueIn } from "../device/preferences";
import { addressOf } from "../room/link";
import { readSavedKey } from "../room/savedRooms";
import { windowsOf } from "./clients";
import { notify, setBadge } from "./notify";
import { parseNotificationData } from "./payload";
import type { NotificationData } from "./payload";
import { loadWords } from "./words";

declare const self: ServiceWorkerGlobalScope;

/** How long the room may take to answer a press, in ms. */
const TIMEOUT_MS = 8000;

/** `action`: "press" for the button, "" for the rest of the notification. */
export async function handleClick(notification: Notification, action: string): Promise<void> {
  notification.close();
  const data = parseNotificationData(notification.data);
  if (data !== null && action === "press") return press(data);
  await openWindow(data);
}

async function press({ room, rev }: NotificationData): Promise<void> {
  const [key, preferences, words] = await Promise.all([readSavedKey(room), readPreferences(), loadWords()]);
  const name = valueIn(preferences, USER_NAME);
  try {
    const response = await fetch(`/parties/main/${room}`, {
      method: "POST",
      headers: roomHeaders({ key }),
      body: JSON.stringify({ action: "press", on: rev, via: "push", ...(name === "" ? {} : { name }) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return await setBadge(false);
    if (response.status === 409) return await showResult(words.fasterTitle, words.faster);
    if (response.status === 403) return await showResult(words.watchTitle, words.watch);
  } catch {
    // no answer: the press may have arrived
  }
  await showResult(words.lostTitle, words.lost);

  function showResult(title: string, body: string): Promise<void> {
    return notify({ title, body, data: { room, rev }, rings: false });
  }
}

/** Focuses a window that shows the room, or opens one with the key that this device has. */
async function openWindow(data: NotificationData | null): Promise<void> {
  if (data === null) return void (await self.clients.openWindow("/"));
  const [client] = await windowsOf(data.room);
  if (client !== undefined) {
    try {
      return void (await client.focus());
    } catch {
      // the window was closed meanwhile
    }
  }
  await self.clients.openWindow(addressOf({ room: data.room, key: await readSavedKey(data.room) }));
}

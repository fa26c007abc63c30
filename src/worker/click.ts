/** A notification was tapped: its action presses, the rest of it opens the room. */
import { roomHeaders } from "../alarm/pushCalls";
import { savedKey, savedWishes } from "../device/storage";
import { addressOf } from "../room/link";
import { windowsOf } from "./clients";
import { badge, notify } from "./notify";
import { parseMemory } from "./payload";
import type { Memory } from "./payload";
import { wordsHere } from "./words";

declare const self: ServiceWorkerGlobalScope;

/** How long the room may take to answer a press, in ms. */
const ANSWER_MS = 8000;

export async function clicked(notification: Notification, action: string): Promise<void> {
  notification.close();
  const about = parseMemory(notification.data);
  if (about !== null && action === "press") return press(about);
  await open(about);
}

async function press({ room, rev }: Memory): Promise<void> {
  const [key, { name }, words] = await Promise.all([savedKey(room), savedWishes(), wordsHere()]);
  try {
    const answer = await fetch(`/parties/main/${room}`, {
      method: "POST",
      headers: roomHeaders({ key }),
      body: JSON.stringify({ action: "press", on: rev, via: "push", ...(name === "" ? {} : { name }) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (answer.ok) return await badge(false);
    if (answer.status === 409) return await tell(words.fasterTitle, words.faster);
    if (answer.status === 403) return await tell(words.watchTitle, words.watch);
  } catch {
    // said below: it may have arrived
  }
  await tell(words.lostTitle, words.lost);

  function tell(title: string, body: string): Promise<void> {
    return notify({ title, body, about: { room, rev }, rings: false });
  }
}

/** A window that shows the room, or else a new one, with the key that this device has. */
async function open(about: Memory | null): Promise<void> {
  if (about === null) return void (await self.clients.openWindow("/"));
  const [client] = await windowsOf(about.room);
  if (client !== undefined) {
    try {
      return void (await client.focus());
    } catch {
      // it went away meanwhile: a new one
    }
  }
  await self.clients.openWindow(addressOf({ room: about.room, key: await savedKey(about.room) }));
}

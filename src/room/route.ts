/** Which room a page shows: the address decides, then the rooms that this device has saved, then a new private room. */
import { newKey, roomOf } from "../../party/shared/access";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { addressOf, linkFromUrl } from "./link";
import type { Link } from "./link";
import { readCachedRoom } from "./roomCache";
import { readSavedKey, readSavedRooms, saveRoom } from "./savedRooms";

/**
 * Why a page shows no room. `bad-address`: the address names none. `first`: an installed app was opened for the first
 * time. `insecure`: a private room cannot be made here.
 */
export type NoRoomReason = "bad-address" | "first" | "insecure";

/** `cached`: the last state of the room that this device has received. */
export type Route =
  | { readonly kind: "room"; readonly link: Link; readonly cached: RoomMessage | null }
  | { readonly kind: "no-room"; readonly reason: NoRoomReason };

/** `installed`: whether the page runs as an installed app. Saves the room and writes its link into the address bar. */
export async function routePage({ url, installed }: { url: URL; installed: boolean }): Promise<Route> {
  if (url.pathname !== "/") {
    const link = linkFromUrl(url);
    if (link === null) return { kind: "no-room", reason: "bad-address" };
    return openRoom({ room: link.room, key: link.key ?? (await readSavedKey(link.room)) }, url);
  }
  const [lastUsed] = await readSavedRooms();
  if (lastUsed !== undefined) return openRoom(lastUsed, url);
  if (installed) return { kind: "no-room", reason: "first" };
  const link = await makePrivateRoom();
  return link === null ? { kind: "no-room", reason: "insecure" } : openRoom(link, url);
}

/**
 * The link of a new private room; null where the browser has no `crypto.subtle`, as on a page over plain HTTP from
 * another machine.
 */
export async function makePrivateRoom(): Promise<Link | null> {
  if (crypto.subtle === undefined) return null;
  const key = newKey();
  return { room: await roomOf(key), key };
}

async function openRoom({ room, key }: Link, url: URL): Promise<Route> {
  const cached = readCachedRoom(room);
  void saveRoom({ room, key }); // starts after the read, which would otherwise wait for the write
  // `?sheet=` counts only once, so it does not stay in the address; `?view=` does.
  const view = url.searchParams.get("view");
  const search = view === null ? "" : `?view=${encodeURIComponent(view)}`;
  history.replaceState(history.state, "", addressOf({ room, key }, "", search));
  return { kind: "room", link: { room, key }, cached: await cached };
}

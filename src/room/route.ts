/** Which room a page shows: the address decides, then the rooms that this device has saved, then a new private room. */
import { isOverlay } from "../../party/shared/overlay";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { addressOf, linkFromUrl } from "./link";
import type { Link } from "./link";
import { readCachedRoom } from "./roomCache";
import { loadReader, makePrivateRoom, opensRoom } from "./roomKey";
import { readSavedKey, readSavedRooms, saveRoom } from "./savedRooms";

/**
 * Why a page shows no room. `bad-address`: the address names none. `unread`: the code that reads it could not be loaded.
 * `first`: an installed app was opened for the first time.
 */
export type NoRoomReason = "bad-address" | "unread" | "first";

/** `cached`: the last state of the room that this device has received. */
export type Route =
  | { readonly kind: "room"; readonly link: Link; readonly cached: RoomMessage | null }
  | { readonly kind: "no-room"; readonly reason: NoRoomReason };

/**
 * `installed`: whether the page runs as an installed app. Saves the room and writes its link into the address bar. The
 * overlay, which may be in a page of somebody else, uses no key and saves nothing.
 */
export async function routePage({ url, installed }: { url: URL; installed: boolean }): Promise<Route> {
  let link: Link | null | undefined;
  if (/^\/(?:index\.html)?$/.test(url.pathname)) {
    [link] = await readSavedRooms();
    if (link === undefined && installed) return { kind: "no-room", reason: "first" };
    link ??= await makePrivateRoom();
  } else {
    link = linkFromUrl(url) ?? (await readUnusual(url));
  }
  if (!link) return { kind: "no-room", reason: link === null ? "bad-address" : "unread" };
  return openRoom(isOverlay(url) ? { room: link.room, key: null } : await checkKey(link), url);
}

/** Undefined where the code that reads the address cannot be loaded. */
const readUnusual = (url: URL): Promise<Link | null | undefined> =>
  loadReader().then(
    ({ readAddress }) => readAddress(url),
    () => undefined,
  );

/** The link with a key that opens its room: its own, or the one that this device has saved. */
async function checkKey(link: Link): Promise<Link> {
  const { room, key } = link;
  for (const candidate of [key, await readSavedKey(room)]) {
    if (candidate !== null && (await opensRoom(candidate, room))) return { room, key: candidate };
  }
  return key === null ? link : { room, key: null, fault: "wrongKey" };
}

async function openRoom(link: Link, url: URL): Promise<Route> {
  const cached = readCachedRoom(link.room);
  if (!isOverlay(url)) void saveRoom(link); // starts after the read, which would otherwise wait for the write
  // `?sheet=` counts only once, so it does not stay in the address; `?view=` does.
  const view = url.searchParams.get("view");
  const search = view === null ? "" : `?view=${encodeURIComponent(view)}`;
  // A broken key stays, so that it can be corrected.
  if (link.fault === undefined) history.replaceState(history.state, "", addressOf(link, "", search));
  return { kind: "room", link, cached: await cached };
}

/** Which room this page is about: the address decides, then what the device remembers, then a new private room. */
import { newKey, roomOf } from "../../party/shared/access";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { lastWord, rememberRoom, savedKey, savedRooms } from "../device/storage";
import { addressOf, linkIn } from "./link";
import type { Link } from "./link";

export type Arrival =
  | { readonly kind: "room"; readonly link: Link; readonly last: RoomMessage | null }
  /** There is no room yet: `bad-address` when the address names none, `first` when the person has to choose. */
  | { readonly kind: "join"; readonly why: "bad-address" | "first" | "insecure" };

export interface Place {
  readonly url: URL;
  /** Running as an installed app. */
  readonly installed: boolean;
}

export async function arrive({ url, installed }: Place): Promise<Arrival> {
  if (url.pathname !== "/") {
    const link = linkIn(url);
    if (link === null) return { kind: "join", why: "bad-address" };
    return enter({ room: link.room, key: link.key ?? (await savedKey(link.room)) });
  }
  const [last] = await savedRooms();
  if (last !== undefined) return enter(last);
  if (installed) return { kind: "join", why: "first" };
  const made = await newRoom();
  return made === null ? { kind: "join", why: "insecure" } : enter(made);
}

/** A new private room; null where the browser has no cryptography (a page over plain HTTP from another machine). */
export async function newRoom(): Promise<Link | null> {
  if (crypto.subtle === undefined) return null;
  const key = newKey();
  return { room: await roomOf(key), key };
}

async function enter({ room, key }: Link): Promise<Arrival> {
  const last = lastWord(room);
  void rememberRoom({ room, key }); // asked for after the reading, which would else wait for the disk
  // What is only for the beginning (`?sheet=`) is not kept in the address.
  const view = new URLSearchParams(location.search).get("view");
  const search = view === null ? "" : `?view=${encodeURIComponent(view)}`;
  history.replaceState(history.state, "", addressOf({ room, key }, "", search));
  return { kind: "room", link: { room, key }, last: await last };
}

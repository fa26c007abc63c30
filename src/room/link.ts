/** The links of a room. A control link has the room's key in its fragment, which browsers never send to a server. */
import { isKey, isOpenRoom, isRoom } from "../../party/shared/access";

/** What is wrong with the key of a link: it has not the form of a key, or it does not open the link's room. */
export type LinkFault = "damaged" | "wrongKey";

export interface Link {
  readonly room: string;
  /** Null in an open room, in a watch link, and where the link has a fault. */
  readonly key: string | null;
  readonly fault?: LinkFault;
}

/** Whether everybody who knows the room's name may press. */
export const isOpen = (link: Link): boolean => isOpenRoom(link.room);

/** The link as text. Without an `origin` it is a path of this app. `search` begins with a question mark. */
export const addressOf = ({ room, key }: Link, origin = "", search = ""): string =>
  `${origin}/r/${room}${search}${key === null ? "" : `#${key}`}`;

/** The link that a well-formed address of this app stands for; null for every other one, which `readLink` reads. */
export function linkFromUrl({ href, pathname }: URL): Link | null {
  const [, room = ""] = /^\/r\/([^/]+)$/.exec(pathname) ?? [];
  const [, key] = href.split("#");
  if (!isRoom(room)) return null;
  if (key === undefined || isOpenRoom(room)) return { room, key: null };
  return isKey(key) ? { room, key } : null;
}

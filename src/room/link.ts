/** The links of a room. A control link has the room's key in its fragment, which browsers never send to a server. */
import { isKey, isOpenRoom, isPrivateRoom, isRoom } from "../../party/shared/access";

export interface Link {
  readonly room: string;
  /** Null in an open room and in a watch link. */
  readonly key: string | null;
}

/** Whether everybody who knows the room's name may press. */
export const isOpen = (link: Link): boolean => isOpenRoom(link.room);

/** The link as text. Without an `origin` it is a path of this app. `search` begins with a question mark. */
export const addressOf = ({ room, key }: Link, origin = "", search = ""): string =>
  `${origin}/r/${room}${search}${key === null ? "" : `#${key}`}`;

/** The link that an address of this app stands for; null where it names no room. */
export function linkFromUrl(url: URL): Link | null {
  const [, room] = /^\/r\/([^/]+)$/.exec(url.pathname) ?? [];
  if (room === undefined || !isRoom(room)) return null;
  const key = url.hash.slice(1);
  return { room, key: isPrivateRoom(room) && isKey(key) ? key : null };
}

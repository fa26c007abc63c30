/** The links of a room: the control link carries its key in the fragment, which never reaches a server's log. */
import { isKey, isOpenRoom, isPrivateRoom, isRoom } from "../../party/shared/access";

export interface Link {
  readonly room: string;
  /** Null: an open room, or a watch link. */
  readonly key: string | null;
}

export const isOpen = (link: Link): boolean => isOpenRoom(link.room);

/** Where in this app the link leads; `origin` "" gives a path. */
export const addressOf = ({ room, key }: Link, origin = "", search = ""): string =>
  `${origin}/r/${room}${search}${key === null ? "" : `#${key}`}`;

/** The room that an address of this app names; null: none, or not a room. */
export function linkIn(url: URL): Link | null {
  const [, room] = /^\/r\/([^/]+)$/.exec(url.pathname) ?? [];
  if (room === undefined || !isRoom(room)) return null;
  const key = url.hash.slice(1);
  return { room, key: isPrivateRoom(room) && isKey(key) ? key : null };
}

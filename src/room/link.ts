/** The links of a room: the control link carries its key in the fragment, which never reaches a server's log. */
import { isKey, isOpenRoom, isPrivateRoom, isRoom } from "../../party/access";

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

export type LinkProblem =
  "empty" | "not-a-link" | "other-server" | "too-short" | "too-long" | "characters" | "looks-private";

/**
 * What a person pasted or typed: a link to a room of this server (`host`), or an open room's name. A problem says why
 * it will not do.
 */
export function readLink(text: string, host: string): Link | LinkProblem {
  const typed = text.trim();
  if (typed === "") return "empty";
  if (/[/:#]/.test(typed)) {
    const isPath = typed.startsWith("/") || typed.startsWith("r/");
    const address = isPath
      ? `https://${host}/${typed.replace(/^\//, "")}`
      : /^\w+:/.test(typed)
        ? typed
        : `https://${typed}`;
    try {
      const url = new URL(address);
      const link = linkIn(url);
      if (link === null) return "not-a-link";
      return url.host === host ? link : "other-server";
    } catch {
      return "not-a-link";
    }
  }
  const name = typed.toLowerCase().replaceAll(/[\s_]+/g, "-");
  if (typed.length === 22) return isPrivateRoom(typed) ? { room: typed, key: null } : "looks-private";
  if (!/^[a-z0-9-]*$/.test(name)) return "characters";
  if (name.length < 3) return "too-short";
  if (name.length > 39) return "too-long";
  return isOpenRoom(name) ? { room: name, key: null } : "looks-private";
}

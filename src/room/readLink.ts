/** Parses what a person pastes or types to enter a room. PURE. */
import { isOpenRoom, isPrivateRoom } from "../../party/shared/access";
import { linkFromUrl } from "./link";
import type { Link } from "./link";

export type LinkProblem =
  "empty" | "not-a-link" | "other-server" | "too-short" | "too-long" | "characters" | "looks-private";

/** Accepts a link to a room of this server (`host`) and the name of an open room. Otherwise says what is wrong. */
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
      const link = linkFromUrl(url);
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

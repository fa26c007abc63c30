/** The link that a person pastes: the app's own reader, with the server that the link itself names. PURE. */
import { linkFromUrl } from "../../src/room/link";
import { readLink } from "../../src/room/readLink";
import type { LinkProblem } from "../../src/room/readLink";
import type { RoomLink } from "./state";

export type RoomLinkProblem = LinkProblem | "no-server";

/** The server of a link within a text, with its scheme; a link without one is read as https. */
const SERVER = /(https?:)\/\/([^\s/<>"'#?]+)/i;
const BARE_SERVER = /(?:^|[\s<("'])([\w.-]+\.[\w-]+(?::\d+)?|localhost(?::\d+)?)\/r\//i;

/** `current`: the server of the room in use, of which a name alone is a room. */
export async function readRoomLink(
  text: string,
  current: string | null,
): Promise<RoomLink | RoomLinkProblem> {
  const origin = originIn(text) ?? current;
  if (text.trim() === "") return "empty";
  if (origin === null) return "no-server";
  const link = await readLink(text, new URL(origin).host);
  if (typeof link === "string") return link;
  if (link.fault !== undefined) return "damaged";
  return { origin, room: link.room, key: link.key };
}

function originIn(text: string): string | null {
  const [, scheme = "", host] = SERVER.exec(text) ?? [];
  const found = host === undefined ? BARE_SERVER.exec(text)?.[1] : host;
  const address = `${scheme === "" ? "https:" : scheme.toLowerCase()}//${found ?? ""}`;
  return found !== undefined && URL.canParse(address) ? new URL(address).origin : null;
}

/** The room of a page in a tab; null where it is none. */
export function roomOfTab(address: string | undefined): RoomLink | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const url = new URL(address);
  const link = /^https?:$/.test(url.protocol) ? linkFromUrl(url) : null;
  return link === null ? null : { origin: url.origin, room: link.room, key: link.key };
}

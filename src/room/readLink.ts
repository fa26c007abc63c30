/**
 * Reads the link that a text or an unusual address evidently means: chats and mails add punctuation to links, encode them,
 * and cut off their ends. Loaded only where the plain form does not match.
 */
import { isKey, isOpenRoom, isPrivateRoom, roomOf } from "../../party/shared/access";
import type { Link } from "./link";
import { plainRoomOf } from "./plainRoomOf";

export { plainRoomOf };

export type LinkProblem =
  | "empty"
  | "not-a-link"
  | "other-server"
  | "too-short"
  | "too-long"
  | "characters"
  | "looks-private"
  | "damaged";

/** A longer text is cut, in characters. */
const MAX_TEXT = 4000;
/** Mail scanners encode a link at most this often. */
const MAX_ENCODINGS = 3;
/** A key that stands apart from its room is looked for in so many characters. */
const MAX_APART = 96;
/** Characters that are not visible: control and format characters, such as those without width, and fillers. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{DI}]/gu;
/** The host, if there is one, and what follows `/r/`, up to a space. */
const LINK =
  /(?:^|[\s/<>()[\]{}"'`“”„‘’‚«»‹›「」（）、。，：；,;=|&*])((?:[^\s/<>(){}"'`“”„‘’‚«»‹›「」（）、。，：；,;=|&*]+\/+)?)\/*r\/+(\S+)/giu;
/** Where a name ends within the text that follows `/r/`: at a bracket, a quotation mark, or a mark of a sentence. */
const END_OF_NAME = /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}<>"'`,;!|^*…&、。，．！？：；｡､·؟،؛।].*$/su;

/**
 * Accepts a link to a room of this server (`host`), alone or within a text, and the name of an open room. Otherwise says
 * what is wrong. A link whose key is damaged or wrong has a `fault` and no key.
 */
export async function readLink(text: string, host: string): Promise<Link | LinkProblem> {
  let typed = text.slice(0, MAX_TEXT).replace(PROOFPOINT, (_, link: string) => {
    return ` ${decodeOnce(link.replaceAll("-", "%").replaceAll("_", "/"))} `;
  });
  for (let i = 0; i <= MAX_ENCODINGS; i++) {
    const readable = clean(typed);
    if (readable === "") return "empty";
    if (!/[/:#]/.test(readable) && !/%(?:25)*(?:2f|3a|23)/i.test(readable)) return readName(decode(readable));
    const links = [...readable.matchAll(LINK)];
    const own = links.find(([, place = ""]) => isOwn(place.replace(/\/+$/, ""), host));
    if (own !== undefined) return readRoom(own[2] ?? "", readable.slice(own.index + own[0].length));
    if (links.some(([, , rest = ""]) => typeof splitRoom(rest) !== "string")) return "other-server";
    const decoded = decodeOnce(readable);
    if (decoded === readable) break;
    typed = decoded;
  }
  return "not-a-link";
}

/** The link within the address of a mail scanner, Proofpoint's version 2, which writes `-` for `%` and `_` for `/`. */
const PROOFPOINT = /[?&]u=(https?-3A__[^&\s]+)/i;

const clean = (text: string): string =>
  text
    .replaceAll(/[\t\n\r\u2028\u2029]/g, " ")
    .replaceAll(INVISIBLE, "")
    .replaceAll(/&(?:amp;)*(?:#0*35|#x0*23|num);|\\(?:u00|x)23|＃/gi, "#")
    .replaceAll(/\\([^\p{L}\p{N}\s])/gu, "$1") // a sign that Markdown has marked as one
    .replaceAll("\\", "/")
    .trim();

/** Whether a host, as it stands in a text, is this one. A link without a host is one of this server. */
function isOwn(text: string, host: string): boolean {
  return (
    text === "" ||
    ["http", "https"].some((scheme) => {
      try {
        return withoutDot(new URL(`${scheme}://${text}`).host) === withoutDot(host);
      } catch {
        return false;
      }
    })
  );
}

/** `tomato.example.` is the same host as `tomato.example`. */
const withoutDot = (host: string): string => host.replace(/\.(?=:|$)/, "");

/** As long as something is encoded: `%2523` becomes `#`. */
function decode(text: string): string {
  let decoded = text;
  for (let i = 0; i < MAX_ENCODINGS; i++) decoded = decodeOnce(decoded);
  return clean(decoded);
}
function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Only the part after a `%` is broken, such as a percentage within a sentence.
    return text.replaceAll(/%[0-7][\da-f]/gi, (code) => decodeURIComponent(code));
  }
}

/** The room and the key (null: none, not even a `#`) of what follows `/r/`; the room is not checked. */
function splitRoom(rest: string): { room: string; key: string | null } | LinkProblem {
  const text = decode(rest).replace(/#?:~:.*$/s, ""); // a browser adds the text to which it scrolls
  const [, path = "", key = null] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(text) ?? [];
  const [, id] = /^[^\p{L}\p{N}_-]*([\w-]{22})(?![\w-]|\s+[\w-])/u.exec(path) ?? [];
  if (id !== undefined) return { room: id, key };
  const room = path
    .replace(/^[^\p{L}\p{N}_-]+/u, "")
    .replace(END_OF_NAME, "")
    .replace(/[\s/.:?~]+$/, "");
  if (isPrivateRoom(room) || looksCut(room)) return { room, key };
  const name = readName(room);
  return typeof name === "string" ? "not-a-link" : { room: name.room, key: null };
}

/** Whether this is the id of a private room that has lost or gained characters, rather than a name such as TeamKitchen. */
const looksCut = (room: string): boolean =>
  room.length !== 22 &&
  /^[\w-]{16,26}$/.test(room) &&
  /[a-z\d_][A-Z]/.test(room) &&
  /[A-Z]{2}|\d|_/.test(room);

const openedBy = (key: string): Promise<string> =>
  Promise.resolve((crypto.subtle ? roomOf : plainRoomOf)(key));

/**
 * The link in a text in which room and key are parted or broken by something unknown: a line break, a quotation, another
 * sign for `#`. A key proves that it belongs to the room, so every place is tried.
 */
async function findParted(text: string): Promise<Link | null> {
  const whole = decode(text).replaceAll(/[\s=>]/g, "");
  const [start = "", room = ""] = /^[^\w-]*([\w-]{22})/.exec(whole) ?? [];
  const rest = whole.slice(start.length, start.length + MAX_APART);
  for (let i = 0; i < rest.length; i++) {
    const key = rest.slice(i, i + 22);
    if (isKey(key) && (await openedBy(key)) === room) return { room, key };
  }
  return null;
}

/** `rest`: what follows `/r/`, up to a space. `more`: the text after it. */
async function readRoom(rest: string, more: string): Promise<Link | LinkProblem> {
  const split = splitRoom(rest);
  if (typeof split === "string") return (await findParted(rest + more)) ?? split;
  const { room, key: rawKey } = split;
  const [key = ""] = /[\w-]+/.exec(rawKey ?? "") ?? [];
  for (const candidate of isOpenRoom(room) ? [] : variantsOf(key)) {
    const opened = await openedBy(candidate);
    // The key names its room, so a damaged room id is repaired.
    if (opened === room || (looksCut(room) && opened.slice(0, 16) === room.slice(0, 16))) {
      return { room: opened, key: candidate };
    }
  }
  // A key that is too long is damaged, although it begins with the right one.
  const parted = key.length > 22 ? null : await findParted(rest + more);
  if (parted !== null) return parted;
  if (isOpenRoom(room)) return { room, key: null };
  const rooms = variantsOf(room);
  // An id without its last character is not guessed without a key: it could be another room.
  if (room.length < 22 || rooms[0] === undefined) return "damaged";
  if (rawKey === null) return { room: rooms[0], key: null };
  return { room: rooms[0], key: null, fault: isKey(key) ? "wrongKey" : "damaged" };
}

/**
 * The ids or keys that a text may have been. Link finders leave out a `-` or `_` at the end, and the marks of italics,
 * `_…_`, are added to it.
 */
function variantsOf(text: string): string[] {
  if (isKey(text)) return [text];
  if (/^[\w-]{21}$/.test(text)) return [`${text}-`, `${text}_`];
  return /^[\w-]{22}[-_]{1,3}$/.test(text) ? [text.slice(0, 22)] : [];
}

/** A text that is not a link: the name of an open room, or the id of a private one. */
function readName(text: string): Link | LinkProblem {
  const typed = text.replaceAll(/^["'“”„‘’«»‹›<(\s]+|["'“”„‘’«»‹›>)\s.,;!?]+$/g, "");
  if (typed.length === 22) return isPrivateRoom(typed) ? { room: typed, key: null } : "looks-private";
  if (looksCut(typed)) return "damaged";
  const name = typed.toLowerCase().replaceAll(/[\s_]+/g, "-");
  if (!/^[a-z0-9-]*$/.test(name)) return "characters";
  if (name.length < 3) return "too-short";
  if (name.length > 39) return "too-long";
  return isOpenRoom(name) ? { room: name, key: null } : "looks-private";
}

/** The link of an address, with a fault where its key is damaged; null where it names no room. */
export async function readAddress({ href, host }: URL): Promise<Link | null> {
  const link = await readLink(href.replace(/^\w+:\/\/[^/]*/, ""), host);
  return typeof link === "string" ? null : link;
}

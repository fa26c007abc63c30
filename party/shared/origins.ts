/** Origins: which pages may open a room, and which servers a setting names. Pure, and only for the server. */
import { parseList } from "./list";
import type { ParsedList } from "./list";

/**
 * An http or https origin as a browser writes it: lower case, without a slash at the end and without the scheme's own
 * port (`HTTPS://Tomato.Example:443/` is `https://tomato.example`). Null where the text is not an origin.
 */
export function normaliseOrigin(text: string): string | null {
  if (!/^https?:\/\/[^/\\?#@\s]+\/?$/i.test(text)) return null;
  try {
    return new URL(text).origin;
  } catch {
    return null;
  }
}

/** `ALLOWED_ORIGINS`, `PUSH_ORIGINS` and `HOOK_ORIGINS`: origins separated by commas or white space. */
export const parseOrigins = (list: unknown): ParsedList<string> => parseList(list, normaliseOrigin);

/** The origin of a browser extension. A person has installed it; no page can have such an origin. */
const EXTENSION = /^(?:chrome|moz|safari-web)-extension:\/\//;

/**
 * Whether a page from another host sent the request. `origin`: the header, null for a client that sends none, which is
 * not a page. `host`: the server's own, from the `Host` header. `allowed`: normalised origins of other hosts.
 */
export function isForeign(origin: string | null, host: string, allowed: readonly string[]): boolean {
  if (origin === null || EXTENSION.test(origin)) return false;
  const normalised = normaliseOrigin(origin);
  if (normalised === null) return true; // "null", as from a sandboxed frame, or no origin at all
  if (allowed.includes(normalised)) return false;
  // Behind a proxy the scheme is not known: the default port of either scheme is the same host without a port.
  const own = [`http://${host}`, `https://${host}`].map((text) => hostOf(normaliseOrigin(text)));
  return !own.includes(hostOf(normalised));
}

const hostOf = (origin: string | null): string | null => origin?.replace(/^https?:\/\//, "") ?? null;

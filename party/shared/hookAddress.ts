/** Which addresses a webhook may have: https, with a public host. An address that is not is named before it is stored. Pure, and only for the server. */
import { isPublic } from "./addresses";
import { MAX_ADDRESS } from "./hooks";
import type { HookAddressProblem } from "./hooks";

/** Names that no public server has (RFC 2606, 6761, 6762, 8375, 9476, and what ICANN keeps free). */
const PRIVATE_NAME =
  /(?:^|\.)(?:localhost|local|internal|home\.arpa|lan|home|corp|private|intranet|alt|onion)$/;

/** The address as it is stored, or what is wrong. `origins`: those that the operator allows, with http and private hosts. */
export function readHookAddress(text: string, origins: readonly string[]): URL | HookAddressProblem {
  if (text.length > MAX_ADDRESS) return "long";
  const url = parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) return "none";
  if (url.username !== "" || url.password !== "") return "user";
  url.hash = ""; // no receiver gets it
  if (url.href.length > MAX_ADDRESS) return "long";
  if (origins.includes(url.origin)) return url;
  if (url.protocol !== "https:") return "http";
  return isPublicHost(url.hostname) ? url : "private";
}

/** What is shown of an address. */
export const hintOf = (address: string): { readonly host: string; readonly end: string } => ({
  host: new URL(address).host,
  end: address.slice(-4),
});

/**
 * Whether a host may be public. A name of which only the DNS knows that it leads into a private network passes; workerd
 * refuses the connection then (`network` in config.capnp).
 */
function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, "");
  const [, literal] = /^\[(.*)\]$/.exec(host) ?? [];
  if (literal !== undefined || /^[\d.]+$/.test(host)) return isPublic(literal ?? host);
  return host.includes(".") && !PRIVATE_NAME.test(host);
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

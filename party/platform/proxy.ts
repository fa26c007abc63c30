/**
 * A reverse proxy sees what we do not: which host a browser asked for, and whether by https. It tells in X-Forwarded-*,
 * as anybody else could too; so these are believed only of the addresses that the operator has named, and from
 * everybody else they are as if they had not been sent. Nothing here asks who the client is: no X-Forwarded-For.
 */
import { isAmong, rangeIn } from "./addresses";
import type { Range } from "./addresses";

/** `TRUST_PROXY`: addresses and ranges parted by commas or white space. start.mjs has refused what is none. */
export const proxiesIn = (list: unknown): Range[] =>
  typeof list === "string" ? list.split(/[\s,]+/).flatMap((text) => rangeIn(text) ?? []) : [];

/** The request as the browser sent it, where a proxy that is believed tells; else as it came. */
export function asSent(request: Request, proxies: readonly Range[]): Request {
  if (proxies.length === 0 || !isAmong(proxies, peerOf(request))) return request;
  const proto = lastIn(request.headers.get("x-forwarded-proto"))?.toLowerCase();
  const host = lastIn(request.headers.get("x-forwarded-host"))?.toLowerCase();
  const url = new URL(request.url);
  if (proto === "http" || proto === "https") url.protocol = proto;
  if (host === undefined || !isHost(host)) {
    return url.href === request.url ? request : new Request(url.href, request);
  }
  const sent = new Request(`${url.protocol}//${host}${url.pathname}${url.search}`, request);
  sent.headers.set("host", host);
  return sent;
}

/** Who has connected, "ADDRESS:PORT": told by workerd alone, no header of a request gets there. */
function peerOf(request: Request): string {
  const { cf } = request as { readonly cf?: unknown };
  const { clientIp } = (cf ?? {}) as { readonly clientIp?: unknown };
  return typeof clientIp === "string" ? clientIp : "";
}

/** Of a list, what the proxy in front of us has added; those before it may come from anywhere. */
const lastIn = (header: string | null): string | undefined => header?.split(",").at(-1)?.trim();

/** A host name or address, with or without a port: nothing that would mean more in an address. */
function isHost(text: string): boolean {
  if (!/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(text)) return false;
  try {
    return new URL(`https://${text}`).host !== "";
  } catch {
    return false;
  }
}

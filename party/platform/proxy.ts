/**
 * A reverse proxy knows which host a browser requested, and whether by https; the server behind it does not. The proxy
 * sends both in X-Forwarded-Host and X-Forwarded-Proto, which anybody else can send too. So they are believed only from
 * the addresses in TRUST_PROXY and ignored from all others. X-Forwarded-For is never read: behind a
 * proxy, nothing here depends on who the client is.
 */
import { normaliseOrigin } from "../shared/origins";
import { isInRanges } from "../shared/addresses";
import type { Range } from "../shared/addresses";

/** The request as the browser sent it, if a trusted proxy says so; otherwise the request itself. */
export function restoreRequest(request: Request, proxies: readonly Range[]): Request {
  if (proxies.length === 0 || !isInRanges(proxies, peerOf(request))) return request;
  const proto = lastItem(request.headers.get("x-forwarded-proto"))?.toLowerCase();
  const host = lastItem(request.headers.get("x-forwarded-host"))?.toLowerCase();
  const url = new URL(request.url);
  if (proto === "http" || proto === "https") url.protocol = proto;
  if (host === undefined || !isHost(host)) {
    return url.href === request.url ? request : new Request(url.href, request);
  }
  const restored = new Request(`${url.protocol}//${host}${url.pathname}${url.search}`, request);
  restored.headers.set("host", host);
  return restored;
}

/** Who has connected, "ADDRESS:PORT". workerd sets it; no header of a request can. */
export function peerOf(request: Request): string {
  const { cf } = request as { readonly cf?: unknown };
  const { clientIp } = (cf ?? {}) as { readonly clientIp?: unknown };
  return typeof clientIp === "string" ? clientIp : "";
}

/** The address of who has connected, without the port; an IPv6 address is in brackets. */
export const addressOf = (request: Request): string => peerOf(request).replace(/:\d+$/, "");

/** The last item of a list, which the proxy in front of this server has added; anybody may have sent those before. */
const lastItem = (header: string | null): string | undefined => header?.split(",").at(-1)?.trim();

/** Whether the text is a host name or address, with or without a port, and nothing that has a meaning in a URL. */
const isHost = (text: string): boolean =>
  /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(text) && normaliseOrigin(`https://${text}`) !== null;

/** What no browser sends: refused before any other code reads it. */
import { textResponse } from "../http/headers";

/** Characters of a query: the longest that is needed has less than 100. (A long path is no room's, and no file's.) */
const MAX_QUERY = 8192;
/** Characters of all headers together, the same as in Node. */
const MAX_HEADERS = 16_384;
/** A host name has at most 253 characters, and a port five with a colon. */
const MAX_HOST = 259;
const HOST = /^(?:[A-Za-z0-9._~%-]+|\[[0-9A-Fa-f:.]+\])(?::\d{0,5})?$/;

/** The answer that refuses the request; null where nothing is wrong with its form. */
export function refusalOfForm(request: Request): Response | null {
  const host = request.headers.get("host");
  if (host !== null && (host.length > MAX_HOST || !HOST.test(host)))
    return textResponse(400, "Host is not a host name");
  if (lengthOf(request.headers) > MAX_HEADERS) return textResponse(431, "the headers are too long");
  if (!hasPath(request.url)) return textResponse(404, "not found");
  return new URL(request.url).search.length > MAX_QUERY ? textResponse(414, "the query is too long") : null;
}

function lengthOf(headers: Headers): number {
  let length = 0;
  for (const [name, value] of headers) length += name.length + value.length;
  return length;
}

/** Whether the URL has a path. `GET *` is valid HTTP and has none. */
function hasPath(url: string): boolean {
  try {
    return new URL(url).pathname.startsWith("/");
  } catch {
    return false;
  }
}

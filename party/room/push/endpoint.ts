/** Which endpoints are allowed. An endpoint is an address that a stranger makes the server call. Pure. */

/** The push services of Chrome, Edge, Firefox and Safari. */
const HOSTS: readonly RegExp[] = [
  /^fcm\.googleapis\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /^(?:[a-z0-9-]+\.)+push\.apple\.com$/,
  /^(?:[a-z0-9-]+\.)+notify\.windows\.com$/,
];
/** In characters; longer than the endpoint of any push service. */
const MAX_ENDPOINT = 2048;

/**
 * The endpoint in normal form, so that two spellings of it are one subscription; null where it is not allowed.
 * `origins`: those that the operator allows besides the known push services.
 */
export function normalizeEndpoint(text: string, origins: readonly string[]): string | null {
  const url = text.length > MAX_ENDPOINT ? null : parseUrl(text);
  // A service never receives the fragment, so fragments would make many subscriptions of one.
  if (url === null || url.username !== "" || url.password !== "" || url.href.includes("#")) return null;
  if (origins.includes(url.origin)) return url.href;
  const isKnown =
    url.protocol === "https:" && url.port === "" && HOSTS.some((host) => host.test(url.hostname));
  return isKnown ? url.href : null;
}

/** The origin of the push service that an endpoint belongs to: https://host. */
export const serviceOf = (endpoint: string): string => endpoint.slice(0, endpoint.indexOf("/", 8));

/** Null where the text is not a URL. */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

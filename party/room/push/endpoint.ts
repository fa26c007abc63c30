/** Where a push may go. An endpoint is an address that a stranger makes the server call. PURE. */

/** The push services of Chrome, Edge, Firefox and Safari. */
const HOSTS: readonly RegExp[] = [
  /^fcm\.googleapis\.com$/,
  /^updates\.push\.services\.mozilla\.com$/,
  /^(?:[a-z0-9-]+\.)+push\.apple\.com$/,
  /^(?:[a-z0-9-]+\.)+notify\.windows\.com$/,
];
/** Longer than any push service's. */
const MAX_ENDPOINT = 2048;

/**
 * The endpoint in the one form in which it is kept, so that two spellings are one subscription; null where no push may
 * go there. `origins`: those that the operator has allowed beside the known services.
 */
export function allowedEndpoint(text: string, origins: readonly string[]): string | null {
  const url = text.length > MAX_ENDPOINT ? null : parseUrl(text);
  // With a fragment, which no service sees, one subscription could be many.
  if (url === null || url.username !== "" || url.password !== "" || url.href.includes("#")) return null;
  if (origins.includes(url.origin)) return url.href;
  const known = url.protocol === "https:" && url.port === "" && HOSTS.some((host) => host.test(url.hostname));
  return known ? url.href : null;
}

/** Null where the text is no address. */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

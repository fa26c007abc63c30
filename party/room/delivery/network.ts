/**
 * Which network a request of a room goes through. An address comes from a stranger, so requests reach public addresses
 * only; those to origins that the operator has named may also go into the operator's own network.
 */

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** `env`: the settings of the room; workerd adds the service `OWN_NETWORK`, other platforms have no such network. */
export function networkOf(env: Readonly<Record<string, unknown>>, origins: readonly string[]): Fetch {
  const own = env["OWN_NETWORK"] as { readonly fetch: Fetch } | undefined;
  return (url, init) =>
    own !== undefined && origins.includes(new URL(url).origin) ? own.fetch(url, init) : fetch(url, init);
}

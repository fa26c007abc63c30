/** The sites that a person does not want to see during work: host names, each with all names below it. PURE. */
import * as v from "valibot";

/** The longest name in the DNS. */
const MAX_SITE = 253;
export const MAX_SITES = 200;
const HOST_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

const isSite = (text: string): boolean =>
  text.length <= MAX_SITE && (HOST_NAME.test(text) || IPV4.test(text) || text === "localhost");
export const SiteSchema = v.pipe(v.string(), v.check(isSite));

export type SiteProblem = "empty" | "not-a-site" | "listed" | "too-many" | "own-room";

/**
 * The site of what a person types or pastes: `YouTube.com`, `https://www.youtube.com/watch?v=x`. `roomHost`: that of the
 * room's own server, which must stay in reach.
 */
export function readSite(
  text: string,
  { sites, roomHost }: { readonly sites: readonly string[]; readonly roomHost: string | null },
): { readonly site: string } | { readonly problem: SiteProblem } {
  const typed = text.trim();
  if (typed === "") return { problem: "empty" };
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(address)) return { problem: "not-a-site" };
  const { protocol, hostname } = new URL(address);
  const site = hostname.replace(/\.$/, "").replace(/^www\.(?=.*\.)/, "");
  if (!/^https?:$/.test(protocol) || !isSite(site)) return { problem: "not-a-site" };
  if (roomHost !== null && isOf(roomHost, site)) return { problem: "own-room" };
  if (sites.some((one) => isOf(site, one))) return { problem: "listed" };
  return sites.length >= MAX_SITES ? { problem: "too-many" } : { site };
}

/** Whether a host is this site, or a name below it. */
const isOf = (host: string, site: string): boolean => host === site || host.endsWith(`.${site}`);

/** The permissions of the browser that a site needs. */
export const originsOf = (site: string): string[] =>
  HOST_NAME.test(site) ? [`*://${site}/*`, `*://*.${site}/*`] : [`*://${site}/*`];

/** The address of the page in place of which the tomato stands; null where it is none of the sites. */
export function blockedAddress(fragment: string, sites: readonly string[]): URL | null {
  const text = fragment.replace(/^#/, "");
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isListed = sites.some((site) => isOf(url.hostname, site));
  return /^https?:$/.test(url.protocol) && isListed ? url : null;
}

/** A rule of the browser, as far as the extension has one. */
export interface SiteRule {
  readonly id: number;
  readonly condition: {
    readonly requestDomains: string[];
    readonly regexFilter: string;
    readonly requestMethods: ["get"];
    readonly resourceTypes: ["main_frame"];
  };
  readonly action: { readonly type: "redirect"; readonly redirect: { readonly regexSubstitution: string } };
}

/**
 * The browser's rules that show `page`, an address of the extension, in place of the sites, with their addresses as its
 * fragment. Only pages that are opened: a form that is sent would be lost.
 */
export const rulesFor = (sites: readonly string[], page: string): SiteRule[] =>
  sites.length === 0
    ? []
    : [
        {
          id: 1,
          condition: {
            requestDomains: [...sites],
            regexFilter: "^https?://.*",
            requestMethods: ["get"],
            resourceTypes: ["main_frame"],
          },
          action: { type: "redirect", redirect: { regexSubstitution: `${page}#\\0` } },
        },
      ];

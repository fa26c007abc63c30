/**
 * The service worker: keeps the app's own files, opens it for any of its addresses without a network, and takes over
 * only when it is asked to. A room's state is never kept here, and the page's calls to /parties/ never pass through here.
 * When no page is there to ring, it calls: `worker/`.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { OTHERS } from "../i18n/languages";
import { clicked } from "./click";
import { languageOfFile, makeLanguages } from "./languages";
import { pushed } from "./push";
import { resubscribe } from "./resubscribe";
import type { SubscriptionChange } from "./resubscribe";

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[];
};

const files = self.__WB_MANIFEST.map((entry) =>
  typeof entry === "string" ? { url: entry, revision: null } : entry,
);
precacheAndRoute(files.filter(({ url }) => languageOfFile(url) === undefined));
cleanupOutdatedCaches();
// The app's addresses are / and /r/<room>; everything else is for the network.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), { allowlist: [/^\/(\?.*)?$/, /^\/r\/[^/]+$/] }),
);

const languages = makeLanguages(
  files.flatMap(({ url }) =>
    languageOfFile(url) === undefined ? [] : [new URL(url, self.registration.scope).pathname],
  ),
);
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && languageOfFile(url.pathname) !== undefined,
  ({ request, url, event }) => {
    const language = languageOfFile(url.pathname);
    if (language !== undefined) (event as ExtendableEvent).waitUntil(languages.keep(language));
    return languages.answer(request);
  },
);
self.addEventListener("install", (event) => event.waitUntil(languages.keepOurs()));
self.addEventListener("activate", (event) =>
  // Another language may have been chosen while this version waited.
  event.waitUntil(languages.keepOurs().then(languages.tidy)),
);

self.addEventListener("message", (event) => {
  const said = event.data as { type?: unknown; language?: unknown } | null;
  if (said?.type === "take-over") void self.skipWaiting();
  const language = OTHERS.find((one) => one === said?.language);
  if (said?.type === "keep" && language !== undefined) event.waitUntil(languages.keep(language));
});

self.addEventListener("push", (event) => event.waitUntil(pushed(event.data?.text() ?? "")));
self.addEventListener("notificationclick", (event) =>
  event.waitUntil(clicked(event.notification, event.action)),
);
self.addEventListener("pushsubscriptionchange", (event) =>
  // Where it fails, the next launch of the app renews the subscription.
  (event as SubscriptionChange).waitUntil(resubscribe(event as SubscriptionChange).catch(() => {})),
);

/**
 * The service worker. It caches the app's own files, so that the app opens without a network, and shows notifications. A
 * new version takes over only when the page tells it to. It does not cache a room's state, and does not handle the page's
 * requests to /parties/.
 */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  getCacheKeyForURL,
  precache,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { isOverlay } from "../../party/shared/overlay";
import { unsubscribeRooms } from "../alarm/unsubscribe";
import { languageOfFile, TRANSLATED_LANGUAGES } from "../i18n/languageFiles";
import { bypassForServer } from "./bypass";
import { cacheOrNetwork } from "./cacheOrNetwork";
import { handleClick } from "./click";
import { makeLanguageCache } from "./languageCache";
import { handlePush } from "./push";
import { resubscribe } from "./resubscribe";
import type { SubscriptionChange } from "./resubscribe";

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[];
};

const files = self.__WB_MANIFEST.map((entry) =>
  typeof entry === "string" ? { url: entry, revision: null } : entry,
);
precache(files.filter(({ url }) => languageOfFile(url) === undefined));
cleanupOutdatedCaches();
/** Responds with this file of the app. */
const respondWith =
  (path: string): ReturnType<typeof createHandlerBoundToURL> =>
  (options) =>
    cacheOrNetwork(async () => createHandlerBoundToURL(path)(options), options.request);
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && getCacheKeyForURL(url.href) !== undefined,
  (options) => respondWith(options.url.href)(options),
);
// The cached page may not be framed, and the server sends the overlay so that it may.
registerRoute(
  ({ url, sameOrigin, request }) => sameOrigin && request.mode === "navigate" && isOverlay(url),
  (options) => fetch(options.request).catch(() => respondWith("/index.html")(options)),
);
// The app's addresses are / and /r/<room>. All other pages come from the network.
registerRoute(
  new NavigationRoute(respondWith("/index.html"), {
    allowlist: [/^\/(\?.*)?$/, /^\/r\/[^/]+\/?$/],
  }),
);

const languages = makeLanguageCache(
  files.flatMap(({ url }) =>
    languageOfFile(url) === undefined ? [] : [new URL(url, self.registration.scope).pathname],
  ),
);
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && languageOfFile(url.pathname) !== undefined,
  ({ request, url, event }) => {
    const language = languageOfFile(url.pathname);
    if (language !== undefined) (event as ExtendableEvent).waitUntil(languages.keep(language));
    return languages.respond(request);
  },
);
self.addEventListener("install", (event) => {
  event.waitUntil(languages.keepCurrent());
  bypassForServer(event);
});
self.addEventListener("activate", (event) =>
  // The person may have chosen another language while this version was waiting.
  event.waitUntil(languages.keepCurrent().then(languages.deleteOld)),
);

self.addEventListener("message", (event) => {
  const message = event.data as { type?: unknown; language?: unknown } | null;
  if (message?.type === "take-over") void self.skipWaiting();
  if (message?.type === "unsubscribe") event.waitUntil(unsubscribeRooms(self.registration));
  const language = TRANSLATED_LANGUAGES.find((one) => one === message?.language);
  if (message?.type === "keep" && language !== undefined) event.waitUntil(languages.keep(language));
});

// Chromium sends it when the device is online again, also while no page is open.
self.addEventListener("sync", (event) =>
  (event as ExtendableEvent).waitUntil(unsubscribeRooms(self.registration)),
);

self.addEventListener("push", (event) => event.waitUntil(handlePush(event.data?.text() ?? "")));
self.addEventListener("notificationclick", (event) =>
  event.waitUntil(handleClick(event.notification, event.action)),
);
self.addEventListener("pushsubscriptionchange", (event) =>
  // If this fails, the next start of the app renews the subscription.
  (event as SubscriptionChange).waitUntil(resubscribe(event as SubscriptionChange).catch(() => {})),
);

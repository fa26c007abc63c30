/**
 * The service worker: keeps the app's own files, opens it for any of its addresses without a network, and takes over
 * only when it is asked to. A room's state is never kept here, and the page's calls to /parties/ never pass through here.
 * When no page is there to ring, it calls: `worker/`.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { clicked } from "./worker/click";
import { pushed } from "./worker/push";
import { resubscribe } from "./worker/resubscribe";
import type { SubscriptionChange } from "./worker/resubscribe";

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[];
};

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
// The app's addresses are / and /r/<room>; everything else is for the network.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), { allowlist: [/^\/(\?.*)?$/, /^\/r\/[^/]+$/] }),
);

self.addEventListener("message", (event) => {
  if ((event.data as { type?: unknown } | null)?.type === "take-over") void self.skipWaiting();
});

self.addEventListener("push", (event) => event.waitUntil(pushed(event.data?.text() ?? "")));
self.addEventListener("notificationclick", (event) =>
  event.waitUntil(clicked(event.notification, event.action)),
);
self.addEventListener("pushsubscriptionchange", (event) =>
  // Where it fails, the next launch of the app renews the subscription.
  (event as SubscriptionChange).waitUntil(resubscribe(event as SubscriptionChange).catch(() => {})),
);

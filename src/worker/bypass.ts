/**
 * Lets requests to the server pass by the service worker, where the browser can do that. Such a request does not start a
 * stopped service worker, which takes longer than the request itself. And it does not start a version again that has just
 * been stopped for a newer one: Chromium would then keep the old version.
 */

interface Route {
  readonly condition: { readonly urlPattern: string };
  readonly source: "network";
}
/** Chromium has `addRoutes` since version 123. TypeScript does not know it. */
interface RoutingEvent extends ExtendableEvent {
  readonly addRoutes?: (route: Route) => Promise<void>;
}

/** `event`: `install`. Without the route everything works, so a browser that refuses it gets none. */
export function bypassForServer(event: RoutingEvent): void {
  event.addRoutes?.({ condition: { urlPattern: "/parties/*" }, source: "network" }).catch(() => {});
}

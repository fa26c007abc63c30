/** The service worker of a page: its updates and its caches. */
import type { Page } from "playwright-core";

/** Makes the browser look for a new version of the service worker now. */
export const requestUpdate = (page: Page): Promise<void> =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));

/** The addresses of all responses in all caches. */
export const readCachedUrls = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const requests = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return requests.flat().map(({ url }) => url);
  });

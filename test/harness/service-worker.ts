/** The service worker of a page: its updates and its caches. */
import type { Page } from "playwright-core";

/**
 * In a page: makes the browser look for a new version of the service worker until it has found one. A look that the page
 * itself has begun before answers for this one too.
 */
export async function findUpdate(): Promise<void> {
  for (;;) {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration?.update();
    if (registration?.installing ?? registration?.waiting) return;
  }
}
/** The same in this page. */
export const requestUpdate = (page: Page): Promise<void> => page.evaluate(findUpdate);

/** The addresses of all responses in all caches. */
export const readCachedUrls = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const requests = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return requests.flat().map(({ url }) => url);
  });

/** What Chromium itself says about installing a page. */
import type { Page } from "playwright-core";

/** The ids of what stands in the way; an incognito profile, as every test has, is no fault of the page. */
export async function installabilityErrors(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  return installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito");
}

/** The manifest as Chromium read it, and what it found wrong with it. */
export async function readManifest(page: Page): Promise<{ url: string; errors: string[] }> {
  const session = await page.context().newCDPSession(page);
  const { url, errors } = await session.send("Page.getAppManifest");
  return { url, errors: errors.map(({ message }) => message) };
}

/** Resolves when the app's service worker runs and would answer the next navigation. */
export const waitForServiceWorker = (page: Page): Promise<void> =>
  page.evaluate(async () => void (await navigator.serviceWorker.ready));

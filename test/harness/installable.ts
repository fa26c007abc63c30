/** What Chromium says about installing a page. */
import type { Page } from "playwright-core";
import { requireFeature } from "./browser";

/** The ids of the errors that prevent installation, without the error that a test profile is incognito. */
export async function installabilityErrors(page: Page): Promise<string[]> {
  requireFeature(page, "installability");
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  return installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito");
}

/** The address of the manifest that Chromium has read, and its errors. */
export async function readManifest(page: Page): Promise<{ url: string; errors: string[] }> {
  const session = await page.context().newCDPSession(page);
  const { url, errors } = await session.send("Page.getAppManifest");
  return { url, errors: errors.map(({ message }) => message) };
}

/** Resolves when the app's service worker is active and answers the next navigation. */
export const waitForServiceWorker = (page: Page): Promise<void> =>
  page.evaluate(async () => void (await navigator.serviceWorker.ready));

/** A whole Chromium and the headless shell differ in what the table of `test/harness/chromium.ts` says. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { launchBrowser } from "../harness/browser";
import type { ChromiumFeature } from "../harness/chromium";
import { testWith } from "../harness/with-tools";

const emptyPage = createServer((_, response) => response.setHeader("content-type", "text/html").end("empty"));
let url = "";
beforeAll(async () => {
  await new Promise<void>((done) => emptyPage.listen(0, "127.0.0.1", done));
  url = `http://localhost:${(emptyPage.address() as AddressInfo).port}/`;
});
afterAll(() => emptyPage.close());

async function inPage<T>(needs: readonly ChromiumFeature[], run: (page: Page) => Promise<T>): Promise<T> {
  const browser: Browser = await launchBrowser({ needs });
  try {
    const context: BrowserContext = await browser.newContext({ permissions: ["notifications"] });
    const page = await context.newPage();
    await page.goto(url);
    return await run(page);
  } finally {
    await browser.close();
  }
}
const notificationPermission = (page: Page): Promise<string> => page.evaluate(() => Notification.permission);
/** How many faults it finds with a page that has no manifest. */
async function installabilityFaults(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  return (await session.send("Page.getInstallabilityErrors")).installabilityErrors.length;
}

testWith("Chromium", "headless Chromium")(
  "a whole Chromium shows notifications that are permitted, and the headless shell does not",
  async () => {
    expect(await inPage(["notifications"], notificationPermission)).toBe("granted");
    expect(await inPage([], notificationPermission)).toBe("denied");
  },
);

testWith("Chromium", "headless Chromium")(
  "a whole Chromium finds faults with a page that cannot be installed, and the headless shell finds none",
  async () => {
    expect(await inPage(["installability"], installabilityFaults)).toBeGreaterThan(0);
    expect(await inPage([], installabilityFaults)).toBe(0);
  },
);

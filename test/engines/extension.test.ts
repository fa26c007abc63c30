/** The browser extension in a real Chromium, in a room whose periods last seconds. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { rmSync } from "node:fs";
import addonsLinter from "addons-linter";
import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildExtension } from "../../extension/build";
import { newPrivateRoom } from "../harness/client";
import { ExtensionBrowser, SITE_HOST } from "../harness/extension-browser";
import { getRoom, postAction } from "../harness/http";
import { temporaryFolder } from "../harness/paths";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { waitFor, waitForClock } from "../harness/wait";
import { requireTools } from "../harness/with-tools";

const hasTools = requireTools("Chromium");
const { id: room, key } = newPrivateRoom();
const folder = temporaryFolder();
const site = createServer((_, response) =>
  response.setHeader("content-type", "text/html").end("<title>the site</title>"),
);
let server: Server;
let built: Awaited<ReturnType<typeof buildExtension>>;
let browser: ExtensionBrowser;

beforeAll(async () => {
  if (!hasTools) return;
  await new Promise<void>((done) => void site.listen(0, "127.0.0.1", done));
  [server, built] = await Promise.all([startServer(), buildExtension(folder)]);
  browser = new ExtensionBrowser(built.chrome);
  await browser.start();
});
afterAll(async () => {
  await browser?.dispose();
  await server?.dispose();
  site.close();
  rmSync(folder, { recursive: true, force: true });
});

const act = (action: object) => postAction(server, room, action, { key });
let visits = 0;
/** Opens the site, each time at an address of its own. Resolves to whether the tomato stands in its place. */
async function isBlocked(page: Page, host = SITE_HOST): Promise<boolean> {
  const { port } = site.address() as AddressInfo;
  await page.goto(`http://${host}:${port}/${++visits}?a=b`);
  return page.url().startsWith("chrome-extension://");
}
/** Waits for the address that was opened last. */
const waitForSite = (page: Page): Promise<unknown> =>
  waitFor("the site is there", () => page.url().startsWith("http:") && page.url().endsWith(`/${visits}?a=b`));
const text = (page: Page): Promise<string> => page.$eval("main", (main) => main.innerText);
const click = (page: Page, name: string): Promise<void> =>
  page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
const waitForText = (page: Page, part: string): Promise<unknown> =>
  waitFor(`the page says ${part}`, async () => (await text(page)).includes(part));
const type = (page: Page, label: string, value: string): Promise<void> =>
  page.locator(`::-p-aria([name="${label}"][role="textbox"])`).fill(value);
/** In an idle room the extension asks once a minute; while its window is open it has a socket. `press`: pressed first. */
async function learnOfWork(press?: string): Promise<void> {
  const popup = await browser.openOwn("popup");
  if (press !== undefined) await popup.locator(press).click();
  await popup.locator('[data-tomato][data-state="work"]').wait();
  await popup.close();
}

describe("the extension", () => {
  it("Firefox's linter finds nothing in it but the way in which Solid makes elements", async () => {
    const linter = addonsLinter.createInstance({
      config: {
        _: [built.firefox],
        logLevel: "fatal",
        output: "none",
        metadata: false,
        shouldScanFile: () => true,
      },
      runAsBinary: false,
    });
    const { errors, notices, warnings } = await linter.run().then(() => linter.collector);
    const found = [...errors, ...notices, ...warnings].map(({ code }) => code);
    expect(found).toEqual(["UNSAFE_VAR_ASSIGNMENT"]);
  });

  it("another site's link is refused and changes nothing, and a click on the icon of a room's page offers this room", async () => {
    const options = await browser.openOwn("options");
    for (const [link, problem] of [
      ["https://news.example/article", "This is not a link to a room"],
      [`http://${SITE_HOST}:${(site.address() as AddressInfo).port}/r/${room}`, "No answer from this room"],
    ] as const) {
      await type(options, "Link of a room", link);
      await click(options, "Use this link");
      await waitForText(options, problem);
      expect(await text(options)).not.toContain("Use no room");
    }
    const app = await browser.newPage();
    await app.goto(`${server.http}/r/${room}#${key}`);
    const popup = await browser.pressIcon(app);
    await click(popup, "Use this room");
    await popup.locator("[data-tomato] button[data-known=true]").wait();
    await waitForText(options, `${server.http}/r/${room}`);
    expect(await text(options)).not.toContain(key);
    await app.close();
    await options.close();
  });

  it("a listed site is free before work, blocked in work from a press of the tomato on, and free again when work ends", async () => {
    const options = await browser.openOwn("options");
    await type(options, "Site", "no site");
    await click(options, "Add");
    await waitForText(options, "This is not the name of a site");
    await type(options, "Site", `https://www.${SITE_HOST}/watch`);
    await click(options, "Add");
    await waitForText(options, `Remove ${SITE_HOST}`);
    await options.close();
    const page = await browser.newPage();
    expect(await isBlocked(page)).toBe(false);
    await act({ action: "setup", work_duration: 8, break_duration: 2 });
    await learnOfWork("[data-tomato] button[data-known=true]");
    expect([await isBlocked(page), await isBlocked(page, `m.${SITE_HOST}`)]).toEqual([true, true]);
    await waitForText(page, `m.${SITE_HOST} waits until the break`);
    expect(await text(page)).toMatch(/00:\d\d/);
    const { ends_at: endsAt } = await getRoom(server, room);
    await page.locator('main[data-blocked="false"]').wait();
    expect(Date.now() - (endsAt ?? 0)).toBeLessThan(2000);
    await click(page, `Open m.${SITE_HOST}`);
    await waitForSite(page);
    await act({ action: "press" });
    expect(await isBlocked(page)).toBe(false); // in the short break
    await page.close();
  });

  it("the site is free when work ends although the background has been ended", async () => {
    await act({ action: "reset" });
    await act({ action: "setup", work_duration: 8 });
    const page = await browser.newPage();
    await act({ action: "press" });
    await learnOfWork();
    expect(await isBlocked(page)).toBe(true);
    await page.goto("about:blank");
    const { ends_at: endsAt } = await getRoom(server, room);
    await browser.endBackground();
    expect(Date.now()).toBeLessThan(endsAt ?? 0);
    await waitForClock((endsAt ?? 0) + 2000);
    expect(await isBlocked(page)).toBe(false);
    await page.close();
  });

  it("five minutes open the site, and the next work blocks it again, also in a browser that starts anew", async () => {
    await act({ action: "reset" });
    await act({ action: "setup", work_duration: 1500 });
    await act({ action: "press" });
    const page = await browser.newPage();
    await learnOfWork();
    expect(await isBlocked(page)).toBe(true);
    await click(page, "5 minutes, please");
    await waitForSite(page);
    expect(await isBlocked(page)).toBe(false);
    await act({ action: "reset" });
    await act({ action: "press" });
    await waitFor("the site is blocked", () => isBlocked(page));
    await browser.stop();
    await browser.start();
    const again = await browser.newPage();
    await waitFor("the site is blocked again", () => isBlocked(again), 10_000);
    await again.close();
  });

  it("a room that cannot be reached for a minute blocks nothing, and blocks again when its server is back", async () => {
    const page = await browser.newPage();
    expect(await isBlocked(page)).toBe(true);
    await page.goto("about:blank");
    await server.crash();
    await browser.ageContact(50_000);
    expect(await isBlocked(page)).toBe(true);
    await page.locator('main[data-blocked="false"]').wait();
    expect(await isBlocked(page)).toBe(false);
    await server.restart();
    await waitFor("the site is blocked again", () => isBlocked(page), 35_000);
    await page.close();
  });
});

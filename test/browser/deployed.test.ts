/** A page of a version whose files the server no longer has, because a newer version was deployed. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { assetPath } from "../harness/asset-path";
import { PHONE, tomato } from "../harness/browser";
import { controlLink, setUpBrowser } from "../harness/browser-setup";
import { HttpProxy } from "../harness/http-proxy";
import { waitForServiceWorker } from "../harness/installable";

const here = setUpBrowser({
  hasServiceWorker: true,
  expectedErrors: /status of 404|MIME type of "text\/html"/,
});

const NEW_VERSION = "A new version is here. Update to open this part of the app.";
const CHECK_CONNECTION = "This part of the app could not be loaded.";

/** Marks the page, so that a test sees whether it was reloaded. */
const markPage = (page: Page): Promise<void> =>
  page.evaluate(() => void Object.assign(globalThis, { notReloaded: true }));
const isMarked = (page: Page): Promise<boolean> => page.evaluate(() => "notReloaded" in globalThis);
const openSheet = (page: Page, sheet: string): Promise<void> =>
  page.getByRole("button", { name: sheet, exact: true }).click();

/** Opens the app behind a proxy that can lack files, as after a deployment. */
async function withProxy(use: (front: HttpProxy) => Promise<void>): Promise<void> {
  const front = await HttpProxy.start(here.server.port);
  try {
    await use(front);
  } finally {
    await front.close();
  }
}

describe("a version that was deployed while a page is open", () => {
  it.each(["History.js", "History.css", "de.history.js"])(
    "a page whose server has no %s any more says that a new version is here, and reloads only when it is told to",
    (name) =>
      withProxy(async (front) => {
        const isGerman = name.startsWith("de.");
        const page = await here.open(front.url, {
          ...PHONE,
          serviceWorkers: "block",
          locale: isGerman ? "de-DE" : "en-GB",
        });
        await controlLink(page);
        front.missing.add(assetPath(name));
        await markPage(page);
        await openSheet(page, isGerman ? "Verlauf" : "History");
        if (isGerman) {
          await page.getByRole("button", { name: "Update" }).waitFor({ state: "attached" }); // it fell back to English
        } else {
          await page.getByText(NEW_VERSION).waitFor();
        }
        expect(await isMarked(page)).toBe(true);
        front.missing.clear();
        await page.getByRole("button", { name: "Update", includeHidden: true }).last().dispatchEvent("click");
        await page.waitForFunction(() => !("notReloaded" in globalThis));
      }),
  );

  it("a server that answers with its page instead of a part of the app has a new version, too", () =>
    withProxy(async (front) => {
      const page = await here.open(front.url, { ...PHONE, serviceWorkers: "block" }, (page) =>
        page.route(/\/assets\/History-.*\.js$/, (route) =>
          route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html>" }),
        ),
      );
      await openSheet(page, "History");
      await page.getByText(NEW_VERSION).waitFor();
    }));

  it("a part that cannot be loaded without a network is not a new version", () =>
    withProxy(async (front) => {
      const page = await here.open(front.url, { ...PHONE, serviceWorkers: "block" });
      await controlLink(page);
      front.isBroken = true;
      await openSheet(page, "History");
      await page.getByText(CHECK_CONNECTION).waitFor();
      await page.getByRole("button", { name: "Try again" }).waitFor();
      expect(await page.getByText(NEW_VERSION).count()).toBe(0);
    }));

  it("during a period, a page with a service worker gets the new version from the sheet that is missing", () =>
    withProxy(async (front) => {
      const page = await here.open(front.url, PHONE);
      await controlLink(page);
      await waitForServiceWorker(page);
      await page.reload();
      await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
      await tomato(page, "Press Me!").click();
      await tomato(page, "Work").waitFor();
      front.appended.set("/sw.js", "\n// a newer version\n");
      front.missing.add(assetPath("History.js"));
      await markPage(page);
      await openSheet(page, "History");
      await page.getByText(NEW_VERSION).waitFor();
      front.missing.clear(); // the newer version has files of its own
      await page.getByRole("dialog").getByRole("button", { name: "Update" }).click();
      await page.waitForFunction(() => !("notReloaded" in globalThis));
      await tomato(page, "Work").waitFor();
      const isWaiting = (): Promise<boolean> =>
        page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null);
      expect(await isWaiting()).toBe(false);
      await openSheet(page, "History");
      await page.getByRole("dialog").locator(":is(p, label, dl):visible").first().waitFor();
      expect(await page.getByText(NEW_VERSION).count()).toBe(0);
    }));

  it("a page that could not load its alarms offers the new version also while a period runs", () =>
    withProxy(async (front) => {
      front.missing.add(assetPath("Alarms.js"));
      const page = await here.open(front.url, { ...PHONE, serviceWorkers: "block" });
      await tomato(page, "Press Me!").click();
      await tomato(page, "Work").waitFor();
      await page.getByRole("button", { name: "Update" }).waitFor();
      await markPage(page);
      await page.getByRole("button", { name: "Pause", exact: true }).click();
      expect(await isMarked(page)).toBe(true);
    }));

  it("the Host sheet and the Join sheet say so where the code for boards and for links is missing", () =>
    withProxy(async (front) => {
      const page = await here.open(front.url, { ...PHONE, serviceWorkers: "block" });
      front.missing.add(assetPath("browserHost.js")).add(assetPath("readLink.js"));
      await openSheet(page, "Host");
      await page.getByText(NEW_VERSION).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await openSheet(page, "Join");
      const field = page.getByRole("dialog").getByRole("textbox");
      await field.fill("our-kitchen");
      await page.getByRole("dialog").getByRole("button", { name: "Go to the room" }).click();
      await page.getByText(NEW_VERSION).waitFor();
      expect(await field.inputValue()).toBe("our-kitchen");
    }));

  it("an unusual link whose reader is missing is not called a wrong address", () =>
    withProxy(async (front) => {
      front.missing.add(assetPath("readLink.js"));
      const page = await here.open(`${front.url}/r/our-kitchen.`, { ...PHONE, serviceWorkers: "block" });
      await page.getByText(NEW_VERSION).waitFor();
      expect(await page.getByText("This address names no room").count()).toBe(0);
    }));
});

/** A newer version of the app that is deployed while a page is open. */
import { describe, expect, it } from "vitest";
import { assetPath } from "../harness/asset-path";
import { newOpenRoom } from "../harness/client";
import { ENGINE_NAMES } from "../harness/engines/engines";
import type { Screen } from "../harness/engines/screen";
import { postAction } from "../harness/http";
import { waitFor } from "../harness/wait";
import { findUpdate } from "../harness/service-worker";
import { setUpEngine } from "./setup";

/** What engines report of a file that the server no longer has. */
const MISSING = /404|module script|dynamically imported module|MIME type|blocked because of/i;
/** Firefox stops the old service worker also while it answers with the icon of the page that is being left. */
const STOPPED = /icon\.svg.*ServiceWorker intercepted/;
const EXPECTED = new RegExp(`${MISSING.source}|${STOPPED.source}`, "i");

/** Marks the page, so that a test sees whether it was reloaded. */
const mark = (screen: Screen): Promise<void> =>
  screen.tab.evaluate(() => void Object.assign(globalThis, { notReloaded: true }), null);
const isMarked = (screen: Screen): Promise<boolean> =>
  screen.tab.evaluate(() => "notReloaded" in globalThis, null);
/** A page that is being replaced does not answer. */
const waitForReload = (screen: Screen): Promise<boolean> =>
  waitFor("the page was reloaded", async () => !(await isMarked(screen).catch(() => true)), 30_000);
const waitForServiceWorker = (screen: Screen): Promise<void> =>
  screen.waitUntil(
    "the service worker is ready",
    async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated",
  );
const isWaiting = (screen: Screen): Promise<boolean> =>
  screen.tab.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting != null, null);

describe.each(ENGINE_NAMES)("in %s", (name) => {
  const here = setUpEngine(name, { hasFront: true, expectedErrors: EXPECTED });

  it("a new version is not offered while a period runs, and is used only after a person accepts it", async () => {
    const room = newOpenRoom();
    const screen = await here.open(`${here.url}/r/${room}`);
    await waitForServiceWorker(screen);
    await screen.tab.reload();
    await screen.waitUntil(
      "the service worker serves the page",
      () => navigator.serviceWorker.controller !== null,
    );
    await screen.waitForTomato("Press Me!");
    await postAction(here.server, room, { action: "press" });
    await screen.waitForTomato("Work");

    here.front.appended.set("/sw.js", "\n// a newer version\n");
    try {
      await screen.tab.evaluate(findUpdate, null);
      await screen.waitUntil(
        "the new version waits",
        async () => (await navigator.serviceWorker.getRegistration())?.waiting != null,
      );
      await mark(screen);
      await screen.openSheet("This device");
      await screen.waitForText("A new version is ready.");
      await screen.closeSheet();
      await screen.waitForNoText("Update");
      await postAction(here.server, room, { action: "reset" });
      await screen.waitForTomato("Press Me!");
      expect(await isMarked(screen)).toBe(true);
      await screen.click("Update");
      await waitForReload(screen);
      await screen.waitForTomato("Press Me!");
      await screen.pressTomato();
      await screen.waitForTomato("Work");
      expect(await isWaiting(screen)).toBe(false);
    } finally {
      here.front.appended.clear();
    }
  });

  it("a sheet that the server no longer has is told as a new version, which a click brings", async () => {
    const screen = await here.open(`${here.url}/r/${newOpenRoom()}`);
    await waitForServiceWorker(screen); // it has stored the files of this version
    const history = assetPath("History.js");
    here.front.missing.add(history);
    here.front.changePage = (html) => html.replace(/tomato-[\w-]+\.js/, "tomato-newer.js");
    try {
      await mark(screen);
      await screen.click("History");
      await screen.waitForText("A new version is here.");
      expect(await isMarked(screen)).toBe(true);
    } finally {
      here.front.missing.clear();
      here.front.changePage = null;
    }
    await screen.click("Update");
    await waitForReload(screen);
    await screen.waitUntilComplete();
    await screen.openSheet("History");
    await screen.waitForNoText("A new version is here.");
  });
});

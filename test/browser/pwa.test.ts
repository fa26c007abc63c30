import { describe, expect, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { HttpProxy } from "../harness/http-proxy";
import { installabilityErrors, readManifest, waitForServiceWorker } from "../harness/installable";
import { startServer } from "../harness/server";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();

describe("the installed app", () => {
  it("can be installed, as Chromium itself judges, over HTTP on localhost", async () => {
    const page = await here.open(here.server.http.replace("127.0.0.1", "localhost"), PHONE);
    await controlLink(page);
    await waitForServiceWorker(page);
    expect(await readManifest(page)).toMatchObject({ errors: [] });
    expect(await installabilityErrors(page)).toEqual([]);
  });

  it("has a manifest whose every icon and screenshot is there, with its true size", async () => {
    const manifest = (await (await fetch(`${here.server.http}/manifest.webmanifest`)).json()) as {
      icons: { src: string; sizes: string; purpose: string }[];
      screenshots: { src: string; sizes: string; form_factor: string }[];
    };
    expect(new Set(manifest.icons.map((icon) => icon.purpose))).toEqual(
      new Set(["any", "maskable", "monochrome"]),
    );
    expect(new Set(manifest.screenshots.map((shot) => shot.form_factor))).toEqual(
      new Set(["narrow", "wide"]),
    );
    for (const { src, sizes } of [...manifest.icons, ...manifest.screenshots]) {
      const answer = await fetch(here.server.http + src);
      expect(answer.status, src).toBe(200);
      const bytes = Buffer.from(await answer.arrayBuffer());
      // a PNG says its width and height in its first chunk
      if (src.endsWith(".png"))
        expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, src).toBe(sizes);
    }
  });

  it("opens a room that was never visited without any network, and says that it reconnects", async () => {
    const own = await startServer();
    const page = await here.open(own.http, PHONE);
    await controlLink(page);
    await waitForServiceWorker(page);
    await own.dispose();
    await page.goto(`${own.http}/r/never-been-here`);
    await page.getByText("Reconnecting").waitFor();
    await page.getByText("This room will show as soon as there is a connection").waitFor();
  });

  it("shows the last known state of its room without any network, and counts on", async () => {
    const own = await startServer();
    const page = await here.open(own.http, PHONE);
    await controlLink(page);
    await waitForServiceWorker(page);
    await tomato(page, "Press Me!").click();
    await tomato(page, "Work").waitFor();
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await own.dispose();
    await page.reload();
    await page.getByText("Reconnecting").waitFor();
    await tomato(page, "Work").waitFor();
    const time = () => page.locator("[data-tomato] text").last().textContent();
    const first = await time();
    await expect.poll(time).not.toBe(first);
  });

  it("never answers for /parties/ from the service worker", async () => {
    const own = await startServer();
    const page = await here.open(own.http);
    await controlLink(page);
    await waitForServiceWorker(page);
    await page.reload();
    await own.dispose();
    const answered = await page.evaluate(() =>
      fetch("/parties/main/kitchen").then(
        () => true,
        () => false,
      ),
    );
    expect(answered).toBe(false);
  });
});

describe("an update", () => {
  it("is not offered while a period runs, is offered when nothing does, and comes only when it is taken", async () => {
    const front = await HttpProxy.start(here.server.port);
    try {
      const page = await here.open(front.url);
      const link = await controlLink(page);
      await waitForServiceWorker(page);
      await page.reload();
      await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
      await tomato(page, "Press Me!").click();
      await tomato(page, "Work").waitFor();

      front.appended.set("/sw.js", "\n// a newer version\n");
      await page.evaluate(
        async () => void (await (await navigator.serviceWorker.getRegistration())?.update()),
      );
      await expect
        .poll(() =>
          page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null),
        )
        .toBe(true);
      await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
      const offer = page.getByRole("button", { name: "Update" });
      // the page knows of it by now: the sheet of this device says so, and the tomato is left alone
      await page.getByRole("button", { name: "This device" }).click();
      await page.getByText("A new version is ready.").waitFor();
      await page.keyboard.press("Escape");
      expect(await offer.count()).toBe(0);

      await act(here.server, link, { action: "reset" });
      await offer.waitFor();
      expect(await page.evaluate(() => "notReloaded" in globalThis)).toBe(true);
      await offer.click();
      await page.waitForFunction(() => !("notReloaded" in globalThis));
      await tomato(page, "Press Me!").waitFor();
      expect(
        await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting),
      ).toBeNull();
    } finally {
      await front.close();
    }
  });
});

import { describe, expect, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { HttpProxy } from "../harness/http-proxy";
import { installabilityErrors, readManifest, waitForServiceWorker } from "../harness/installable";
import { startServer } from "../harness/server";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";
import { requestUpdate } from "../harness/service-worker";

const here = setUpBrowser({ hasServiceWorker: true });

describe("the installed app", () => {
  it("Chromium considers the app installable over HTTP on localhost", async () => {
    const page = await here.open(here.server.http.replace("127.0.0.1", "localhost"), {
      ...PHONE,
      needs: "installability",
    });
    await controlLink(page);
    await waitForServiceWorker(page);
    expect(await readManifest(page)).toMatchObject({ errors: [] });
    expect(await installabilityErrors(page)).toEqual([]);
  });

  it("every icon and screenshot of the manifest exists and has the size that the manifest says", async () => {
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
      // The first chunk of a PNG has its width at byte 16 and its height at byte 20.
      if (src.endsWith(".png"))
        expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, src).toBe(sizes);
    }
  });

  it("the installed app opens a room that was never visited without a network, and says that it reconnects", async () => {
    const own = await startServer();
    const page = await here.open(own.http, PHONE);
    await controlLink(page);
    await waitForServiceWorker(page);
    await own.dispose();
    await page.goto(`${own.http}/r/never-been-here`);
    await page.getByText("Reconnecting").waitFor();
    await page.getByText("This room will show as soon as there is a connection").waitFor();
  });

  it("the installed app without a network shows the last known state of its room and counts down", async () => {
    const own = await startServer();
    const page = await here.open(own.http, PHONE);
    await controlLink(page);
    await waitForServiceWorker(page);
    await tomato(page, "Press Me!").click();
    await tomato(page, "Work").waitFor();
    await page.getByRole("button", { name: "Undo" }).waitFor(); // the server has answered: the page predicts the rest
    await own.dispose();
    await page.reload();
    await page.getByText("Reconnecting").waitFor();
    await tomato(page, "Work").waitFor();
    const time = () => page.locator("[data-tomato] text").last().textContent();
    const first = await time();
    await expect.poll(time).not.toBe(first);
  });

  it("the service worker never answers a request under /parties/", async () => {
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
  it("an update is not offered while a period runs, and is installed only after a person accepts the offer", async () => {
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
      await requestUpdate(page);
      await expect
        .poll(() =>
          page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null),
        )
        .toBe(true);
      await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
      const offer = page.getByRole("button", { name: "Update" });
      // The page knows of the update: the sheet This device shows it, but the main screen does not yet.
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

  it("an update takes over although the page asks the server for something while the old version stops", async () => {
    const front = await HttpProxy.start(here.server.port);
    try {
      const page = await here.open(front.url);
      await controlLink(page);
      await waitForServiceWorker(page);
      await page.reload();
      await tomato(page, "Press Me!").waitFor();
      front.appended.set("/sw.js", "\n// a newer version\n");
      await requestUpdate(page);
      await page.evaluate(() => {
        // Chromium starts a version that is stopping again for each request, and then keeps it.
        const ask = () => fetch("/parties/main/kitchen").catch(() => {});
        addEventListener("click", () => {
          const asking = setInterval(ask, 4);
          setTimeout(() => clearInterval(asking), 1000);
        });
        navigator.serviceWorker.addEventListener("controllerchange", () =>
          sessionStorage.setItem("controllerchange", "seen"),
        );
        Object.assign(globalThis, { notReloaded: true });
      });
      await page.getByRole("button", { name: "Update" }).click();
      await page.waitForFunction(() => !("notReloaded" in globalThis));
      expect(await page.evaluate(() => sessionStorage.getItem("controllerchange"))).toBe("seen");
      await tomato(page, "Press Me!").waitFor();
    } finally {
      await front.close();
    }
  });
});

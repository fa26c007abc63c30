import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import de from "../../src/i18n/first/words/de";
import deControls from "../../src/i18n/controls/words/de";
import enControls from "../../src/i18n/controls/words/en";
import nl from "../../src/i18n/first/words/nl";
import nlControls from "../../src/i18n/controls/words/nl";
import deOffers from "../../src/app/offers/words/de";
import nlOffers from "../../src/app/offers/words/nl";
import { DESKTOP, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { HttpProxy } from "../harness/http-proxy";
import { waitForServiceWorker } from "../harness/installable";
import { writeKeyval } from "../harness/keyval";
import { findOverflow } from "../harness/overflow";
import { deliverPush, readNotifications, getServiceWorker } from "../harness/notifications";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { act, controlLink, roomIn, setUpBrowser } from "../harness/browser-setup";
import { readRoom } from "../harness/room-actions";
import { readCachedUrls, requestUpdate } from "../harness/service-worker";
import { textsOf, translatePage } from "../harness/translator";

const here = setUpBrowser();
/** All sheets, in the order of their buttons; the keyboard opens the last one. */
const SHEETS = ["setup", "tasks", "share", "join", "host", "people", "history", "device", "keys"] as const;

const documentLanguage = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.lang);
/** The names, without hash, of the translation files that the service worker has cached. */
const cachedTranslations = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const files = await (await caches.open("languages")).keys();
    return files.map(({ url }) => /\/assets\/([\w.]+)-/.exec(url)?.[1] ?? url).toSorted();
  });
const waitUntilCached = (page: Page, language: string): Promise<void> =>
  expect
    .poll(() => cachedTranslations(page))
    .toEqual(expect.arrayContaining([`${language}.setup`, `${language}.host`]));

/** Stops the server, clears the browser's HTTP cache, and reloads. */
async function goOffline(page: Page, server: Server): Promise<void> {
  await server.dispose();
  const session = await page.context().newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  await session.detach();
  await page.reload();
}

async function choose(page: Page, option: string): Promise<void> {
  await page.getByRole("dialog").locator("select:has(option[value=nl])").selectOption(option);
}

describe.each([
  { locale: "nl-NL", words: nl, controls: nlControls, offers: nlOffers },
  { locale: "de-AT", words: de, controls: deControls, offers: deOffers },
])("a browser in $locale", ({ locale, words, controls, offers }) => {
  it(`a browser in ${locale} sees only that language from the first text on, and nothing overflows a small screen`, async () => {
    const page = await here.open(here.server.http, { ...SMALL_PHONE, locale }, (page) =>
      page.addInitScript(() => {
        const texts = new Set<string>();
        new MutationObserver(() => {
          for (const line of document.body?.innerText.split("\n") ?? []) texts.add(line);
          for (const one of document.querySelectorAll("[aria-label]")) texts.add(one.ariaLabel ?? "");
        }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
        Object.assign(globalThis, { texts });
      }),
    );
    const link = await controlLink(page);
    const [idle = "", work = "", breakTime = ""] = words.messages;
    await page.getByText(controls.hint.idle("5")).waitFor();
    expect(await documentLanguage(page)).toBe(words === nl ? "nl" : "de");
    expect(await page.title()).toBe(`${idle} · Shared Pomodoro`);

    expect(await findOverflow(page)).toEqual([]);
    await tomato(page, idle).click();
    await tomato(page, work).waitFor();
    await page.getByRole("button", { name: offers.undoOf["work-started"], exact: true }).waitFor();
    expect(await findOverflow(page)).toEqual([]); // all controls are shown now
    await page.getByRole("button", { name: controls.controls.pause, exact: true }).click();
    await page.getByRole("button", { name: controls.controls.resume, exact: true }).waitFor();
    expect(await findOverflow(page)).toEqual([]);
    await act(here.server, link, { action: "skip" });
    await tomato(page, breakTime).waitFor();
    expect(await findOverflow(page)).toEqual([]);

    for (const sheet of SHEETS) {
      if (sheet === "keys") await page.keyboard.press("?");
      else await page.getByRole("button", { name: controls.sheets[sheet], exact: true }).click();
      // The close button shows at once; the content of the sheet loads after it.
      await page
        .getByRole("dialog", { name: controls.sheets[sheet] })
        .locator("button, kbd")
        .nth(1)
        .waitFor();
      expect(await findOverflow(page), sheet).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    const texts = await page.evaluate(() => [...(globalThis as unknown as { texts: Set<string> }).texts]);
    expect(texts).toContain(idle);
    expect(
      texts.filter((text) => /\b(Press|Work|Break|Setup|Share|Join|People|Pause|Skip)\b/.test(text)),
    ).toEqual(
      words === nl ? [] : texts.filter((text) => /\bPause\b/.test(text)), // "Pause" is German for break, too
    );
  });
});

describe("the locale of times", () => {
  it("times are in the person's own locale where the app does not speak the language, and follow the browser", async () => {
    const page = await here.open(here.server.http, { ...PHONE, locale: "fr-FR" });
    const link = await controlLink(page);
    await act(here.server, link, { action: "press" });
    const hint = page.getByText(/^Work ends at/);
    const reads = (pattern: RegExp): Promise<void> => expect.poll(() => hint.textContent()).toMatch(pattern);
    await reads(/^Work ends at \d{1,2}:\d\d$/);
    expect(await documentLanguage(page)).toBe("en");
    for (const [languages, pattern] of [
      [["en-US"], /at \d{1,2}:\d\d\s[AP]M$/],
      [["sv-SE", "sv", "en-US", "en"], /at \d{1,2}:\d\d$/],
      [["en-US-u-hc-h23"], /at \d{1,2}:\d\d$/],
      [["*", "C", "es-ES"], /at \d{1,2}:\d\d$/],
      [["ko-KR"], /at (?:오전|오후) \d{1,2}:\d\d$/],
      [["pl-PL", "en-US"], /at \d{1,2}:\d\d$/],
      [[], /at \d{1,2}:\d\d\s[AP]M$/],
    ] as const) {
      await page.evaluate((languages) => {
        Object.defineProperty(navigator, "languages", { get: () => languages, configurable: true });
        dispatchEvent(new Event("languagechange"));
      }, languages);
      await reads(pattern);
    }
  });
});

describe("the language of this device", () => {
  it("a language that a person chooses applies at once, is remembered, and can follow the browser again", async () => {
    const page = await here.open(here.server.http, { ...PHONE, locale: "en-US" });
    await controlLink(page);
    await page.getByText("Press to start working").waitFor(); // the room is connected, so it accepts a press
    await tomato(page, "Press Me!").click();
    await page.getByText(/^Work ends at \d+:\d\d\s[AP]M$/).waitFor();
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    await page.getByRole("button", { name: "This device" }).click();
    await choose(page, "de");
    await page.getByRole("dialog", { name: "Gerät" }).waitFor();
    await page.getByText("Leertaste und Enter drücken immer.").waitFor();
    expect(await documentLanguage(page)).toBe("de");
    await page.keyboard.press("Escape");
    await page.getByText(/^Arbeit bis \d{1,2}:\d\d$/).waitFor();
    await tomato(page, "Arbeit").waitFor();
    await expect.poll(() => page.title()).toMatch(/^\d\d:\d\d Arbeit · Shared Pomodoro$/);
    expect(await page.evaluate(() => "notReloaded" in globalThis)).toBe(true);

    await page.reload();
    await tomato(page, "Arbeit").waitFor();
    expect(await documentLanguage(page)).toBe("de");
    await page.getByRole("button", { name: "Gerät" }).click();
    await choose(page, "auto");
    await page.getByRole("dialog", { name: "This device" }).waitFor();
    expect(await documentLanguage(page)).toBe("en");

    await page.evaluate(() => {
      Object.defineProperty(navigator, "languages", { get: () => ["nl-BE", "en-US"] });
      dispatchEvent(new Event("languagechange"));
    });
    await page.getByRole("dialog", { name: "Apparaat" }).waitFor();
  });

  it("preferences that an earlier version stored without a language stay, and the language is the browser's", async () => {
    const page = await here.open(here.server.http, { ...PHONE, locale: "nl" });
    await controlLink(page);
    await writeKeyval(page, "wishes", { name: "Kim", theme: "dark", keys: false });
    await page.reload();
    await page.getByRole("button", { name: "Apparaat" }).click();
    expect(await page.getByLabel("Je naam").inputValue()).toBe("Kim");
    expect(await page.getByRole("checkbox", { name: "Sneltoetsen" }).isChecked()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
  });

  it("notifications are in the language of this device", async () => {
    const page = await here.open(here.server.http, {
      ...PHONE,
      locale: "nl",
      permissions: ["notifications"],
    });
    const link = await controlLink(page);
    const worker = await getServiceWorker(page);
    await page.goto(`${here.server.http}/r/somewhere-else`);
    await tomato(page, "Druk op mij!").waitFor();
    const actions = [{ action: "press", title: "Start break" }];
    const notification = { title: "Break time", body: "Work is over.", actions };
    const push = { web_push: 8030, notification, room: roomIn(link), state: 2 };
    const readTexts = async (): Promise<string[]> =>
      (await readNotifications(worker)).flatMap(({ title, body, actions }) => [
        title,
        body,
        ...actions.map(({ title }) => title),
      ]);
    await deliverPush(page, { ...push, rev: 0 });
    expect(await readTexts()).toEqual(["Pauze!", "Het werk zit erop.", "Begin de pauze"]);

    // the last work period of a set
    await act(here.server, link, { action: "setup", number_cycles: 1 });
    for (const action of ["press", "skip", "skip", "skip"]) await act(here.server, link, { action });
    const room = await readRoom(here.server, link);
    expect(room).toMatchObject({ state: 2, cycle: 1 });
    await deliverPush(page, { ...push, rev: room.rev });
    expect(await readTexts()).toEqual(["Pauze!", "Het werk zit erop.", "Begin de lange pauze"]);
  });
});

describe("without a network", () => {
  it("a language that was used once works offline, also in sheets that were never open, and English caches no translation", async () => {
    const own = await startServer();
    const page = await here.open(own.http, { ...PHONE, serviceWorkers: "allow" }); // in English
    await controlLink(page);
    await waitForServiceWorker(page);
    expect(await cachedTranslations(page)).toEqual([]);
    expect((await readCachedUrls(page)).filter((url) => /\/(nl|de)\./.test(url)).length).toBe(0);
    await page.getByRole("button", { name: "This device" }).click();
    await choose(page, "nl");
    await page.getByRole("dialog", { name: "Apparaat" }).waitFor();
    await waitUntilCached(page, "nl");
    await goOffline(page, own);
    await page.getByText("Opnieuw verbinden").waitFor();
    await tomato(page, "Druk op mij!").waitFor();
    await page.getByRole("button", { name: "Tijden" }).click();
    await page.getByText("Volgende periode vanzelf starten").waitFor();
    expect(await documentLanguage(page)).toBe("nl");
  });

  it("a translation that cannot be loaded leaves the whole page in English", async () => {
    const own = await startServer();
    const page = await here.open(own.http, { ...PHONE, locale: "nl", serviceWorkers: "allow" });
    await controlLink(page);
    await waitForServiceWorker(page);
    await page.evaluate(() => caches.delete("languages"));
    await goOffline(page, own);
    await page.getByText("Reconnecting").waitFor();
    await tomato(page, "Press Me!").waitFor();
    await page.getByRole("button", { name: "Setup", exact: true }).waitFor();
    expect(await documentLanguage(page)).toBe("en");
  });

  it("an update caches the translations of its own version and deletes those of the version before", async () => {
    const front = await HttpProxy.start(here.server.port);
    try {
      const page = await here.open(front.url, { ...PHONE, locale: "nl", serviceWorkers: "allow" });
      await controlLink(page);
      await waitForServiceWorker(page);
      await page.reload();
      await waitUntilCached(page, "nl");
      const translations = await cachedTranslations(page);
      // The page fetches this translation last; the update makes every later change of the cache.
      await page.waitForFunction(() =>
        performance.getEntriesByType("resource").some(({ name }) => name.includes("/nl.alarm-")),
      );
      // Replace the cache by one that an earlier version could have left: another file, and none of these.
      await page.evaluate(async () => {
        await caches.delete("languages");
        await (await caches.open("languages")).put("/assets/nl.old-0ld.js", new Response(""));
      });
      front.appended.set("/sw.js", "\n// a newer version\n");
      await requestUpdate(page);
      const offer = page.getByRole("button", { name: "Bijwerken" });
      await offer.waitFor();
      expect(await cachedTranslations(page)).toEqual(["nl.old", ...translations].toSorted()); // the old file is still in use
      await offer.click();
      await expect.poll(() => cachedTranslations(page).catch(() => [])).toEqual(translations);
      await page.getByText("Druk om aan het werk te gaan").waitFor();
    } finally {
      await front.close();
    }
  });
});

describe("a page that the browser translates", () => {
  it("a translated page shows every change of a text as a page that is not translated: states, people, sheets, languages", async () => {
    const plain = await here.open(here.server.http, { ...DESKTOP, locale: "en-US" });
    const link = await controlLink(plain);
    const translated = await here.open(link.href, { ...DESKTOP, locale: "en-US" });
    await translatePage(translated);
    /** Waits until both pages show the same. */
    const expectSame = (what: string): Promise<void> =>
      expect
        .poll(async () => {
          const [expected = [], found = []] = await Promise.all([plain, translated].map(textsOf));
          const differs = (texts: string[], others: string[]) => texts.filter((one) => !others.includes(one));
          const sizes = found.length - expected.length;
          return [what, differs(expected, found), differs(found, expected), sizes];
        })
        .toEqual([what, [], [], 0]);
    const inBoth = (change: (page: Page) => Promise<unknown>) => Promise.all([plain, translated].map(change));
    const speak = (language: string) =>
      inBoth((page) =>
        page.evaluate((language) => {
          Object.defineProperty(navigator, "languages", { get: () => [language], configurable: true });
          dispatchEvent(new Event("languagechange"));
        }, language),
      );
    await tomato(translated, "Press Me!").waitFor();
    await expectSame("idle");

    for (const action of [
      "press",
      "hold",
      "resume",
      "hold",
      "undo",
      "skip",
      "press",
      "hold",
      "reset",
      "press",
    ]) {
      await act(here.server, link, { action });
      await expectSame(action);
    }
    expect(await translated.locator("font > font").count()).toBeGreaterThan(10);
    await act(here.server, link, { action: "hold", name: "Rose" });
    await expectSame("a change by a person with a name");
    await translated
      .getByText("Rose paused")
      .locator("[translate=no]", { hasText: /^Rose$/ })
      .waitFor();

    const third = await here.open(link.href, DESKTOP);
    await expectSame("a third person");
    await third.close();
    await expectSame("two people");

    let [now, next] = [enControls, nlControls];
    for (const sheet of SHEETS) {
      await inBoth(async (page) => {
        if (sheet === "keys") await page.keyboard.press("?");
        else await page.getByRole("button", { name: now.sheets[sheet], exact: true }).click();
        const dialog = page.getByRole("dialog", { name: now.sheets[sheet] });
        await dialog.locator("button, kbd").nth(1).waitFor();
      });
      await expectSame(sheet);
      [now, next] = [next, now];
      await speak(now === nlControls ? "nl" : "en");
      await inBoth((page) => page.getByRole("dialog", { name: now.sheets[sheet] }).waitFor());
      await expectSame(`${sheet} in another language`);
      await inBoth(async (page) => {
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
      });
    }
  });
});

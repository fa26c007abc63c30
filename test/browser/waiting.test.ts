/** The tomato that waits for a set start: it says when work begins, and counts down to it. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { DESKTOP, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { middayZone } from "../harness/midday";
import { readRoom } from "../harness/room-actions";

const here = setUpBrowser();
const { timezoneId } = middayZone();
const HOUR_MS = 3_600_000;
/** Of a start that is an hour away. */
const COUNTDOWN = /^(?:1:00:00|59:\d\d)$/;

/** The two lines of text on the tomato. */
const linesOn = (page: Page): Promise<string[]> => page.locator("[data-tomato] text").allTextContents();
/** The corners of the text on the tomato that lie outside of the fruit's outline. */
const cornersOutside = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    await document.fonts.ready;
    const body = document.querySelector<SVGPathElement>("path[fill='url(#skin)']")!;
    return [...document.querySelectorAll<SVGTextElement>("[data-tomato] text")].flatMap((text) => {
      const { x, y, width, height } = text.getBBox();
      const corners = [
        [x, y],
        [x + width, y],
        [x, y + height],
        [x + width, y + height],
      ] as const;
      return corners
        .filter(([x, y]) => !body.isPointInFill(new DOMPoint(x, y)))
        .map(([x, y]) => `${text.textContent} at ${Math.round(x)}, ${Math.round(y)}`);
    });
  });

/** Gives the page a window of the usual kind where it asks for a small one: the tests cannot look into those. */
const withSmallWindows = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const requestWindow = ({ width, height }: { width: number; height: number }): Promise<Window | null> =>
      Promise.resolve(window.open("", "", `width=${width},height=${height}`));
    Object.defineProperty(window, "documentPictureInPicture", { value: { requestWindow, window: null } });
  });
/** Opens the tomato in the small window, from the sheet of the device in Dutch. */
async function openSmallWindow(page: Page): Promise<Page> {
  await page.getByRole("button", { name: "Apparaat" }).click();
  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: "Tomaat in los venster" }).click();
  return opened;
}

/** A room with a start so many ms from now, seen by a new device. */
async function openWaiting(
  options: BrowserContextOptions,
  inMs: number,
  before?: (page: Page) => Promise<unknown>,
): Promise<{ page: Page; link: URL }> {
  const page = await here.open(here.server.http, { ...options, timezoneId }, before);
  const link = await controlLink(page);
  const { now } = await readRoom(here.server, link);
  await act(here.server, link, { action: "start", at: now + inMs });
  return { page, link };
}

describe.each([
  { locale: "en-GB", today: /^Starts 1[34]:\d\d$/, later: /^Starts \w{3} 1[23]:\d\d$/ },
  { locale: "en-US", today: /^Starts [12]:\d\d\sPM$/, later: /^Starts \w{3} 1?[12]:\d\d\sPM$/ },
  { locale: "nl-NL", today: /^Begint om 1[34]:\d\d$/, later: /^Begint \w\w 1[23]:\d\d$/ },
  { locale: "de-DE", today: /^Beginn um 1[34]:\d\d$/, later: /^Beginn \w\w 1[23]:\d\d$/ },
])("on the fruit", ({ locale, today, later }) => {
  it.each([
    ["a small phone", SMALL_PHONE],
    ["a desktop", DESKTOP],
  ])(`in ${locale} on %s the tomato says when work begins, within the fruit`, async (_, size) => {
    const { page, link } = await openWaiting({ ...size, locale }, HOUR_MS);
    await expect
      .poll(() => linesOn(page))
      .toEqual([expect.stringMatching(today), expect.stringMatching(COUNTDOWN)]);
    expect(await cornersOutside(page)).toEqual([]);
    const [message = "", time = ""] = await linesOn(page);
    expect(await page.title()).toMatch(/^(?:1:00:00|59:\d\d) /);
    expect(await page.title()).toContain(`${message} · Shared Pomodoro`);
    expect(time).not.toBe("");
    await page.getByRole("button", { name: message, exact: true }).waitFor();
    const { now } = await readRoom(here.server, link);
    await act(here.server, link, { action: "start", at: now + 7 * 24 * HOUR_MS - 1000 });
    await expect
      .poll(() => linesOn(page))
      .toEqual([expect.stringMatching(later), expect.stringMatching(/^167:59:\d\d$/)]);
    expect(await cornersOutside(page)).toEqual([]);
  });
});

describe("everywhere that the tomato is drawn", () => {
  it.each(["ko-KR", "ar-EG", "ja-JP", "th-TH"])(
    "a person who reads English in the locale %s sees the time as it is written there, within the fruit",
    async (locale) => {
      const { page, link } = await openWaiting({ ...SMALL_PHONE, locale }, HOUR_MS);
      const { now } = await readRoom(here.server, link);
      await act(here.server, link, { action: "start", at: now + 48 * HOUR_MS });
      const written = await page.evaluate(
        (at) => {
          const weekday = new Intl.DateTimeFormat(navigator.language, { weekday: "short" });
          const time = new Intl.DateTimeFormat(navigator.language, { timeStyle: "short" });
          return `${weekday.format(at)} ${time.format(at)}`;
        },
        now + 48 * HOUR_MS,
      );
      await expect.poll(async () => (await linesOn(page))[0]).toBe(`Starts ${written}`);
      expect(await cornersOutside(page)).toEqual([]);
    },
  );

  it("the overlay and the small window say it too, and a watcher is not told to press", async () => {
    const { page, link } = await openWaiting({ ...DESKTOP, locale: "nl-NL" }, HOUR_MS, withSmallWindows);
    await page.getByText("Druk om nu te beginnen").waitFor();
    const options = { ...PHONE, locale: "nl-NL", timezoneId };
    const overlay = await here.open(`${watchLinkOf(link)}?view=overlay`, options);
    await overlay.getByRole("button", { name: /^Begint om 1[34]:\d\d$/ }).waitFor();
    expect((await linesOn(overlay))[1]).toMatch(COUNTDOWN);
    const small = await openSmallWindow(page);
    await small.setViewportSize({ width: 280, height: 300 });
    await small.getByRole("button", { name: /^Begint om 1[34]:\d\d$/ }).waitFor();
    expect((await linesOn(small))[1]).toMatch(COUNTDOWN);
    expect(await cornersOutside(small)).toEqual([]);
    const watcher = await here.open(watchLinkOf(link), options);
    await watcher.getByRole("button", { name: /^Begint om 1[34]:\d\d$/ }).waitFor();
    await watcher.getByText("Je kijkt mee", { exact: true }).waitFor();
    expect(await watcher.getByText("Druk om nu te beginnen").count()).toBe(0);
    await act(here.server, link, { action: "start", at: null });
    await tomato(overlay, "Klaar").waitFor();
    await tomato(page, "Druk op mij!").waitFor();
  });

  it("the first paint has the countdown, and leaves the time of day to the page, which knows its zone", async () => {
    const { page, link } = await openWaiting(PHONE, HOUR_MS);
    await page.getByText("Press to start now").waitFor();
    const html = await (await fetch(watchLinkOf(link))).text();
    const [, drawing = ""] = /<div id="app">([^]*?)<script/.exec(html) ?? [];
    const texts = [...drawing.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(["", expect.stringMatching(COUNTDOWN)]);
  });
});

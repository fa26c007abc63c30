import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { parseHistory } from "../../src/features/history/records";
import type { HistoryRecord } from "../../party/shared/historyWire";
import { DESKTOP, PHONE, tomato } from "../harness/browser";
import { yearOfWork } from "../harness/history-year";
import { middayZone } from "../harness/midday";
import { findOverflow } from "../harness/overflow";
import { act, controlLink, keyIn, roomIn, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { findAxeViolations } from "../harness/axe";
import { scrollSheetToEnd } from "../harness/sheet";

const here = setUpBrowser();

/** All pages of this file are where it is midday: the day must not end between an action and what is read. */
const zone = middayZone();
const { timezoneId } = zone;
const someYear = (count?: number): HistoryRecord[] => yearOfWork(Date.now(), count, zone.aheadMs);

const openHistory = async (page: Page): Promise<Locator> => {
  await page.getByRole("button", { name: "History", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "History" });
  await sheet.waitFor();
  return sheet;
};
/** Opens the table that a chart has, and reads its cells row by row, without the head. */
async function readTable(sheet: Locator, name: string): Promise<string[][]> {
  const table = sheet.getByRole("table", { name });
  await sheet.getByText(name, { exact: true }).click();
  await table.waitFor();
  const rows = await table.getByRole("row").all();
  const cells = await Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
  return cells.slice(1);
}
async function readRecords(link: URL): Promise<HistoryRecord[]> {
  const answer = await fetch(`${here.server.room(roomIn(link))}/history`);
  const records = parseHistory(await answer.json());
  if (records === null) throw new Error("the server's answer cannot be read");
  return records;
}
/**
 * Opens a page whose requests for the history get `answer.json` instead of the room's records; null aborts the
 * request. A test may change `answer.json` later.
 */
async function openWithHistory(answer: { json: unknown }, options = {}): Promise<Page> {
  return here.open(
    here.server.http,
    { ...DESKTOP, timezoneId, ...options, serviceWorkers: "block" },
    (page) =>
      page.route("**/history", (route) =>
        answer.json === null ? route.abort() : route.fulfill({ json: answer.json }),
      ),
  );
}

describe("the history of a room", () => {
  it("the open history updates by itself, agrees in chart, table and CSV, and only a control link can clear it", async () => {
    const page = await here.open(here.server.http, { ...PHONE, timezoneId });
    const link = await controlLink(page);
    await act(here.server, link, { action: "setup", work_duration: 1 });
    const sheet = await openHistory(page);
    await sheet.getByText("No tomato finished yet").waitFor();

    await act(here.server, link, { action: "press" });
    await sheet.locator(".h-day .h-done").first().waitFor(); // after 1 s, without a click
    await act(here.server, link, { action: "skip" }); // skips the break, so the next work begins
    await act(here.server, link, { action: "extend", seconds: 600 });
    await act(here.server, link, { action: "skip" });
    await sheet.locator(".h-day .h-part").first().waitFor();
    await act(here.server, link, { action: "undo" });
    await sheet.locator(".h-day .h-part").first().waitFor({ state: "detached" });
    await act(here.server, link, { action: "reset" });
    await sheet.locator(".h-day .h-part").first().waitFor();

    const records = await readRecords(link);
    expect(records.map(({ how }) => how)).toEqual(["done", "reset"]);
    const rows = await readTable(sheet, "Today as a table");
    expect(rows.map(([, , how, people]) => [how, people])).toEqual([
      ["Finished", "1"],
      ["Reset", "1"],
    ]);
    expect(await sheet.locator(".h-day [data-piece]").count()).toBe(rows.length);
    const week = await readTable(sheet, "This week as a table");
    expect(week.at(-1)?.slice(1, 3)).toEqual(["1", "1"]);
    const days = await readTable(sheet, "All days as a table");
    expect(days.map((row) => row.slice(1, 3))).toEqual([["1", "1"]]);
    await sheet.getByRole("img", { name: /^Today: 1 tomato\s· 1 part-finished\s· under 1 min/ }).waitFor();

    const watcher = await here.open(watchLinkOf(link), { ...DESKTOP, timezoneId });
    const watcherSheet = await openHistory(watcher);
    await watcherSheet.getByRole("img", { name: /^Today: 1 tomato\s· 1 part-finished/ }).waitFor();
    expect(await watcherSheet.getByRole("button", { name: "Clear" }).count()).toBe(0);
    const [download] = await Promise.all([
      watcher.waitForEvent("download"),
      watcherSheet.getByRole("link", { name: "Download as CSV" }).click(),
    ]);
    const csv = readFileSync(await download.path(), "utf8");
    expect(csv.trim().split("\r\n").length).toBe(1 + records.length);
    expect(csv).toBe(await (await fetch(`${here.server.room(roomIn(link))}/history.csv`)).text());

    const clear = sheet.getByRole("button", { name: "Clear history", exact: true });
    await clear.click();
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await readRecords(link)).toEqual(records);
    expect(await clear.evaluate((button) => button === document.activeElement)).toBe(true);
    await clear.click();
    await page.getByRole("button", { name: "Clear for everyone" }).click();
    await sheet.getByText("No tomato finished yet").waitFor();
    await sheet.getByText("The history has been cleared.").waitFor();
    const status = sheet.getByRole("status");
    expect(await readRecords(link)).toEqual([]);
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    expect(focused).toBe("No tomato finished yet"); // the focus moves there, because the button is gone
    for (const action of ["press", "reset"]) await act(here.server, link, { action });
    await sheet.locator(".h-day .h-part, .h-day .h-done").first().waitFor();
    expect(await status.textContent()).toBe(""); // a new history has begun
    await page.keyboard.press("Escape");
    await tomato(page, "Press Me!").waitFor();
  });

  it("a clear request that fails leaves the records, and the sheet says so beside the button", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    for (const action of ["press", "reset"]) await act(here.server, link, { action });
    const sheet = await openHistory(page);
    await page.route("**/history", (route) =>
      route.request().method() === "DELETE" ? route.abort() : route.continue(),
    );
    await sheet.getByRole("button", { name: "Clear history", exact: true }).click();
    await page.getByRole("button", { name: "Clear for everyone" }).click();
    await sheet.getByText("Nothing was cleared").waitFor();
    // The message is near the button, because the top of a long sheet is not visible from its end.
    const tops = await Promise.all(
      [sheet.getByText("Nothing was cleared"), sheet.getByRole("link", { name: "Download as CSV" })].map(
        async (one) => (await one.boundingBox())?.y ?? Number.NaN,
      ),
    );
    const [message = 0, foot = 0] = tops;
    expect(foot - message).toBeGreaterThan(0);
    expect(foot - message).toBeLessThan(160);
    expect((await readRecords(link)).length).toBe(1);
    expect(keyIn(link)).not.toBe("");
  });
});

describe("a history that cannot be loaded", () => {
  it("a history that cannot be loaded shows why, loads on Try again, and later failures keep what is shown", async () => {
    const answer: { json: unknown } = { json: null };
    const page = await openWithHistory(answer);
    const link = await controlLink(page);
    const sheet = await openHistory(page);
    await sheet.getByText("There is no connection.").waitFor();
    answer.json = { records: "none of your business" };
    await sheet.getByRole("button", { name: "Try again" }).click();
    await sheet.getByText("The room could not say").waitFor();
    answer.json = { records: someYear(3) };
    await sheet.getByRole("button", { name: "Try again" }).click();
    await sheet.getByRole("heading", { name: "Day by day" }).waitFor();
    answer.json = null;
    await act(here.server, link, { action: "press" });
    await sheet.getByText("this may not be the newest").waitFor();
    expect(await sheet.getByRole("heading", { name: "Day by day" }).count()).toBe(1);
  });
});

describe("a year of work", () => {
  it.each(["light", "dark"] as const)(
    "axe finds no violation in a year of history with all tables open in the %s theme",
    async (colorScheme) => {
      const records = someYear();
      const page = await openWithHistory(
        { json: { records } },
        { ...PHONE, colorScheme, reducedMotion: "reduce" },
      );
      const sheet = await openHistory(page);
      for (let i = 0; i < 3; i++) {
        await sheet.locator("summary").nth(i).focus();
        await page.keyboard.press("Enter");
      }
      await expect.poll(() => sheet.getByRole("table").count()).toBe(3);
      expect(await findAxeViolations(page)).toEqual([]);
    },
  );

  it.each(["en-US", "nl-NL", "de-DE"])(
    "a year of history with all tables open fits the smallest phone in %s",
    async (locale) => {
      const now = Date.now();
      const today = (["done", "skipped", "reset", "setup"] as const).map((how, i) => ({
        started_at: now - 40_000_000 - i * 1000,
        ended_at: now - i * 1000,
        planned: 36_000,
        worked: 35_940,
        paused: 4060,
        how,
        people: 4999,
      }));
      const json = { records: [...someYear(), ...today] };
      const page = await openWithHistory(
        { json },
        { ...PHONE, locale, viewport: { width: 320, height: 568 } },
      );
      await page.locator("header button").first().click();
      for (let i = 0; i < 3; i++) await page.locator("summary").nth(i).click();
      await page.locator("table").nth(2).waitFor();
      const outside = await findOverflow(page);
      // The Close button in the head of every sheet extends into the sheet's margin on purpose.
      expect(outside.filter((line) => !line.startsWith("header "))).toEqual([]);
    },
  );

  it.each([
    ["a desktop", 1280, 800],
    ["a wall", 1920, 1080],
  ])(
    "the totals of a year stand in lines of the same length beside the tomato of %s, in the language with the longest labels",
    async (_name, width, height) => {
      const page = await openWithHistory(
        { json: { records: someYear() } },
        { locale: "de-DE", viewport: { width, height } },
      );
      await page.locator("header button").first().click();
      const numbers = page.locator(".h-totals dt + dd");
      await numbers.first().waitFor();
      const tops = await numbers.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
      const line = (top: number): number => tops.filter((one) => Math.abs(one - top) < 1).length;
      expect(tops.length).toBe(4);
      expect(new Set(tops.map(line)).size).toBe(1);
    },
  );

  it("the map of days, its table, its label and the totals show the same counts", async () => {
    const records = someYear();
    const page = await openWithHistory({ json: { records } });
    const sheet = await openHistory(page);
    const rows = await readTable(sheet, "All days as a table");
    const number = (text: string | undefined): number => Number(text?.replaceAll(/\D/g, ""));
    const sum = (column: number): number => rows.reduce((all, row) => all + number(row[column]), 0);
    const done = records.filter(({ how }) => how === "done").length;
    expect([sum(1), sum(2)]).toEqual([done, records.length - done]);
    for (let i = 0; i < 2; i++) await sheet.getByRole("button", { name: "Show earlier days" }).click(); // shows all days
    const fruits = async (kind: string): Promise<number> => {
      const paths = await sheet
        .locator(`.h-year .h-${kind}`)
        .evaluateAll((all) => all.map((path) => path.getAttribute("d") ?? ""));
      return paths.join("").split("M").length - 1;
    };
    const ripe = await Promise.all(["ripe1", "ripe2", "ripe3", "ripe4"].map(fruits));
    expect(Math.min(...ripe)).toBeGreaterThan(0);
    expect(ripe.reduce((a, b) => a + b)).toBe(rows.filter((row) => number(row[1]) > 0).length);
    expect(await fruits("hollow")).toBe(rows.filter((row) => number(row[1]) === 0).length);
    const name = (await sheet.getByRole("img", { name: /^Day by day/ }).getAttribute("aria-label")) ?? "";
    expect(name.split(/[:·]/).slice(1, 3).map(number)).toEqual([done, records.length - done]);
    const all = sheet.locator("dl > div").filter({ hasText: "All time" });
    expect(number((await all.locator("dd").first().textContent()) ?? "")).toBe(done);

    const [first = [""]] = rows;
    const last = new Date(Math.max(...records.map(({ ended_at }) => ended_at)) + zone.aheadMs);
    expect(first[0]).toContain(String(last.getUTCDate()));
  });
});

const QUARTERS = ".h-year svg[viewBox]:visible";
/** The middle of a field on the page, in px; column and row count from 0. */
async function middleOfField(map: Locator, column: number, row: number): Promise<[number, number]> {
  const box = await map.boundingBox();
  if (box === null) throw new Error("no map");
  return [box.x + ((column + 0.5) * box.width) / 13, box.y + ((row + 0.5) * box.height) / 7];
}

describe("the map of days", () => {
  const json = { records: someYear() };

  it("the map of days on a phone has fields of at least 24 px, the newest quarter last and earlier ones behind a button", async () => {
    const page = await openWithHistory({ json }, PHONE);
    const sheet = await openHistory(page);
    const maps = sheet.locator(QUARTERS);
    await maps.first().waitFor();
    expect(await maps.count()).toBe(2);
    const box = await maps.first().boundingBox();
    expect((box?.width ?? 0) / 13).toBeGreaterThanOrEqual(24);
    expect((box?.height ?? 0) / 7).toBeGreaterThanOrEqual(24);
    expect((await maps.nth(1).boundingBox())?.y).toBeGreaterThan(box?.y ?? Infinity);
    // A tap marks one day; without this style Chromium would highlight the whole map.
    const tapHighlight = await maps.first().evaluate((map) => {
      return getComputedStyle(map).getPropertyValue("-webkit-tap-highlight-color");
    });
    expect(tapHighlight).toBe("rgba(0, 0, 0, 0)");
    for (const count of [4, 5]) {
      await sheet.getByRole("button", { name: "Show earlier days" }).click();
      await expect.poll(() => maps.count()).toBe(count);
    }
    const fewer = sheet.getByRole("button", { name: "Show only the newest" });
    expect(await fewer.evaluate((button) => button === document.activeElement)).toBe(true);
    await fewer.click();
    await expect.poll(() => maps.count()).toBe(2);
  });

  it("the map of days of a new room shows one quarter only", async () => {
    const records = someYear(4);
    const page = await openWithHistory({ json: { records } }, PHONE);
    const sheet = await openHistory(page);
    await sheet.locator(QUARTERS).first().waitFor();
    expect(await sheet.locator(QUARTERS).count()).toBe(1);
    expect(await sheet.getByRole("button", { name: "Show earlier days" }).count()).toBe(0);
  });

  it.each([
    ["a docked sheet", 1440, 900, "en-GB"],
    ["the narrowest docked sheet", 1100, 700, "nl-NL"],
    ["a dialog", 1000, 800, "de-DE"],
    ["a tablet", 820, 1180, "en-US"],
    ["a wall", 2560, 1440, "de-DE"],
    ["a small phone", 320, 568, "de-DE"],
  ])(
    "the map of days in %s has fields of at least 20 px, in the order of a text, and month names that lie apart",
    async (...[, width, height, locale]) => {
      const page = await openWithHistory({ json }, { locale, viewport: { width, height } });
      await page.locator("header button").first().click();
      const more = page.locator(".h-said + button");
      const maps = page.locator(QUARTERS);
      for (const count of [2, 4, 5]) {
        if (count > 2) await more.click();
        await expect.poll(() => maps.count()).toBe(count);
        const boxes = await Promise.all((await maps.all()).map((map) => map.boundingBox()));
        for (const [i, box] of boxes.entries()) {
          expect((box?.width ?? 0) / 13).toBeGreaterThanOrEqual(20);
          const before = boxes[i - 1] ?? { x: -1, y: -1 };
          if ((box?.y ?? 0) < before.y + 1) expect(box?.x).toBeGreaterThan(before.x);
        }
        const names = await page.locator(".h-months").evaluateAll((rows) =>
          rows.map((row) => {
            const end = row.getBoundingClientRect().right;
            return [...row.querySelectorAll("text")].map((text) => {
              const { left, right } = text.getBoundingClientRect();
              return { text: text.textContent, left, right, end };
            });
          }),
        );
        for (const row of names)
          for (const [i, { right, end }] of row.entries())
            expect(right + 2).toBeLessThan(row[i + 1]?.left ?? end + 3);
        const texts = names.flat().map(({ text }) => text);
        // A whole year may begin and end in the same month, 12 months apart.
        if (count === 2) expect(new Set(texts).size).toBe(texts.length);
        if (count === 4) expect(texts.filter((text) => /^[Jj]an.* 20\d\d$/.test(text)).length).toBe(1);
      }
    },
  );

  it("a pointer over the map of days of a desktop shows the day under it", async () => {
    const page = await openWithHistory({ json });
    const sheet = await openHistory(page);
    const maps = sheet.locator(QUARTERS);
    await maps.first().waitFor();
    await maps.first().scrollIntoViewIfNeeded();
    await page.mouse.move(...(await middleOfField(maps.first(), 0, 0)));
    await expect.poll(() => sheet.locator(".h-said").textContent()).toMatch(/^Monday,? \d+ \w+ \d{4} \S/);
  });

  it.each([
    ["en-US", 390, 100],
    ["nl-NL", 320, 100],
    ["de-DE", 320, 100],
    ["de-DE", 390, 200],
    ["en-GB", 320, 200],
  ])(
    "a tap on a day shows its text above the finger and moves nothing, in %s on a screen of %d px with text at %d percent",
    async (...parameters) => {
      const [locale, width, textSize] = parameters;
      // Every day has many records, so that its text is as long as it can be.
      const records = Array.from({ length: 120 }, (_, ago) =>
        Array.from({ length: 24 }, (_, i) => ({
          started_at: Date.now() - ago * 86_400_000 - 2_000_000,
          ended_at: Date.now() - ago * 86_400_000 - 1000,
          planned: 1500,
          worked: 1999,
          paused: 0,
          how: i < 12 ? "done" : "skipped",
          people: 1,
        })),
      ).flat();
      const page = await openWithHistory(
        { json: { records } },
        { ...PHONE, locale, viewport: { width, height: width === 320 ? 568 : 844 }, reducedMotion: "reduce" },
      );
      await page.evaluate((size) => (document.documentElement.style.fontSize = `${size}%`), textSize);
      await page.locator("header button").first().click();
      const map = page.locator(QUARTERS).last();
      await map.waitFor();
      await map.evaluate((map) => map.scrollIntoView({ block: "end" }));
      // The next frame rounds the position to a pixel of the screen.
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      /** In pixels of a screen with two of them for each of CSS: the browser may round a position in a later frame. */
      const place = async (): Promise<unknown> => {
        const box = await map.boundingBox();
        return box && [box.x, box.y, box.width, box.height].map((px) => Math.round(px * 2));
      };
      const before = await place();
      const dayText = page.locator(".h-said");
      for (let row = 0; row < 7; row++) {
        const [x, y] = await middleOfField(map, 6, row);
        await page.touchscreen.tap(x, y);
        await expect.poll(() => dayText.textContent()).toMatch(/20\d\d/);
        expect(await place()).toEqual(before);
        const words = await dayText.boundingBox();
        const head = await page.locator("dialog header").boundingBox();
        if (words === null || head === null) throw new Error("the text or the head is not visible");
        expect(words.y + words.height).toBeLessThan(y);
        expect(words.y).toBeGreaterThanOrEqual(head.y + head.height - 1);
        expect(await dayText.evaluate((box) => box.scrollHeight - box.clientHeight)).toBeLessThanOrEqual(0);
      }
      expect(await page.locator(".h-picked").count()).toBe(1);
      // When the sheet is scrolled to its end, the text moves under the head and does not cover the Close button.
      await scrollSheetToEnd(page.locator("dialog"));
      const close = page.locator("dialog header button");
      expect(
        await close.evaluate((close) => {
          const { left, top, width, height } = close.getBoundingClientRect();
          return close.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        }),
      ).toBe(true);
    },
  );
});

describe("a room without a finished tomato", () => {
  /** A skipped work period that ended `ago` ms ago, with `worked` seconds of work. */
  const skippedWork = (ago: number, worked: number): object => ({
    started_at: Date.now() - ago - worked * 1000,
    ended_at: Date.now() - ago,
    planned: 1500,
    worked,
    paused: 0,
    how: "skipped",
    people: 1,
  });

  it.each([
    ["en-GB", "No tomato finished yet", "11 mins worked so far, in 2 parts."],
    ["nl-NL", "Nog geen tomaat af", "Tot nu toe 11 min gewerkt, in 2 delen."],
    ["de-DE", "Noch keine Tomate fertig", "Bisher 11 Min. gearbeitet, in 2 Teilen."],
  ])(
    "a room with only unfinished work shows the seedling and the time worked, in %s",
    async (locale, title, words) => {
      const answer = { json: { records: [skippedWork(1000, 400), skippedWork(5000, 300)] } };
      const small = { width: 320, height: 568 };
      const page = await openWithHistory(answer, {
        ...PHONE,
        locale,
        viewport: small,
        reducedMotion: "reduce",
      });
      await page.locator("header button").first().click();
      await page.getByRole("heading", { name: title }).waitFor();
      await page.getByText(words).waitFor();
      expect(await page.locator(".h-totals").count()).toBe(0);
      expect(await page.locator(".h-day .h-part").count()).toBeGreaterThan(0);
      expect(await page.locator(".h-week .h-part").count()).toBeGreaterThan(0);
      expect(await page.locator(".h-year .h-hollow").first().getAttribute("d")).toContain("M");
      expect(await page.locator(".h-foot a, .h-foot button").count()).toBe(2);
      expect(await findAxeViolations(page)).toEqual([]);
      expect((await findOverflow(page)).filter((line) => !line.startsWith("header "))).toEqual([]);
    },
  );

  it("a history whose only work is 40 days old shows no chart of the day or the week", async () => {
    const page = await openWithHistory({ json: { records: [skippedWork(40 * 86_400_000, 300)] } }, PHONE);
    const sheet = await openHistory(page);
    await sheet.getByText("5 mins worked so far.").waitFor();
    expect(await sheet.locator(".h-day, .h-week").count()).toBe(0);
    await sheet.getByRole("heading", { name: "Day by day" }).waitFor();
  });
});

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { parseHistory } from "../../src/history/records";
import type { HistoryRecord } from "../../src/history/records";
import { DESKTOP, PHONE, tomato } from "../tools/browser";
import { yearOfWork } from "../tools/history-year";
import { outsideOf } from "../tools/outside";
import { act, controlLink, keyIn, roomIn, stage, watchLinkOf } from "../tools/stage";

const here = stage();

const openHistory = async (page: Page): Promise<Locator> => {
  await page.getByRole("button", { name: "History", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "History" });
  await sheet.waitFor();
  return sheet;
};
/** The cells of a table that stands behind a picture, row by row, without its head. */
async function tableOf(sheet: Locator, name: string): Promise<string[][]> {
  const table = sheet.getByRole("table", { name });
  await sheet.getByText(name, { exact: true }).click();
  await table.waitFor();
  const rows = await table.getByRole("row").all();
  const cells = await Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
  return cells.slice(1);
}
async function recordsOf(link: URL): Promise<HistoryRecord[]> {
  const answer = await fetch(`${here.server.room(roomIn(link))}/history`);
  const records = parseHistory(await answer.json());
  if (records === null) throw new Error("the server's answer cannot be read");
  return records;
}
/** A page whose room tells of other records than it has: `answer` may be changed. */
async function openWith(answer: { json: unknown }, options = {}): Promise<Page> {
  return here.open(here.server.http, { ...DESKTOP, ...options, serviceWorkers: "block" }, (page) =>
    page.route("**/history", (route) =>
      answer.json === null ? route.abort() : route.fulfill({ json: answer.json }),
    ),
  );
}

describe("the history of a room", () => {
  it("fills while one looks, says the same in picture, table and CSV, and only controllers can clear it", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await act(here.server, link, { action: "setup", work_duration: 1 });
    const sheet = await openHistory(page);
    await sheet.getByText("No tomato finished yet").waitFor();

    await act(here.server, link, { action: "press" });
    await sheet.locator(".h-day .h-done").first().waitFor(); // a second later, by itself
    await act(here.server, link, { action: "skip" }); // the break: the next work begins
    await act(here.server, link, { action: "extend", seconds: 600 });
    await act(here.server, link, { action: "skip" });
    await sheet.locator(".h-day .h-part").first().waitFor();
    await act(here.server, link, { action: "undo" });
    await sheet.locator(".h-day .h-part").first().waitFor({ state: "detached" });
    await act(here.server, link, { action: "reset" });
    await sheet.locator(".h-day .h-part").first().waitFor();

    const records = await recordsOf(link);
    expect(records.map(({ how }) => how)).toEqual(["done", "reset"]);
    const rows = await tableOf(sheet, "Today as a table");
    expect(rows.map(([, , how, people]) => [how, people])).toEqual([
      ["Finished", "1"],
      ["Reset", "1"],
    ]);
    expect(await sheet.locator(".h-day [data-piece]").count()).toBe(rows.length);
    const week = await tableOf(sheet, "This week as a table");
    expect(week.at(-1)?.slice(1, 3)).toEqual(["1", "1"]);
    const days = await tableOf(sheet, "All days as a table");
    expect(days.map((row) => row.slice(1, 3))).toEqual([["1", "1"]]);
    await sheet.getByRole("img", { name: /^Today: 1 tomato\s· 1 part-finished\s· \d+ sec/ }).waitFor();

    const watcher = await here.open(watchLinkOf(link));
    const watched = await openHistory(watcher);
    await watched.getByRole("img", { name: /^Today: 1 tomato\s· 1 part-finished/ }).waitFor();
    expect(await watched.getByRole("button", { name: "Clear" }).count()).toBe(0);
    const [download] = await Promise.all([
      watcher.waitForEvent("download"),
      watched.getByRole("link", { name: "Download as CSV" }).click(),
    ]);
    const csv = readFileSync(await download.path(), "utf8");
    expect(csv.trim().split("\r\n").length).toBe(1 + records.length);
    expect(csv).toBe(await (await fetch(`${here.server.room(roomIn(link))}/history.csv`)).text());

    const clear = sheet.getByRole("button", { name: "Clear", exact: true });
    await clear.click();
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await recordsOf(link)).toEqual(records);
    expect(await clear.evaluate((button) => button === document.activeElement)).toBe(true);
    await clear.click();
    await page.getByRole("button", { name: "Clear for everyone" }).click();
    await sheet.getByText("No tomato finished yet").waitFor();
    await sheet.getByText("The history has been cleared.").waitFor();
    expect(await recordsOf(link)).toEqual([]);
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    expect(focused).toBe("No tomato finished yet"); // and not lost with the button
    await page.keyboard.press("Escape");
    await tomato(page, "Press Me!").waitFor();
  });

  it("is not cleared where the room says no, and that is told", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    for (const action of ["press", "reset"]) await act(here.server, link, { action });
    const sheet = await openHistory(page);
    await page.route("**/history", (route) =>
      route.request().method() === "DELETE" ? route.abort() : route.continue(),
    );
    await sheet.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByRole("button", { name: "Clear for everyone" }).click();
    await sheet.getByText("Nothing was cleared").waitFor();
    expect((await recordsOf(link)).length).toBe(1);
    expect(keyIn(link)).not.toBe("");
  });
});

describe("a history that cannot be had", () => {
  it("says so in words, and comes when it is asked for again; what was there stays", async () => {
    const answer: { json: unknown } = { json: null };
    const page = await openWith(answer);
    const link = await controlLink(page);
    const sheet = await openHistory(page);
    await sheet.getByText("There is no connection.").waitFor();
    answer.json = { records: "none of your business" };
    await sheet.getByRole("button", { name: "Try again" }).click();
    await sheet.getByText("The room could not say").waitFor();
    answer.json = { records: yearOfWork(Date.now(), 3) };
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
    "has no fault that axe can find, all tables open, %s",
    async (colorScheme) => {
      const records = yearOfWork(Date.now());
      const page = await openWith({ json: { records } }, { ...PHONE, colorScheme, reducedMotion: "reduce" });
      const sheet = await openHistory(page);
      for (let i = 0; i < 3; i++) {
        await sheet.locator("summary").nth(i).focus();
        await page.keyboard.press("Enter");
      }
      await expect.poll(() => sheet.getByRole("table").count()).toBe(3);
      await page.evaluate(
        readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
      );
      const { violations, passes } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
      );
      expect(passes.length).toBeGreaterThan(10);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`)).toEqual(
        [],
      );
    },
  );

  it.each(["en-US", "nl-NL", "de-DE"])(
    "fits the smallest phone with all tables open, in %s",
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
      const json = { records: [...yearOfWork(now), ...today] };
      const page = await openWith({ json }, { ...PHONE, locale, viewport: { width: 320, height: 568 } });
      await page.locator("header button").first().click();
      for (let i = 0; i < 3; i++) await page.locator("summary").nth(i).click();
      await page.locator("table").nth(2).waitFor();
      const outside = await outsideOf(page);
      // The head is every sheet's: its Close reaches into the sheet's own margin, and is meant to.
      expect(outside.filter((line) => !line.startsWith("header "))).toEqual([]);
    },
  );

  it("counts alike in the field of tomatoes, its table, its heading and the totals", async () => {
    const records = yearOfWork(Date.now());
    const page = await openWith({ json: { records } });
    const sheet = await openHistory(page);
    const rows = await tableOf(sheet, "All days as a table");
    const number = (text: string | undefined): number => Number(text?.replaceAll(/\D/g, ""));
    const sum = (column: number): number => rows.reduce((all, row) => all + number(row[column]), 0);
    const done = records.filter(({ how }) => how === "done").length;
    expect([sum(1), sum(2)]).toEqual([done, records.length - done]);
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
    const all = sheet.locator("dl > div").filter({ hasText: "In all" });
    expect(number((await all.locator("dd").first().textContent()) ?? "")).toBe(done);

    const [first = [""]] = rows;
    const last = new Date(Math.max(...records.map(({ ended_at }) => ended_at)));
    expect(first[0]).toContain(String(last.getDate()));
    await sheet
      .locator(".h-year svg[viewBox]")
      .first()
      .hover({ position: { x: 3, y: 3 } });
    await expect.poll(() => sheet.locator("section > p").textContent()).toMatch(/^\w+day,? \d+ \w+ \d{4}: /);
  });
});

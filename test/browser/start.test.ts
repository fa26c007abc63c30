/** A set start, the warning before the end of work, and the log of a device. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findAxeViolations } from "../harness/axe";
import { PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { findOverflow } from "../harness/overflow";
import { readRoom } from "../harness/room-actions";
import { closeSheet } from "../harness/sheet";

const here = setUpBrowser();

async function openSetup(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Setup", exact: true }).click();
  await page.getByRole("heading", { name: "Start at a time" }).waitFor();
}
const timeOn = (page: Page): Promise<string | null> =>
  page.locator("[data-tomato] text").last().textContent();

describe("a set start", () => {
  it("a class sees the countdown to a start of tomorrow, and the calendar file has the watch link", async () => {
    const teacher = await here.open(here.server.http, SMALL_PHONE);
    const link = await controlLink(teacher);
    const pupils = await Promise.all([1, 2].map(() => here.open(watchLinkOf(link), PHONE)));
    await openSetup(teacher);
    await teacher.getByLabel("Day").selectOption("0");
    await teacher.getByLabel("Time").fill("00:00");
    await teacher.getByRole("button", { name: "Set the start" }).click();
    await teacher.getByRole("alert").getByText("That time has passed").waitFor();
    expect((await readRoom(here.server, link)).rev).toBe(0);
    await teacher.getByLabel("Day").selectOption("1");
    await teacher.getByLabel("Time").fill("09:00");
    await teacher.getByRole("button", { name: "Set the start" }).click();
    const nine = await teacher.evaluate(() => {
      const now = new Date();
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9).getTime();
    });
    await expect
      .poll(async () => (await readRoom(here.server, link)) as unknown)
      .toMatchObject({ starts_at: nine });
    expect(await findOverflow(teacher)).toEqual([]);
    expect(await findAxeViolations(teacher)).toEqual([]);
    const [download] = await Promise.all([
      teacher.waitForEvent("download"),
      teacher.getByRole("button", { name: "Add to calendar" }).click(),
    ]);
    const file = readFileSync(await download.path(), "utf8").replaceAll("\r\n ", "");
    expect(file).toContain(`URL:${watchLinkOf(link)}\r\n`);
    expect(file).toContain(`DTSTART:${new Date(nine).toISOString().replaceAll(/[-:]|\.000/g, "")}\r\n`);
    for (const pupil of pupils) {
      await tomato(pupil, "Starts \\w{3} 09:00$").waitFor();
      await expect.poll(() => timeOn(pupil)).toMatch(/^\d+:\d\d:\d\d$/);
    }
    await teacher.getByRole("button", { name: "No set start" }).click();
    await pupils[0]?.getByText("Waiting for somebody with the control link").waitFor();
  });

  it("at the moment itself work begins on every page, and the ring can be stopped there", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    const watcher = await here.open(watchLinkOf(link), PHONE);
    await page.locator("header [data-connection]").click(); // a first touch, so that the page can sound
    const { now } = await readRoom(here.server, link);
    await act(here.server, link, { action: "start", at: now + 4000 });
    await tomato(page, "Work").waitFor();
    await tomato(watcher, "Work").waitFor();
    await expect.poll(() => readRoom(here.server, link)).toMatchObject({ state: 1, started_at: now + 4000 });
    await page.getByRole("button", { name: "Stop the sound here" }).click();
    await page.getByRole("button", { name: "Silent here" }).waitFor();
  });

  it("a press before the start begins at once, and the start is gone", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    const { now } = await readRoom(here.server, link);
    await act(here.server, link, { action: "start", at: now + 3_600_000 });
    await page.getByText("Press to start now").waitFor();
    await tomato(page, "Starts ").click();
    await page.getByText(/^Work ends at/).waitFor();
    await expect.poll(() => readRoom(here.server, link)).not.toHaveProperty("starts_at");
  });
});

describe("Mob", () => {
  it("the preset Mob works seven minutes", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await openSetup(page);
    await page.getByRole("button", { name: "Mob 7/5" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await expect.poll(async () => (await readRoom(here.server, link)).work_duration).toBe(420);
  });
});

describe("the presets and the chips of Setup", () => {
  it("a preset is marked by the two durations in its name, and leaves the number of tomatoes as it is", async () => {
    const page = await here.open(here.server.http);
    await openSetup(page);
    const chosen = page.getByRole("group", { name: "Presets" }).locator("[aria-pressed=true]");
    await page.getByRole("button", { name: "One tomato fewer" }).click();
    expect(await chosen.allTextContents()).toEqual(["Classic 25/5"]);
    await page.getByRole("button", { name: "Long 50/10" }).click();
    expect(await chosen.allTextContents()).toEqual(["Long 50/10"]);
    await page.getByText("3 tomatoes, then a long break").waitFor();
    await page.getByRole("group", { name: "Work" }).getByRole("button", { name: "45 min" }).click();
    expect(await chosen.count()).toBe(0);
  });

  it.each([
    [320, 568],
    [390, 844],
    [820, 1180],
    [1440, 900],
    [2560, 1440],
  ])("all chips of Setup are circles of one size on a screen of %d × %d px", async (width, height) => {
    const page = await here.open(here.server.http, { viewport: { width, height } });
    await openSetup(page);
    const chips = page.locator("dialog [role=group] > button[aria-label]");
    const sizes = await chips.evaluateAll((all) =>
      all.map((one) => {
        const { width, height } = one.getBoundingClientRect();
        return `${width} × ${height}`;
      }),
    );
    expect(sizes.length).toBeGreaterThanOrEqual(14);
    expect(new Set(sizes).size).toBe(1);
    const [wide = 0, high = NaN] = (sizes[0] ?? "").split(" × ").map(Number);
    expect(wide).toBe(high);
    expect(wide).toBeGreaterThanOrEqual(44);
  });

  it("a duration without an end says so, and names no unit", async () => {
    const page = await here.open(here.server.http);
    await openSetup(page);
    const field = page.getByLabel("Long break", { exact: true }).and(page.getByRole("textbox"));
    const unit = field.locator("xpath=following-sibling::span");
    expect(await field.getAttribute("placeholder")).toBe("Until someone presses");
    expect(await unit.isVisible()).toBe(false);
    await field.fill("20");
    await field.blur();
    expect(await unit.isVisible()).toBe(true);
  });
});

describe("a word before the end", () => {
  it("the ring pulses only on the device that asks for it, from a minute before the end of work on", async () => {
    const one = await here.open(here.server.http, { ...PHONE, reducedMotion: "no-preference" });
    const link = await controlLink(one);
    const two = await here.open(link.href);
    await one.getByRole("button", { name: "This device" }).click();
    await one.getByLabel("A word before the end").selectOption("1");
    await closeSheet(one);
    await act(here.server, link, { action: "setup", work_duration: 63 });
    await act(here.server, link, { action: "press" });
    await tomato(one, "Work").waitFor();
    const isSoon = (page: Page): Promise<boolean> =>
      page.evaluate(() => document.documentElement.hasAttribute("data-soon"));
    await expect.poll(() => isSoon(one)).toBe(true);
    expect(await timeOn(one)).toMatch(/^00:5\d|01:00$/);
    expect(await isSoon(two)).toBe(false);
    const ring = one.locator("[data-tomato] svg:first-child circle").last();
    expect(await ring.evaluate((it) => it.getAnimations().length)).toBeGreaterThan(0);
    await one.emulateMedia({ reducedMotion: "reduce" });
    expect(await ring.evaluate((it) => getComputedStyle(it).animationName)).toBe("none");
    await one.getByRole("button", { name: "+5 min" }).click();
    await expect.poll(() => isSoon(one)).toBe(false);
    await one.reload();
    await one.getByRole("button", { name: "This device" }).click();
    expect(await one.getByLabel("A word before the end").inputValue()).toBe("1");
  });
});

describe("the log of a device", () => {
  it("History shows what this device worked on, saves it as CSV, deletes it, and no other device has it", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await page.getByRole("button", { name: "Tasks", exact: true }).click();
    await page.getByLabel("I'm working on").fill('=chapter "3"');
    await page.getByRole("button", { name: "Save" }).click();
    await closeSheet(page);
    await page.getByText('=chapter "3"', { exact: true }).waitFor();
    await act(here.server, link, { action: "press" });
    await tomato(page, "Work").waitFor();
    await act(here.server, link, { action: "skip" });
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "History" }).click();
    const you = page.locator("section", { has: page.getByRole("heading", { name: "You" }) });
    await you.getByText('=chapter "3"').waitFor();
    await you.getByText(/ · done$/).waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      you.getByRole("button", { name: "Save as CSV" }).click(),
    ]);
    expect(readFileSync(await download.path(), "utf8")).toMatch(
      /^started_at,ended_at,text,done\r\n[\dTZ:.-]+,[\dTZ:.-]+,"'=chapter ""3""",true\r\n$/,
    );
    const other = await here.open(link.href);
    await other.getByRole("button", { name: "History" }).click();
    await other.getByRole("dialog").getByText("1").first().waitFor();
    expect(await other.getByRole("heading", { name: "You" }).count()).toBe(0);
    await you.getByRole("button", { name: "Delete my log" }).click();
    await page.locator("dialog dialog").getByRole("button", { name: "Delete my log" }).click();
    await you.waitFor({ state: "detached" });
  });
});

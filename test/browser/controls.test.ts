import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";
import { changeSetup, readRoom } from "../harness/room-actions";

const here = setUpBrowser({ hasMotion: true });

describe("Skip and Reset", () => {
  it("Skip and Reset need a long press, a short press only explains that, and anybody can undo a skip", async () => {
    const one = await here.open(here.server.http);
    const link = await controlLink(one);
    const two = await here.open(link.href, PHONE);
    await tomato(one, "Press Me!").click();
    await tomato(two, "Work").waitFor();

    await one.getByRole("button", { name: "Skip", exact: true }).click(); // a click is shorter than a long press
    await one.getByText("Keep it pressed a moment longer").waitFor();
    await tomato(one, "Work").waitFor();

    await one.getByRole("button", { name: "Skip", exact: true }).hover();
    await one.mouse.down();
    await tomato(two, "Break time").waitFor(); // the pointer is still down
    await one.mouse.up();
    await two.getByRole("button", { name: "Undo" }).click();
    await tomato(one, "Work").waitFor();

    await one.getByRole("button", { name: "Reset", exact: true }).hover();
    await one.mouse.down();
    await tomato(two, "Press Me!").waitFor();
    await one.mouse.up();
    await tomato(one, "Press Me!").waitFor();
  });

  it("the Undo button disappears 10 seconds after the action", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "press" });
    const undo = page.getByRole("button", { name: "Undo" });
    await undo.waitFor();
    await undo.waitFor({ state: "detached", timeout: 15_000 });
    await tomato(page, "Work").waitFor();
  });
});

describe("an alarm that has lasted longer than the break", () => {
  it("an alarm that has lasted longer than the break offers to start work with one tap", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await changeSetup(here.server, link, { work_duration: 3, break_duration: 1 }, page);
    await tomato(page, "Press Me!").click();
    await tomato(page, "Break time").waitFor();
    await page.getByRole("button", { name: "Start work" }).click();
    await tomato(page, "Work").waitFor();
  });
});

describe("more time", () => {
  it("in an alarm the buttons for more time say what they lengthen", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    const more = page.locator("[data-seconds]");
    await changeSetup(here.server, link, { work_duration: 1, break_duration: 1 }, page);
    await tomato(page, "Press Me!").click();
    await tomato(page, "Break time").waitFor();
    expect(await more.allTextContents()).toEqual(["+1 min work", "+5 min work"]);
    await tomato(page, "Break time").click();
    await tomato(page, "Back to work").waitFor();
    expect(await more.allTextContents()).toEqual(["+1 min break", "+5 min break"]);
    await more.first().click();
    await tomato(page, "Short Break").waitFor();
    expect(await more.allTextContents()).toEqual(["+1 min", "+5 min"]);
  });

  it("added time shows on every device, with the name of the person who added it", async () => {
    const one = await here.open(here.server.http);
    const link = await controlLink(one);
    await tomato(one, "Press Me!").click();
    await act(here.server, link, { action: "extend", seconds: 300, name: "Kim" });
    await one.getByText("Kim added time").waitFor();
    await expect.poll(() => one.locator("[data-tomato] text").last().textContent()).toMatch(/^29:|^30:/);
  });
});

/** Makes a long press last until `endLongPress`. */
const stopLongPress = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const original = window.setTimeout;
    Object.assign(window, {
      setTimeout: (callback: () => void, ms: number) =>
        ms === 800 ? (Object.assign(window, { endLongPress: callback }), 0) : original(callback, ms),
    });
  });
const endLongPress = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as { endLongPress: () => void }).endLongPress());

describe("an action that ends in another state than it began in", () => {
  it("a long press of Skip and its confirmation that cross the end of a period do not skip the next one", async () => {
    const page = await here.open(here.server.http, undefined, stopLongPress);
    const link = await controlLink(page);
    const tooLate = page.getByText("Someone was faster: look again");
    await changeSetup(here.server, link, { work_duration: 6 }, page);
    await tomato(page, "Press Me!").click();
    await page.getByRole("button", { name: "Skip", exact: true }).hover();
    await page.mouse.down();
    await tomato(page, "Break time").waitFor(); // the time was over
    await endLongPress(page);
    await tooLate.waitFor();
    await page.mouse.up();
    const { rev } = await readRoom(here.server, link);
    expect(await readRoom(here.server, link)).toMatchObject({ state: 2 });

    await page.keyboard.press("Tab"); // a key after the mouse shows the focus
    await page.getByRole("button", { name: "Skip", exact: true }).press("Enter");
    await act(here.server, link, { action: "press" });
    await tomato(page, "Short Break").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Skip for everyone" }).click();
    await tooLate.waitFor();
    expect(await readRoom(here.server, link)).toMatchObject({ state: 3, rev: rev + 1 });
  });

  it("a click on the tomato, Pause or Undo during which somebody changes the room does nothing and says so", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    const tooLate = page.getByText("Someone was faster: look again");
    const clickDuring = async (name: string, action: Record<string, unknown>): Promise<void> => {
      await page.getByRole("button", { name, exact: true }).hover();
      await page.mouse.down();
      const { rev } = await readRoom(here.server, link);
      await act(here.server, link, { ...action, name: "Kim" });
      await page.getByText(/^Kim /).waitFor(); // the page shows the change
      await page.mouse.up();
      await tooLate.waitFor();
      expect((await readRoom(here.server, link)).rev).toBe(rev + 1);
      await act(here.server, link, { action: "extend", seconds: 60, name: "Lee" });
      await page.getByText(/^Lee /).waitFor();
    };
    await act(here.server, link, { action: "press" });
    await tomato(page, "Work").waitFor();
    await clickDuring("Pause", { action: "hold" });
    await clickDuring("Undo added time", { action: "resume" });
    await clickDuring("Work", { action: "skip" });
  });

  it("the answer to the question of Setup does nothing when the period has ended meanwhile, and the sheet says so", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "press" });
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await page.getByRole("button", { name: /Long/ }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Cancel" }).waitFor();
    await act(here.server, link, { action: "skip" });
    await tomato(page, "Break time").waitFor({ state: "attached" });
    await page.locator("dialog dialog button").nth(1).click(); // start over
    await page.getByRole("dialog").getByText("Someone was faster: look again").waitFor();
    expect(await readRoom(here.server, link)).toMatchObject({ state: 2, work_duration: 1500 });
  });
});

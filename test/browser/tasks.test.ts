/** The Tasks sheet and the line on the screen: what people work on, the list of the room, and turns. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findAxeViolations } from "../harness/axe";
import { PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { findOverflow } from "../harness/overflow";
import { readRoom } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";
import {
  addName,
  addTask,
  listOf as readList,
  openTasks,
  paste as pasteInto,
  tasksOn,
} from "../harness/tasks-sheet";
import { closeSheet } from "../harness/sheet";

const here = setUpBrowser();

/** What the room has. */
const listOf = (link: URL): Promise<{ text: string; done: boolean }[]> => readList(here.server, link);
const paste = (page: Page, text: string): Promise<void> => pasteInto(page.getByLabel("New task"), text);

describe("the list of a room", () => {
  it("two people who edit the list at once lose nothing, and see the same order", async () => {
    const one = await here.open(here.server.http, PHONE);
    const link = await controlLink(one);
    const two = await here.open(link.href);
    await Promise.all([openTasks(one), openTasks(two)]);
    const names = (who: string): string[] => Array.from({ length: 6 }, (_, i) => `${who} ${i + 1}`);
    await Promise.all([
      (async () => {
        for (const text of names("one")) await addTask(one, text);
      })(),
      (async () => {
        for (const text of names("two")) await addTask(two, text);
      })(),
    ]);
    const all = [...names("one"), ...names("two")].toSorted();
    await expect.poll(async () => (await tasksOn(one)).toSorted()).toEqual(all);
    await expect.poll(async () => (await tasksOn(two)).toSorted()).toEqual(all);
    await expect.poll(async () => (await listOf(link)).length).toBe(12);
    const order = (await listOf(link)).map(({ text }) => text);
    await expect.poll(() => tasksOn(one)).toEqual(order);
    await expect.poll(() => tasksOn(two)).toEqual(order);

    // One ticks what the other renames at the same time.
    await two.getByRole("button", { name: "Change one 1", exact: true }).click();
    await two.getByLabel("Task", { exact: true }).fill("one 1 again");
    await Promise.all([
      one.getByRole("checkbox", { name: "one 1" }).check(),
      two.getByLabel("Task", { exact: true }).press("Enter"),
    ]);
    await expect.poll(() => listOf(link)).toContainEqual({ text: "one 1 again", done: true });
  });

  it("several pasted lines become several tasks, without their bullets", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await openTasks(page);
    await paste(page, "- read chapter 3\r\n* [ ] questions 1–5\n\n2. the summary\n");
    await expect
      .poll(async () => (await listOf(link)).map(({ text }) => text))
      .toEqual(["read chapter 3", "questions 1–5", "the summary"]);
  });

  it("bad input is said in words at the field, stays there, and changes nothing", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await openTasks(page);
    const alert = page.getByRole("alert");
    await addTask(page, "x".repeat(81));
    await alert.getByText("That is longer than 80 characters.").waitFor();
    expect(await page.getByLabel("New task").inputValue()).toHaveLength(81);
    expect(await page.getByLabel("New task").getAttribute("aria-invalid")).toBe("true");
    await addTask(page, "  ");
    await alert.getByText("Write something first.").waitFor();
    await addTask(page, "a\u202eb");
    await alert.getByText("There are characters in it that cannot be shown.").waitFor();
    await page.getByLabel("New task").fill("");
    await paste(page, Array.from({ length: 31 }, (_, i) => `task ${i}`).join("\n"));
    await alert.getByText("The list holds 30 tasks. Remove some first.").waitFor();
    await paste(page, `good\n${"y".repeat(81)}`);
    await alert.getByText("Nothing was added.").waitFor();
    expect(await listOf(link)).toEqual([]);
    await page.getByLabel("New task").fill("😀".repeat(80));
    await page.getByLabel("New task").press("Enter");
    await expect.poll(async () => (await listOf(link)).length).toBe(1);
  });

  it("tasks are moved by dragging, with the arrow keys and with buttons, changed and removed, and an undo brings them back", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await openTasks(page);
    for (const text of ["a", "b", "c"]) await addTask(page, text);
    const expectOrder = async (...texts: string[]): Promise<void> => {
      await expect.poll(() => tasksOn(page)).toEqual(texts);
      await expect.poll(async () => (await listOf(link)).map(({ text }) => text)).toEqual(texts);
    };
    await expectOrder("a", "b", "c");
    const handle = (text: string) => page.getByRole("button", { name: `Move ${text}`, exact: true });
    await handle("a").press("ArrowDown");
    await expectOrder("b", "a", "c");
    expect(await handle("a").evaluate((it) => it === document.activeElement)).toBe(true);
    await page.getByRole("status").getByText("a: place 2 of 3").waitFor({ state: "attached" });

    const [from, to] = [await handle("c").boundingBox(), await handle("b").boundingBox()];
    if (from === null || to === null) throw new Error("a handle is not drawn");
    await page.mouse.move(from.x + 20, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(from.x + 20, to.y + 20, { steps: 5 });
    await page.mouse.move(from.x + 20, to.y + 4);
    await page.mouse.up();
    await expectOrder("c", "b", "a");

    await page.getByRole("button", { name: "Change c", exact: true }).click();
    await page.getByRole("button", { name: "Down", exact: true }).click();
    await expectOrder("b", "c", "a");
    await page.getByLabel("Task", { exact: true }).fill("see");
    await page.getByRole("listitem").getByRole("button", { name: "Save" }).click();
    await expectOrder("b", "see", "a");
    await page.getByRole("button", { name: "Change b", exact: true }).click();
    await page.getByRole("button", { name: "Remove" }).click();
    await expectOrder("see", "a");
    await closeSheet(page);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(async () => (await listOf(link)).map(({ text }) => text)).toEqual(["b", "see", "a"]);
  });

  it("somebody who uses the keyboard goes on where a row was moved, saved or removed", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    const items = ["a", "b", "c"].map((text) => ({ id: text, text, done: false }));
    await act(here.server, link, { action: "list", items });
    const names = ["Ada", "Bo", "Cy"].map((name) => ({ name, away: false }));
    await act(here.server, link, { action: "turns", names, at: 0 });
    await openTasks(page);
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    const expectFocus = (name: string): Promise<void> =>
      expect
        .poll(() =>
          page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent),
        )
        .toBe(name);
    await button("Change a").press("Enter");
    await button("Down").press("Enter");
    await expectFocus("Down");
    await button("Down").press("Enter");
    await expectFocus("Change a"); // it is the last one now
    await page.getByLabel("Task", { exact: true }).press("Enter");
    await expectFocus("Change a");
    await button("Change b").press("Enter");
    await button("Remove").press("Enter");
    await expectFocus("Change c");
    for (const rest of ["a", "c"]) {
      await button(`Change ${rest}`).press("Enter");
      await button("Remove").press("Enter");
    }
    await expect.poll(() => listOf(link)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    await button("Change Bo").press("Enter");
    await button("Remove").press("Enter");
    await expectFocus("Change Cy");
    // A row that goes later than the click, as where the change has to be made again, or because of somebody else.
    await expect.poll(async () => (await readRoom(here.server, link)).turns?.names.length).toBe(2);
    await act(here.server, link, {
      action: "turns",
      names: names.filter(({ name }) => name !== "Cy"),
      at: 0,
    });
    await expectFocus("Change Ada");
  });

  it("a watcher sees the list and the turns, and changes nothing", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "list", items: [{ id: "a", text: "read", done: true }] });
    const names = ["Ada", "Bo"].map((name) => ({ name, away: false }));
    await act(here.server, link, { action: "turns", names, at: 0 });
    const watcher = await here.open(watchLinkOf(link), PHONE);
    await watcher.getByText("Ada's turn").waitFor();
    await openTasks(watcher);
    await watcher.getByRole("checkbox", { name: "read", checked: true, disabled: true }).waitFor();
    await watcher.getByText("has the turn").waitFor();
    expect(await watcher.getByRole("dialog").getByRole("button").allTextContents()).toEqual([""]); // Close
    expect(await watcher.getByRole("dialog").getByRole("textbox").count()).toBe(0);
  });
});

describe("what a person works on", () => {
  it("what a person works on stands on the screen and under People for everyone, and this device remembers it for the room", async () => {
    const one = await here.open(here.server.http, PHONE);
    const link = await controlLink(one);
    const two = await here.open(link.href);
    await openTasks(one);
    await one.getByLabel("I'm working on").fill("chapter 3");
    await one.getByRole("button", { name: "Save" }).click();
    await closeSheet(one);
    await one.getByText("chapter 3", { exact: true }).waitFor();
    await two.getByRole("button", { name: "People" }).click();
    await two.getByText("works on chapter 3").waitFor();

    await one.reload();
    await one.getByText("chapter 3", { exact: true }).waitFor();
    await two.getByText("works on chapter 3").waitFor();
    await one.goto(`${here.server.http}/r/another-room`);
    await waitForPeople(one, 1);
    expect(await one.getByText("chapter 3", { exact: true }).count()).toBe(0);
    await one.goto(link.href);
    await openTasks(one);
    await one.getByRole("button", { name: "Clear" }).click();
    await two.getByText("works on chapter 3").waitFor({ state: "detached" });
  });

  it("when work ends the screen asks whether it is done, and Done ticks it in the list", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await act(here.server, link, { action: "list", items: [{ id: "a", text: "chapter 3", done: false }] });
    await openTasks(page);
    await page.getByRole("button", { name: "Change chapter 3" }).click();
    await page.getByRole("button", { name: "I'm working on this" }).click();
    await closeSheet(page);
    await act(here.server, link, { action: "press" });
    await tomato(page, "Work").waitFor();
    await act(here.server, link, { action: "skip" });
    await page.getByText("chapter 3: done?").waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("Press to start your break").waitFor();
    await page.getByText("chapter 3", { exact: true }).waitFor();

    await act(here.server, link, { action: "skip" });
    await tomato(page, "Work").waitFor();
    await act(here.server, link, { action: "skip" });
    await page.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => listOf(link)).toEqual([{ text: "chapter 3", done: true }]);
    expect(await page.getByText("chapter 3", { exact: true }).count()).toBe(0);
  });
});

describe("turns", () => {
  it("a mob goes on with one tap: the alarm offers the next one's turn", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await openTasks(page);
    await addName(page, "Ada");
    await page.getByText("Turns need two names: add one more.").waitFor();
    for (const name of ["Bo", "Cy", "Di"]) await addName(page, name);
    await addName(page, "Bo");
    await page.getByRole("alert").getByText("Bo takes turns already.").waitFor();
    await page.getByRole("button", { name: "Change Cy" }).click();
    await page.getByRole("button", { name: "Away", exact: true }).click();
    await closeSheet(page);
    await page.getByText("Ada's turn").waitFor();
    await page.getByText("Bo next").waitFor();
    await tomato(page, "Press Me!").click();
    for (const name of ["Bo", "Di", "Ada"]) {
      await tomato(page, "Work").waitFor();
      await act(here.server, link, { action: "skip" });
      await page.getByRole("button", { name: `${name}'s turn` }).click();
    }
    await tomato(page, "Work").waitFor();
    await expect.poll(() => readRoom(here.server, link)).toMatchObject({ state: 1, turns: { at: 0 } });
  });
});

describe.each([
  ["en-GB", "Tasks"],
  ["nl-NL", "Taken"],
  ["de-DE", "Aufgaben"],
])("on a small phone in %s", (locale, sheet) => {
  it(`everything of the sheet and of the screen fits in ${locale}, and axe finds nothing`, async () => {
    const page = await here.open(here.server.http, { ...SMALL_PHONE, locale });
    const link = await controlLink(page);
    const foot = page.locator("nav button");
    expect(await foot.count()).toBe(6);
    const tops = await foot.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
    const items = ["kurz", "w".repeat(80), "a text with many words that has to wrap on a small phone"].map(
      (text, i) => ({ id: `i${i}`, text, done: i === 0 }),
    );
    await act(here.server, link, { action: "list", items });
    const names = ["Ada", "Wilhelmina Maximiliana Alexandra"].map((name) => ({ name, away: false }));
    await act(here.server, link, { action: "turns", names, at: 0 });
    await page.getByRole("button", { name: sheet, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: sheet });
    const row = (first: string): string => `listitem ${first} button button`;
    const items3 = Array.from({ length: 3 }, () => row("checkbox")).join(" ");
    // The heading and the close button show at once; the content of the sheet loads after them.
    await expect
      .poll(() => readingOrder(dialog))
      .toBe(
        `heading button textbox button heading list ${items3} textbox button ` +
          `heading list ${row("").replace("  ", " ")} ${row("").replace("  ", " ")} textbox button button button button button`,
      );
    await dialog.getByRole("textbox").first().fill("k".repeat(80));
    await dialog.getByRole("textbox").first().press("Enter");
    await dialog.locator("[aria-expanded]").first().click();
    await dialog.locator("[aria-expanded]").last().click();
    expect(await findOverflow(page)).toEqual([]);
    expect(await findAxeViolations(page)).toEqual([]);
    await closeSheet(page);
    await page.getByText("Ada", { exact: false }).first().waitFor();
    expect(await pageOverflow(page)).toEqual([0, 0]);
    await act(here.server, link, { action: "press" });
    await act(here.server, link, { action: "skip" });
    await page.locator("[data-question] button").first().waitFor();
    expect(await pageOverflow(page)).toEqual([0, 0]);
    expect(await coveredButtons(page)).toEqual([]);
    expect(await findAxeViolations(page)).toEqual([]);
  });
});

/** The headings, lists, fields and buttons as a screen reader comes to them, by their roles. */
const readingOrder = async (dialog: Locator): Promise<string> =>
  [...(await dialog.ariaSnapshot()).matchAll(/- (heading|listitem|list|checkbox|textbox|button)\b/g)]
    .map(([, role]) => role)
    .join(" ");
/** By how many px the page is larger than the screen. */
const pageOverflow = (page: Page): Promise<number[]> =>
  page.evaluate(() => [
    document.documentElement.scrollHeight - innerHeight,
    document.documentElement.scrollWidth - innerWidth,
  ]);
/** The visible buttons whose middle is outside of the screen or under something else. */
const coveredButtons = (page: Page): Promise<(string | null)[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("main button")]
      .filter(
        (button) => !button.matches("[data-state]") && button.checkVisibility({ visibilityProperty: true }),
      )
      .filter((button) => {
        const { left, right, top, bottom } = button.getBoundingClientRect();
        return !button.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
      })
      .map((button) => button.textContent || button.ariaLabel),
  );

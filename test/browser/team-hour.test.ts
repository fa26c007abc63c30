/**
 * An hour of a pair, of a mob of four and of a class, with periods of seconds: what each person does and sees, in order,
 * on real pages of the real server.
 */
import { readFileSync } from "node:fs";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { DESKTOP, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { act, controlLink, roomIn, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { readHistory } from "../harness/history";
import { postAction } from "../harness/http";
import { changeSetup, readRoom } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";
import { addTask, listOf, openTasks, paste, tasksOn } from "../harness/tasks-sheet";
import { closeSheet } from "../harness/sheet";

const here = setUpBrowser();
/** A play of an hour has many steps, and each waits for a page; ms. */
const PLAY_MS = 180_000;

/** Somebody opens the link and says who they are. */
async function arrive(href: string, name: string, options: BrowserContextOptions = DESKTOP): Promise<Page> {
  const page = await here.open(href, options);
  await page.getByRole("button", { name: "People" }).click();
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(`${name} (you)`).waitFor();
  await closeSheet(page);
  return page;
}
async function workOn(page: Page, text: string): Promise<void> {
  await page.getByLabel("I'm working on").fill(text);
  await page.getByRole("button", { name: "Save" }).click();
}
/** This device asks for a word so many minutes before the end. */
async function askForWord(page: Page, minutes: number): Promise<void> {
  await page.getByRole("button", { name: "This device" }).click();
  await page.getByLabel("A word before the end").selectOption(String(minutes));
  await closeSheet(page);
}
/** Resolves when every page shows this state. */
const waitForAll = (pages: readonly Page[], message: string): Promise<unknown> =>
  Promise.all(pages.map((page) => tomato(page, message).waitFor()));
const waitForTextOnAll = (pages: readonly Page[], text: string): Promise<unknown> =>
  Promise.all(pages.map((page) => page.getByText(text).waitFor()));
const isSoon = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.hasAttribute("data-soon"));
/** What this device has of its own log, as CSV, from the sheet History. */
async function savedLog(page: Page): Promise<string> {
  await page.getByRole("button", { name: "History" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as CSV" }).click(),
  ]);
  return readFileSync(await download.path(), "utf8");
}
/** The fields `text` and `done` of each line of a log. */
const linesOf = (csv: string): string[] =>
  csv
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",").slice(2).join(","));

describe("an hour", { timeout: PLAY_MS }, () => {
  it("a pair says what each works on, edits one list at once, ticks, is asked when it rings, and keeps two logs", async () => {
    const ada = await arrive(here.server.http, "Ada");
    const link = await controlLink(ada);
    const bo = await arrive(link.href, "Bo", PHONE);
    const pair = [ada, bo];
    await askForWord(bo, 1);

    // Ada says what she works on. Both write the list at the same time: nothing is lost, and both see one order.
    await Promise.all(pair.map(openTasks));
    await workOn(ada, "chapter 3");
    await Promise.all([
      (async () => {
        for (const text of ["read 3.1", "read 3.2"]) await addTask(ada, text);
      })(),
      (async () => {
        for (const text of ["questions", "summary"]) await addTask(bo, text);
      })(),
    ]);
    await expect.poll(async () => (await listOf(here.server, link)).length).toBe(4);
    const order = (await listOf(here.server, link)).map(({ text }) => text);
    expect(order.toSorted()).toEqual(["questions", "read 3.1", "read 3.2", "summary"]);
    for (const page of pair) await expect.poll(() => tasksOn(page)).toEqual(order);
    await bo.getByRole("button", { name: "Change summary" }).click();
    await bo.getByRole("button", { name: "I'm working on this" }).click();
    await Promise.all(pair.map(closeSheet));
    await ada.getByRole("button", { name: "People" }).click();
    await ada.getByText("works on chapter 3").waitFor();
    await ada.getByText("works on summary").waitFor();
    await closeSheet(ada);

    // Work, a pause in which both tick, and the end of the work by its time.
    await changeSetup(here.server, link, { work_duration: 15, break_duration: 300 }, ...pair);
    await tomato(ada, "Press Me!").click();
    await waitForAll(pair, "Work");
    await bo.getByRole("button", { name: "Pause", exact: true }).click();
    await waitForAll(pair, "Work, Paused");
    await Promise.all(pair.map(openTasks));
    await Promise.all([
      ada.getByRole("checkbox", { name: "read 3.1" }).check(),
      bo.getByRole("checkbox", { name: "questions" }).check(),
    ]);
    const ticked = async (): Promise<string[]> =>
      (await listOf(here.server, link)).flatMap(({ text, done }) => (done ? [text] : [])).toSorted();
    await expect.poll(ticked).toEqual(["questions", "read 3.1"]);
    for (const page of pair) await page.getByText("2 of 4 to do").waitFor();
    await Promise.all(pair.map(closeSheet));
    await ada.getByRole("button", { name: "Resume", exact: true }).click();
    await waitForAll(pair, "Break time");

    // It rings, and each is asked for what they worked on. Bo's came from the list: there it is ticked.
    await ada.getByText("chapter 3: done?").waitFor();
    await bo.getByText("summary: done?").waitFor();
    await ada.getByRole("button", { name: "Go on" }).click();
    await bo.getByRole("button", { name: "Done" }).click();
    await expect.poll(ticked).toEqual(["questions", "read 3.1", "summary"]);
    await ada.locator("main").getByText("chapter 3", { exact: true }).waitFor();
    expect(await bo.getByText("summary", { exact: true }).count()).toBe(0);
    const [record, ...more] = await readHistory(here.server, roomIn(link));
    expect(more).toEqual([]);
    expect(record).toMatchObject({ how: "done", planned: 15, worked: 15, list_done: 3, people: 2 });
    expect(JSON.stringify(record)).not.toMatch(/chapter|read|questions|summary|Ada|Bo/);

    // The break, taken back and taken again: who has answered is not asked again.
    await tomato(bo, "Break time").click();
    await waitForAll(pair, "Short Break");
    await ada.getByRole("button", { name: "Undo" }).click();
    await waitForAll(pair, "Break time");
    await ada.getByText("Press to start your break").waitFor();
    expect(await ada.locator("[data-question]").count()).toBe(0);
    await tomato(ada, "Break time").click();
    await waitForAll(pair, "Short Break");
    await act(here.server, link, { action: "skip" });
    await act(here.server, link, { action: "setup", work_duration: 65, when: "next" });

    // A word before the end, on the device that has asked for it. +5 takes it away.
    await tomato(bo, "Back to work").click();
    await waitForAll(pair, "Work");
    await expect.poll(() => isSoon(bo)).toBe(true);
    expect(await isSoon(ada)).toBe(false);
    await bo.getByRole("button", { name: "+5 min" }).click();
    await expect.poll(() => isSoon(bo)).toBe(false);
    await expect.poll(() => readRoom(here.server, link)).toMatchObject({ state: 1, total_ms: 365_000 });
    await act(here.server, link, { action: "skip" });
    await ada.getByText("chapter 3: done?").waitFor();
    await ada.getByRole("button", { name: "Done" }).click();
    await tomato(ada, "Break time").click();
    await waitForAll(pair, "Short Break");

    // Each device has its own log, and can delete it.
    expect(linesOf(await savedLog(bo))).toEqual(['"summary",true']);
    expect(linesOf(await savedLog(ada))).toEqual(['"chapter 3",false', '"chapter 3",true']);
    await ada.getByRole("button", { name: "Delete my log" }).click();
    await ada.locator("dialog dialog").getByRole("button", { name: "Delete my log" }).click();
    await ada.getByRole("heading", { name: "You", exact: true }).waitFor({ state: "detached" });
    await bo.getByRole("heading", { name: "You", exact: true }).waitFor();
  });

  it("a mob of four passes the turn on with one tap, over a pause, an undo, more time and somebody who leaves", async () => {
    const ada = await arrive(here.server.http, "Ada");
    const link = await controlLink(ada);
    const bo = await arrive(link.href, "Bo", PHONE);
    const cy = await arrive(link.href, "Cy", SMALL_PHONE);
    const di = await arrive(link.href, "Di", PHONE);
    const mob = [ada, bo, cy, di];
    await Promise.all(mob.map((page) => waitForPeople(page, 4)));

    // The preset, and everyone who is here takes turns; the others see it at once.
    await ada.getByRole("button", { name: "Setup", exact: true }).click();
    await ada.getByRole("button", { name: "Mob 7/5" }).click();
    await ada.getByRole("button", { name: "Save" }).click();
    await expect.poll(async () => (await readRoom(here.server, link)).work_duration).toBe(420);
    await openTasks(ada);
    await paste(ada.getByLabel("New name"), "1. Ada\n2. Bo\n3. Cy");
    await ada.getByRole("button", { name: "Move Cy" }).waitFor();
    await ada.getByRole("button", { name: "Add everyone here" }).click();
    await ada.getByRole("button", { name: "Move Di" }).press("ArrowUp");
    await ada.getByRole("status").getByText("Di: place 3 of 4").waitFor({ state: "attached" });
    await closeSheet(ada);
    await waitForTextOnAll(mob, "Ada's turn");
    const turns = async (): Promise<unknown> => {
      const { turns } = await readRoom(here.server, link);
      return (
        turns && { at: turns.names[turns.at]?.name, order: turns.names.map(({ name }) => name).join(" ") }
      );
    };
    await expect.poll(turns).toEqual({ at: "Ada", order: "Ada Bo Di Cy" });
    await waitForTextOnAll(mob, "Bo next");

    // Ada works until her time is over. The first choice on every screen is Bo's turn.
    await changeSetup(here.server, link, { work_duration: 4, when: "next" }, ada);
    await tomato(ada, "Press Me!").click();
    await waitForAll(mob, "Break time");
    await act(here.server, link, { action: "setup", work_duration: 420, when: "next" });
    const choice = (page: Page, name: string) => page.getByRole("button", { name: `${name}'s turn` });
    await Promise.all(mob.map((page) => choice(page, "Bo").waitFor()));
    await choice(bo, "Bo").click();
    await waitForAll(mob, "Work");
    await waitForTextOnAll(mob, "Di next");

    // A pause changes no turn. A skip passes it on, its undo takes it back, and so does more time.
    await cy.getByRole("button", { name: "Pause", exact: true }).click();
    await waitForAll(mob, "Work, Paused");
    await cy.getByRole("button", { name: "Resume", exact: true }).click();
    await waitForAll(mob, "Work");
    expect(await turns()).toMatchObject({ at: "Bo" });
    await act(here.server, link, { action: "skip" });
    await Promise.all(mob.map((page) => choice(page, "Di").waitFor()));
    await bo.getByRole("button", { name: "Undo" }).click();
    await waitForAll(mob, "Work");
    expect(await turns()).toMatchObject({ at: "Bo" });
    await act(here.server, link, { action: "skip" });
    await waitForAll(mob, "Break time");
    await bo.getByRole("button", { name: "+1 min" }).click();
    await waitForAll(mob, "Work");
    expect(await turns()).toMatchObject({ at: "Bo" });

    // Cy has to leave and is passed over; Di hands over before her time is up.
    await openTasks(cy);
    await cy.getByRole("button", { name: "Change Cy" }).click();
    await cy.getByRole("button", { name: "Away", exact: true }).click();
    await cy.getByRole("button", { name: "Away", exact: true, pressed: true }).waitFor();
    await closeSheet(cy);
    await act(here.server, link, { action: "skip" });
    await choice(di, "Di").click();
    await waitForAll(mob, "Work");
    await waitForTextOnAll(mob, "Ada next");
    await openTasks(di);
    await di.getByRole("button", { name: "Next turn" }).click();
    await closeSheet(di);
    await waitForTextOnAll(mob, "Bo next");
    expect(await turns()).toEqual({ at: "Ada", order: "Ada Bo Di Cy" });

    // Ada's work ends, and with it the hour: no more turns, and the screen is as quiet as before.
    await act(here.server, link, { action: "skip" });
    await choice(ada, "Bo").waitFor();
    await openTasks(ada);
    await ada.getByRole("button", { name: "No more turns" }).click();
    await closeSheet(ada);
    await Promise.all(mob.map((page) => choice(page, "Bo").waitFor({ state: "detached" })));
    expect(await readRoom(here.server, link)).not.toHaveProperty("turns");
    const records = await readHistory(here.server, roomIn(link));
    expect(records.map(({ how }) => how).toSorted()).toEqual(["done", "skipped", "skipped"]);
    expect(records.every(({ list_done }) => list_done === 0)).toBe(true);
  });

  it("a class begins at the set start, sees everything its teacher does, and changes nothing", async () => {
    const teacher = await arrive(here.server.http, "Ms Grey");
    const link = await controlLink(teacher);
    const pupils = await Promise.all(
      [SMALL_PHONE, PHONE, DESKTOP].map((options) => here.open(watchLinkOf(link), options)),
    );
    const [first, second, third] = pupils as [Page, Page, Page];
    const everyone = [teacher, ...pupils];
    await Promise.all(everyone.map((page) => waitForPeople(page, 4)));
    await askForWord(second, 1);

    // Before the lesson: the start of tomorrow, and what there is to do.
    await teacher.getByRole("button", { name: "Setup", exact: true }).click();
    await teacher.getByLabel("Day").selectOption("1");
    await teacher.getByLabel("Time").fill("09:00");
    await teacher.getByRole("button", { name: "Set the start" }).click();
    await waitForAll(everyone, "Starts \\w{3} 09:00$");
    await closeSheet(teacher);
    await openTasks(teacher);
    await workOn(teacher, "chapter 3");
    await paste(teacher.getByLabel("New task"), "read chapter 3\nquestions 1–5\nthe summary");
    await closeSheet(teacher);
    await openTasks(first);
    await expect.poll(() => tasksOn(first)).toEqual(["read chapter 3", "questions 1–5", "the summary"]);
    const dialog = first.getByRole("dialog");
    expect(await dialog.getByRole("checkbox", { disabled: true }).count()).toBe(3);
    expect(await dialog.getByRole("button").allTextContents()).toEqual([""]); // Close
    expect(await dialog.getByRole("textbox").count()).toBe(0);
    await closeSheet(first);
    await second.getByRole("button", { name: "People" }).click();
    await second.getByText("works on chapter 3").waitFor();
    await closeSheet(second);

    // Nobody of the class can change anything: neither on the page nor with a program.
    await tomato(third, "Starts").click();
    await third.getByText("Only somebody with the control link can press").waitFor();
    const before = await readRoom(here.server, link);
    const names = ["Ada", "Bo"].map((name) => ({ name, away: false }));
    for (const action of [
      { action: "press" },
      { action: "list", items: [] },
      { action: "turns", names, at: 0 },
      { action: "next" },
      { action: "start", at: null },
      { action: "undo" },
    ]) {
      const { status, message } = await postAction(here.server, roomIn(link), action);
      expect([status, message]).toMatchObject([403, { code: "not-allowed" }]);
    }
    expect({ ...(await readRoom(here.server, link)), now: 0 }).toEqual({ ...before, now: 0 });

    // The start comes nearer. At its moment work begins on every screen.
    await act(here.server, link, { action: "setup", work_duration: 65, when: "next" });
    const startsAt = (await readRoom(here.server, link)).now + 3000;
    await act(here.server, link, { action: "start", at: startsAt });
    await waitForAll(everyone, "Work");
    await expect
      .poll(() => readRoom(here.server, link))
      .toMatchObject({
        state: 1,
        started_at: startsAt,
        rang_at: startsAt,
      });
    await expect.poll(() => isSoon(second)).toBe(true);
    expect(await Promise.all([teacher, first, third].map(isSoon))).toEqual([false, false, false]);

    // The teacher ticks, and the class sees it. When work has ended, only the teacher is asked.
    await openTasks(teacher);
    await teacher.getByRole("checkbox", { name: "read chapter 3" }).check();
    await closeSheet(teacher);
    await openTasks(third);
    await third.getByRole("checkbox", { name: "read chapter 3", checked: true, disabled: true }).waitFor();
    await third.getByText("2 of 3 to do").waitFor();
    await closeSheet(third);
    await act(here.server, link, { action: "skip" });
    await waitForAll(everyone, "Break time");
    await teacher.getByText("chapter 3: done?").waitFor();
    for (const pupil of pupils) {
      expect(await pupil.locator("[data-question]").count()).toBe(0);
      await pupil.getByText("Waiting for Ms Grey").waitFor();
    }
    await teacher.getByRole("button", { name: "Done" }).click();

    // The history is everyone's, without a word of what was done.
    await second.getByRole("button", { name: "History" }).click();
    await second.getByRole("heading", { name: "Today" }).waitFor();
    expect(await second.getByRole("heading", { name: "You", exact: true }).count()).toBe(0);
    const [record] = await readHistory(here.server, roomIn(link));
    expect(record).toMatchObject({ started_at: startsAt, how: "skipped", list_done: 1, people: 4 });
  });
});

/** Dragging rows of the list and of the turns with a finger, while the sheet still scrolls, and while others edit. */
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PHONE, SMALL_PHONE } from "../harness/browser";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";
import { readRoom } from "../harness/room-actions";
import { listOf, openTasks, tasksOn } from "../harness/tasks-sheet";
import { middleOf, touch } from "../harness/touch";
import type { Fingers } from "../harness/touch";

const here = setUpBrowser();
const itemsOf = (...texts: string[]) =>
  texts.map((text) => ({ id: text.replace(" ", "-"), text, done: false }));

interface Stage {
  readonly page: Page;
  readonly link: URL;
  readonly finger: Fingers;
  readonly setList: (...texts: string[]) => Promise<void>;
}
/** The sheet Tasks of a room with this list, on a phone. */
async function openList(texts: readonly string[], options = PHONE): Promise<Stage> {
  const page = await here.open(here.server.http, options);
  const link = await controlLink(page);
  const setList = async (...now: string[]): Promise<void> => {
    await act(here.server, link, { action: "list", items: itemsOf(...now) });
    await expect.poll(() => tasksOn(page)).toEqual(now);
  };
  await openTasks(page);
  await setList(...texts);
  return { page, link, finger: await touch(page), setList };
}
const handle = (page: Page, text: string): Locator =>
  page.getByRole("button", { name: `Move ${text}`, exact: true });
const isDragging = (page: Page): Promise<boolean> => page.locator("li[data-dragged=true]").isVisible();
const scrollTop = (page: Page): Promise<number> =>
  page.getByRole("dialog").evaluate((dialog) => dialog.firstElementChild?.scrollTop ?? -1);
/** Resolves when page and room have the list in this order. */
async function expectOrder({ page, link }: Stage, ...texts: string[]): Promise<void> {
  await expect.poll(() => tasksOn(page)).toEqual(texts);
  await expect.poll(async () => (await listOf(here.server, link)).map(({ text }) => text)).toEqual(texts);
}
/** Puts the finger on the handle of one row and moves it to the middle of another row. */
async function dragTo({ page, finger }: Stage, text: string, other: string): Promise<void> {
  const [from, to] = [await middleOf(handle(page, text)), await middleOf(handle(page, other))];
  await finger.down(from);
  await finger.move({ x: from.x, y: to.y + Math.sign(to.y - from.y) * 6 });
}

describe("a finger on a handle", () => {
  it("a finger on a handle drags the row down and up, and the sheet neither scrolls nor closes", async () => {
    const stage = await openList(["a", "b", "c", "d"]);
    await dragTo(stage, "a", "c");
    expect(await isDragging(stage.page)).toBe(true);
    await stage.finger.up();
    await expectOrder(stage, "b", "c", "a", "d");
    await dragTo(stage, "d", "b");
    await stage.finger.up();
    await expectOrder(stage, "d", "b", "c", "a");
    expect(await scrollTop(stage.page)).toBe(0);
    expect(await isDragging(stage.page)).toBe(false);
  });

  it("a drag that the system takes away leaves everything in its place, and so does a tap", async () => {
    const stage = await openList(["a", "b", "c"]);
    const { rev } = await readRoom(here.server, stage.link);
    await dragTo(stage, "a", "c");
    await stage.finger.cancel();
    await expect.poll(() => isDragging(stage.page)).toBe(false);
    await stage.finger.down(await middleOf(handle(stage.page, "b")));
    await stage.finger.up();
    await expectOrder(stage, "a", "b", "c");
    expect((await readRoom(here.server, stage.link)).rev).toBe(rev);
  });

  it("a second finger on another handle changes nothing", async () => {
    const stage = await openList(["a", "b", "c", "d"]);
    const second = await middleOf(handle(stage.page, "d"));
    await dragTo(stage, "a", "b");
    await stage.finger.down(second, 1);
    await stage.finger.move({ x: second.x, y: second.y - 150 }, 1);
    await stage.finger.up(1);
    await stage.finger.up();
    await expectOrder(stage, "b", "a", "c", "d");
  });

  it("near the edge a finger that rests goes on scrolling, so that a row gets from one end to the other", async () => {
    const texts = Array.from({ length: 20 }, (_, i) => `task ${i + 1}`);
    const stage = await openList(texts, SMALL_PHONE);
    const from = await middleOf(handle(stage.page, "task 1"));
    await stage.finger.down(from);
    await stage.finger.move({ x: from.x, y: 560 });
    await handle(stage.page, "task 20").waitFor();
    await expect
      .poll(async () => (await handle(stage.page, "task 20").boundingBox())?.y ?? Infinity)
      .toBeLessThan(480);
    await stage.finger.up();
    await expect.poll(() => tasksOn(stage.page)).toEqual([...texts.slice(1), "task 1"]);
  });

  it("a finger on a handle drags the names of the turns, and whoever has the turn keeps it", async () => {
    const stage = await openList([]);
    const names = ["Ada", "Bo", "Cy"].map((name) => ({ name, away: false }));
    await act(here.server, stage.link, { action: "turns", names, at: 0 });
    await handle(stage.page, "Cy").scrollIntoViewIfNeeded();
    await dragTo(stage, "Cy", "Ada");
    await stage.finger.up();
    await expect
      .poll(async () => {
        const { turns } = await readRoom(here.server, stage.link);
        return [turns?.names.map(({ name }) => name), turns?.at];
      })
      .toEqual([["Cy", "Ada", "Bo"], 1]);
  });
});

describe("after a finger has dragged something", () => {
  /** Presses the tomato as a screen reader does: with a click alone, without a pointer or a key that goes down. */
  const pressWithoutPointer = (page: Page): Promise<void> =>
    page.locator("[data-tomato] > button").evaluate((button) => (button as HTMLElement).click());

  it("a press without a pointer is aimed at the room of now, after a row was dragged", async () => {
    const stage = await openList(["a", "b", "c"]);
    await dragTo(stage, "a", "c");
    await stage.finger.up();
    await expectOrder(stage, "b", "c", "a");
    await pressWithoutPointer(stage.page);
    await expect.poll(async () => (await readRoom(here.server, stage.link)).state).toBe(1);
  });

  it("a press without a pointer is aimed at the room of now, after the sheet was pulled down", async () => {
    const { page, link, finger } = await openList(["a"]);
    const head = await middleOf(page.getByRole("dialog").getByRole("heading", { name: "Tasks" }));
    await finger.down(head);
    await finger.move({ x: head.x, y: head.y + 200 });
    await finger.up();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await act(here.server, link, { action: "list", items: [] });
    await page.getByText("The list was changed").waitFor();
    await pressWithoutPointer(page);
    await expect.poll(async () => (await readRoom(here.server, link)).state).toBe(1);
  });
});

describe("a finger beside the handles", () => {
  it("a finger beside the handles scrolls the sheet, and moves no row", async () => {
    const texts = Array.from({ length: 20 }, (_, i) => `task ${i + 1}`);
    const stage = await openList(texts, SMALL_PHONE);
    const from = await middleOf(stage.page.getByText("task 4", { exact: true }));
    await stage.finger.down(from);
    await stage.finger.move({ x: from.x, y: from.y - 200 });
    expect(await isDragging(stage.page)).toBe(false);
    await stage.finger.up();
    await expect.poll(() => scrollTop(stage.page)).toBeGreaterThan(100);
    await expectOrder(stage, ...texts);
  });
});

describe("somebody else edits during a drag", () => {
  it("only the row that is dragged moves, also when others come and go above it", async () => {
    const stage = await openList(["a", "b", "c", "d"]);
    for (const now of [
      ["b", "c", "d"],
      ["x", "y", "b", "c", "d", "z"],
    ]) {
      await dragTo(stage, "c", "b");
      await stage.setList(...now);
      await stage.finger.up();
      await expect.poll(() => isDragging(stage.page)).toBe(false);
      const order = await tasksOn(stage.page);
      expect(order.filter((text) => text !== "c")).toEqual(now.filter((text) => text !== "c"));
      await expectOrder(stage, ...order);
      await stage.setList("a", "b", "c", "d");
    }
  });

  it("a row that is removed under the finger ends the drag, and the next one works", async () => {
    const stage = await openList(["a", "b", "c"]);
    await dragTo(stage, "a", "b");
    await stage.setList("b", "c");
    expect(await isDragging(stage.page)).toBe(false);
    await stage.finger.up();
    await expectOrder(stage, "b", "c");
    await dragTo(stage, "b", "c");
    await stage.finger.up();
    await expectOrder(stage, "c", "b");
  });

  it("a row that is moved under the finger is still dragged", async () => {
    const stage = await openList(["a", "b", "c", "d"]);
    await dragTo(stage, "a", "b");
    await stage.setList("d", "c", "b", "a");
    const { page, finger } = stage;
    const top = await middleOf(handle(page, "d"));
    await finger.move({ x: top.x, y: top.y - 40 });
    await finger.up();
    await expectOrder(stage, "a", "d", "c", "b");
  });
});

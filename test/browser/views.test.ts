/* The views of a desktop, of a screen for a room full of people, and of a phone that stands beside the work. */
import jsQR from "jsqr";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findAxeViolations } from "../harness/axe";
import { DESKTOP, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { decodePixels } from "../harness/pixels";
import { readRoom, startWork } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";

const here = setUpBrowser();
const PROJECTOR = { viewport: { width: 1920, height: 1080 } };
const DOCKED = { viewport: { width: 844, height: 390 }, hasTouch: true, isMobile: true };

const boxOf = async (locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> => {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("it is not visible");
  return box;
};
const viewOf = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.documentElement.dataset["view"]);
const sizeOf = (locator: Locator): Promise<number> =>
  locator.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));

describe("a desktop", () => {
  it("the space beside the tomato has the people, the turns and the tasks, in letters that a room can read, and a sheet covers no part of the tomato", async () => {
    const page = await here.open(here.server.http, PROJECTOR);
    const link = await controlLink(page);
    expect(await page.getByRole("complementary").count()).toBe(0); // alone, and without tasks
    const other = await here.open(link.href, DESKTOP);
    await waitForPeople(other, 2);
    await act(here.server, link, { action: "list", items: [{ id: "a", text: "Write", done: false }] });
    await act(here.server, link, {
      action: "turns",
      names: ["Kim", "Ann"].map((name) => ({ name, away: false })),
      at: 0,
    });
    const people = page.getByRole("complementary", { name: "People" });
    const tasks = page.getByRole("complementary", { name: "Tasks" });
    await people.getByText("You", { exact: true }).waitFor();
    await tasks.getByText("Write").waitFor();
    await tasks.getByText("Kim").waitFor();
    // 24 px are 2.5 cm on a picture 2 m wide.
    for (const text of [
      people.getByText("You", { exact: true }),
      tasks.getByText("Write"),
      tasks.getByText("Kim"),
    ])
      expect(await sizeOf(text)).toBeGreaterThanOrEqual(24);
    expect(await findAxeViolations(page)).toEqual([]);

    for (const one of [page, other]) {
      await one.getByRole("button", { name: "Setup", exact: true }).click();
      const [sheet, fruit] = [
        await boxOf(one.getByRole("dialog")),
        await boxOf(one.locator("[data-tomato]")),
      ];
      expect(sheet.x).toBeGreaterThan(fruit.x + fruit.width);
      await one.keyboard.press("Escape");
    }
  });

  it("the presets of Setup stand in one row or in two of two, wherever the sheet is", async () => {
    for (const viewport of [
      { width: 1100, height: 700 },
      { width: 1920, height: 1080 },
      { width: 320, height: 640 },
    ]) {
      const page = await here.open(here.server.http, { viewport });
      await page.getByRole("button", { name: "Setup", exact: true }).click();
      const presets = page.getByRole("group", { name: "Presets" }).getByRole("button");
      await expect.poll(() => presets.count()).toBe(4);
      const tops = await presets.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
      const rows = [...new Set(tops)].map((top) => tops.filter((other) => other === top).length);
      expect([[4], [2, 2]], `${viewport.width} px`).toContainEqual(rows);
    }
  });

  it("a finished tomato hangs on the vine and stands in today's list, green as long as its set lasts", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await tomato(page, "Press Me!").waitFor();
    await startWork(here.server, link, 1);
    await page.getByRole("img", { name: "The vine of today: 1 tomato" }).waitFor({ state: "attached" });
    expect(await page.locator(".v-fruit").getAttribute("data-ripe")).toBe("false");
    const today = page.getByRole("complementary", { name: "Today" });
    await today.getByText("1 tomato").waitFor();
    expect(await today.getByRole("listitem").allTextContents()).toEqual([
      expect.stringMatching(/^\d\d:\d\d/),
    ]);
    expect(await findAxeViolations(page)).toEqual([]);
    await act(here.server, link, { action: "reset" });
    await expect.poll(() => page.locator(".v-fruit").getAttribute("data-ripe")).toBe("true");
  });
});

describe("the big screen", () => {
  it("the key F gives the tomato 85 % of the height and the line 4 %, with a code that follows the room; the controls fade, and F leads back", async () => {
    const page = await here.open(here.server.http, PROJECTOR);
    const link = await controlLink(page);
    await tomato(page, "Press Me!").waitFor();
    await page.getByRole("button", { name: "Big screen" }).waitFor();
    await page.keyboard.press("f");
    await page.getByRole("img", { name: "QR code" }).waitFor();
    expect(await viewOf(page)).toBe("big");
    const fruit = await boxOf(page.locator("[data-tomato]"));
    expect(fruit.height).toBeCloseTo(0.85 * 1080, 0);
    expect(await sizeOf(page.getByText("Press to start working"))).toBeCloseTo(0.04 * 1080, 0);
    const code = await boxOf(page.getByRole("img", { name: "QR code" }));
    expect(code.width).toBeGreaterThan(1920 / 6);
    expect(code.x + code.width).toBeLessThan(fruit.x + fruit.width * 0.03);
    const { width, height, data } = await decodePixels(here.browser, await page.screenshot());
    expect(jsQR(new Uint8ClampedArray(data), width, height)?.data).toBe(watchLinkOf(link));

    expect(await findAxeViolations(page)).toEqual([]);

    const header = page.locator("header");
    const opacity = (): Promise<string> => header.evaluate((element) => getComputedStyle(element).opacity);
    await expect.poll(opacity).toBe("0");
    await page.mouse.move(300, 300);
    await expect.poll(opacity).toBe("1");
    await page.keyboard.press("f");
    await expect.poll(() => viewOf(page)).toBe(undefined);
    expect(await page.getByRole("img", { name: "QR code" }).count()).toBe(0);
  });
});

describe("standby", () => {
  it("after 30 s without a touch a docked phone shows only the tomato, the tap that ends it presses nothing, and a sheet keeps it away", async () => {
    const page = await here.open(here.server.http, DOCKED);
    const link = await controlLink(page);
    await tomato(page, "Press Me!").waitFor();
    await startWork(here.server, link, 1500);
    await tomato(page, "Work").waitFor();
    const pause = await boxOf(page.getByRole("button", { name: "Pause" }));
    await page.clock.install();
    const touch = (): Promise<void> => page.touchscreen.tap(20, 380);
    await touch();
    await page.clock.runFor(29_000);
    expect(await viewOf(page)).toBe(undefined);
    await touch();
    await page.clock.runFor(29_000);
    expect(await viewOf(page)).toBe(undefined);
    await page.clock.runFor(1100);
    expect(await viewOf(page)).toBe("standby");
    const middle = await boxOf(page.locator("[data-tomato]"));
    expect(Math.abs(middle.x + middle.width / 2 - 422)).toBeLessThan(12);
    expect(await page.locator("nav").evaluate((nav) => nav.closest("div")?.checkVisibility())).toBe(true); // for screen readers
    await page.clock.runFor(60_000);
    const later = await boxOf(page.locator("[data-tomato]"));
    expect([later.x, later.y]).not.toEqual([middle.x, middle.y]);

    const { rev } = await readRoom(here.server, link);
    await page.touchscreen.tap(pause.x + pause.width / 2, pause.y + 20);
    await page.clock.runFor(10);
    await expect.poll(() => viewOf(page)).toBe(undefined);
    expect(await readRoom(here.server, link)).toMatchObject({ rev, held_ms: null });

    await page.clock.runFor(31_000);
    expect(await viewOf(page)).toBe("standby");
    await page.keyboard.press("Tab");
    expect(await viewOf(page)).toBe(undefined);
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await page.clock.runFor(40_000);
    expect(await viewOf(page)).toBe(undefined);
  });
});

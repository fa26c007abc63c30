/** Turning the tomato sets the minutes of work, by finger, mouse, pen and keys, and a tap stays a press. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { DESKTOP, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { readRoom } from "../harness/room-actions";
import { touch } from "../harness/touch";
import type { Point } from "../harness/touch";

const here = setUpBrowser();
const slider = (page: Page) => page.getByRole("slider");
const workOf = async (link: URL): Promise<number> => (await readRoom(here.server, link)).work_duration;
const stateOf = async (link: URL): Promise<number> => (await readRoom(here.server, link)).state;

/** What the page sends as actions of a person, from now on. */
interface Stage {
  readonly page: Page;
  readonly link: URL;
  readonly sent: Record<string, unknown>[];
  /** A place on the ring, so many degrees from its top. */
  readonly ring: (degrees: number) => Point;
}
async function openTurnable(options = PHONE): Promise<Stage> {
  const sent: Record<string, unknown>[] = [];
  const page = await here.open(here.server.http, options, async (page) => {
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        const message = JSON.parse(String(payload)) as Record<string, unknown>;
        if ("on" in message) sent.push(message);
      }),
    );
  });
  const link = await controlLink(page);
  await slider(page).waitFor({ state: "attached" });
  const box = await page.locator("[data-tomato]").boundingBox();
  if (box === null) throw new Error("there is no tomato");
  const ring = (degrees: number): Point => ({
    x: box.x + box.width / 2 + 0.4 * box.width * Math.sin((degrees * Math.PI) / 180),
    y: box.y + box.height / 2 - 0.4 * box.width * Math.cos((degrees * Math.PI) / 180),
  });
  return { page, link, sent, ring };
}
/** The degrees on the way from one to another, without the first. */
const arc = (from: number, to: number): number[] =>
  Array.from({ length: 15 }, (_, i) => from + ((to - from) * (i + 1)) / 15);

describe("a finger", () => {
  it("a finger that turns the tomato sets the minutes when it is lifted, with one action that can be undone", async () => {
    const { page, link, sent, ring } = await openTurnable();
    const finger = await touch(page);
    await finger.down(ring(30));
    for (const degrees of arc(30, 120)) await finger.move(ring(degrees), 0, 1);
    await page.locator("[data-turning]").getByText("40:00").waitFor();
    expect(sent).toEqual([]);
    await finger.upFromRest();
    await expect.poll(() => workOf(link)).toBe(2400);
    await expect
      .poll(() => sent)
      .toEqual([expect.objectContaining({ action: "setup", work_duration: 2400, when: "next", on: 0 })]);
    expect(await tomato(page, "Press Me!").count()).toBe(1);
    await page.getByRole("button", { name: "Undo" }).tap();
    await expect.poll(() => workOf(link)).toBe(1500);
    await page.locator("[data-tomato]").getByText("25:00").first().waitFor(); // a tap is aimed at what is shown
    // A tap on the same place of the ring is a press.
    await finger.down(ring(30));
    await finger.up();
    await tomato(page, "Work").waitFor();
    await expect.poll(() => sent.map(({ action }) => action)).toEqual(["setup", "undo", "press"]);
  });

  it("a turn that the system takes away, that somebody else ends by a press or that returns changes nothing", async () => {
    const { page, link, sent, ring } = await openTurnable(SMALL_PHONE);
    const finger = await touch(page);
    const turn = async (...way: number[]): Promise<void> => {
      await finger.down(ring(way[0] ?? 0));
      for (const [i, to] of way.slice(1).entries())
        for (const degrees of arc(way[i] ?? 0, to)) await finger.move(ring(degrees), 0, 1);
      await page.locator("[data-turning]").waitFor();
    };
    await turn(200, 260);
    await finger.cancel();
    await page.locator("[data-turning]").waitFor({ state: "detached" });
    await turn(200, 260, 200);
    await finger.up();
    await page.locator("[data-turning]").waitFor({ state: "detached" });
    await turn(200, 260);
    await act(here.server, link, { action: "press" });
    await tomato(page, "Work").waitFor();
    await finger.up();
    await page.locator("[data-turning]").waitFor({ state: "detached" });
    expect([await workOf(link), await stateOf(link), sent]).toEqual([1500, 1, []]);
    expect(await slider(page).count()).toBe(0);
  });
});

describe("a mouse and a pen", () => {
  it("a mouse turns the tomato also beyond its edge, and the click at the end of the turn is no press", async () => {
    const { page, link, sent, ring } = await openTurnable(DESKTOP);
    const { mouse } = page;
    const go = ({ x, y }: Point): Promise<void> => mouse.move(x, y);
    await go(ring(90));
    await mouse.down();
    for (const degrees of arc(90, 30)) await go(ring(degrees));
    await mouse.up();
    await expect.poll(() => workOf(link)).toBe(900);
    await expect.poll(() => sent.length).toBe(1); // the server may have the message before the test hears of it
    expect(await stateOf(link)).toBe(0);
    expect(await tomato(page, "Press Me!").count()).toBe(1);
    const { x, y } = ring(30);
    await mouse.click(x, y); // at once, at the same place
    await tomato(page, "Work").waitFor();
    await expect.poll(() => sent.map(({ action }) => action)).toEqual(["setup", "press"]);
  });

  it("a pen turns the tomato and presses it", async () => {
    const { page, link, ring } = await openTurnable(DESKTOP);
    const session = await page.context().newCDPSession(page);
    const pen = (type: "mousePressed" | "mouseMoved" | "mouseReleased", at: Point): Promise<unknown> =>
      session.send("Input.dispatchMouseEvent", {
        type,
        ...at,
        button: "left",
        buttons: type === "mouseReleased" ? 0 : 1,
        clickCount: 1,
        pointerType: "pen",
      });
    await pen("mousePressed", ring(180));
    for (const degrees of arc(180, 210)) await pen("mouseMoved", ring(degrees));
    await pen("mouseReleased", ring(210));
    await expect.poll(() => workOf(link)).toBe(1800);
    expect(await stateOf(link)).toBe(0);
    await pen("mousePressed", ring(210));
    await pen("mouseReleased", ring(210));
    await tomato(page, "Work").waitFor();
  });
});

describe("a keyboard", () => {
  it("arrows on the slider beside the button set the minutes, which are spoken in the language of the page", async () => {
    const { page, link, sent } = await openTurnable({ ...DESKTOP, locale: "nl-NL" });
    await tomato(page, "Druk op mij!").focus();
    await page.keyboard.press("Tab");
    const value = () => slider(page).getAttribute("aria-valuetext");
    expect(await slider(page).evaluate((it) => it === document.activeElement)).toBe(true);
    expect([await slider(page).getAttribute("aria-label"), await value()]).toEqual([
      "Hoe lang het werk duurt",
      "25 minuten",
    ]);
    for (const key of ["ArrowUp", "ArrowRight", "PageUp", "ArrowDown"]) await page.keyboard.press(key);
    expect(await value()).toBe("29 minuten");
    await expect.poll(() => workOf(link)).toBe(1740);
    await expect.poll(() => sent.length).toBe(1);
    await page.keyboard.press("PageDown");
    await page.keyboard.press("Shift+Tab"); // at once, without waiting for the end of the input
    await expect.poll(() => workOf(link)).toBe(1500);
    await page.keyboard.press("Enter");
    await tomato(page, "Werk").waitFor();
  });

  it("work of three seconds is spoken as that, and turns into whole minutes", async () => {
    const { page, link } = await openTurnable();
    await act(here.server, link, { action: "setup", work_duration: 3 });
    await expect.poll(() => slider(page).getAttribute("aria-valuetext")).toBe("3 seconds");
    await slider(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => workOf(link)).toBe(60);
  });
});

it("somebody who watches loads nothing for turning, and cannot turn", async () => {
  const { page: owner, link } = await openTurnable();
  const loaded: string[] = [];
  const page = await here.open(watchLinkOf(link), PHONE, async (page) => {
    page.on("request", (request) => loaded.push(request.url()));
  });
  await page.getByText("2 people here").waitFor({ state: "attached" });
  expect(loaded.filter((url) => /\/assets\/(?:Turn|\w+\.turn)-/.test(url))).toEqual([]);
  expect([await slider(page).count(), await slider(owner).count()]).toEqual([0, 1]);
});

it("a tap on the tomato during work changes nothing, and Pause below moves", async () => {
  const page = await here.open(here.server.http, { ...PHONE, reducedMotion: "no-preference" });
  const link = await controlLink(page);
  await act(here.server, link, { action: "press" });
  const pause = page.getByRole("button", { name: "Pause" });
  await pause.waitFor();
  await page.evaluate(() => {
    const { animate } = Element.prototype;
    Element.prototype.animate = function (...given) {
      this.toggleAttribute("data-moved", true);
      return animate.apply(this, given);
    };
  });
  await tomato(page, "Work").tap();
  await page.getByText("Pause is below").waitFor();
  expect(await pause.getAttribute("data-moved")).not.toBeNull();
  expect(await stateOf(link)).toBe(1);
});

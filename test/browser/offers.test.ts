/** What the main screen offers beside the tomato, and the text under it, at an alarm and after the first press. */
import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";
import { changeSetup } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";

const here = setUpBrowser();

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
const box = async (what: Locator): Promise<Box> => {
  const found = await what.boundingBox();
  if (found === null) throw new Error("it is not drawn");
  return found;
};
/** How far a button with round ends is from the middle of the tomato, as a part of the radius of the plate's box. */
function distance(plate: Box, { x, y, width, height }: Box): number {
  const [middle, radius] = [{ x: plate.x + plate.width / 2, y: plate.y + plate.height / 2 }, plate.width / 2];
  const round = Math.min(24, height / 2, width / 2);
  const beyond = (at: number, from: number, length: number): number =>
    Math.max(from + round - at, 0, at - (from + length - round));
  return (Math.hypot(beyond(middle.x, x, width), beyond(middle.y, y, height)) - round) / radius;
}

/** Windows, and whether the sound and the start lie on both sides of the tomato there. */
const WINDOWS = [
  [390, 844, false],
  [320, 568, true],
  [844, 390, false],
  [640, 800, true],
  [1024, 768, true],
  [1366, 657, true],
  [1440, 900, true],
] as const;

it("at an alarm that waits the sound and the start of work lie beside its flower, equally far from it, and neither is the main button", async () => {
  const page = await here.open(here.server.http, PHONE);
  const link = await controlLink(page);
  await waitForPeople(page, 1);
  await changeSetup(here.server, link, { work_duration: 1, break_duration: 1 }, page);
  await tomato(page, "Press Me!").click();
  const sound = page.getByRole("button", { name: "Stop the sound here" });
  const start = page.getByRole("button", { name: "Start work" });
  await start.waitFor();
  await sound.waitFor();
  await page.getByText("Press to start your break").waitFor();
  // The row keeps all of its places.
  await page.getByRole("button", { name: "Skip", exact: true }).waitFor();
  await page.getByRole("button", { name: "Reset" }).press("Enter"); // its question, which stands after the row, is in sight
  await page.getByRole("alertdialog").or(page.getByRole("dialog")).waitFor();
  await page.keyboard.press("Escape");
  const colour = (of: Locator): Promise<string> =>
    of.evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await colour(start)).toBe(await colour(sound));
  for (const [width, height, isOnBothSides] of WINDOWS) {
    await page.setViewportSize({ width, height });
    const size = `${width} × ${height}`;
    const [left, plate, right] = [
      await box(sound),
      await box(page.locator("[data-tomato]")),
      await box(start),
    ];
    for (const button of [left, right]) {
      // The petals end at 202 of the 200 units from the middle to the edge.
      expect(distance(plate, button), size).toBeGreaterThan(1.01);
      expect(Math.min(button.width, button.height), size).toBeGreaterThanOrEqual(44);
    }
    if (!isOnBothSides) continue;
    const [before, after] = [plate.x - (left.x + left.width), right.x - (plate.x + plate.width)];
    expect(Math.abs(after - before), size).toBeLessThan(1);
    expect(Math.abs(right.y + right.height - (left.y + left.height)), size).toBeLessThan(1);
  }
});

it("a notice stands with what a press does, and moves nothing on a phone and a desktop", async () => {
  const page = await here.open(here.server.http, PHONE);
  const link = await controlLink(page);
  await waitForPeople(page, 1);
  await act(here.server, link, { action: "press" });
  await tomato(page, "Work").waitFor();
  const places = async (): Promise<Box[]> => {
    const found: Box[] = [];
    for (const [width, height] of WINDOWS) {
      await page.setViewportSize({ width, height });
      found.push(await box(page.locator("[data-tomato]")), await box(page.locator("nav")));
    }
    return found;
  };
  const before = await places();
  for (const [action, notice, instruction] of [
    ["hold", "Kim paused", "Press to go on"],
    ["skip", "Kim skipped", "Press to start your break"],
  ] as const) {
    await act(here.server, link, { action, name: "Kim" });
    await page.getByText(notice).waitFor();
    expect(await page.getByText(instruction).isVisible()).toBe(true);
    expect(await places()).toEqual(before);
  }
  await page.getByText(/^Work done, waiting since /).waitFor(); // the notice is over
  expect(await page.getByText("Press to start your break").isVisible()).toBe(true);
});

it("the long break says how it ends, and shows no minutes in its first minute", async () => {
  const page = await here.open(here.server.http, PHONE);
  const link = await controlLink(page);
  await waitForPeople(page, 1);
  await act(here.server, link, { action: "setup", number_cycles: 1 });
  for (const action of ["press", "skip", "press", "skip", "press", "skip"])
    await act(here.server, link, { action });
  await tomato(page, "Break time").click();
  await page.getByText("It lasts until somebody presses. Back? Press for a new set").waitFor();
  expect(await page.locator("[data-tomato] text").allTextContents()).toEqual(["Long break time", ""]);
});

it.each([
  ["a small phone", SMALL_PHONE],
  ["a phone", PHONE],
])(
  "on %s the invitation is large enough for a finger, and has space above and below it",
  async (_, options) => {
    const page = await here.open(here.server.http, { ...options, locale: "de-DE" });
    await tomato(page, "Drück mich!").click();
    const invitation = page.getByRole("group", { name: "Um gemeinsam zu arbeiten" });
    await invitation.waitFor();
    for (const button of await invitation.getByRole("button").all()) {
      const { width, height } = await box(button);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
    const [row, text, control] = [
      await box(invitation),
      await box(page.getByText(/^Arbeit bis/)),
      await box(page.getByRole("button", { name: "Anhalten" }).locator("svg")),
    ];
    expect(row.y).toBeGreaterThanOrEqual(text.y + text.height);
    expect(control.y).toBeGreaterThanOrEqual(row.y + row.height);
  },
);

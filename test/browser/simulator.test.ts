/** The page `/simulator`: the simulation in a browser, watched and broken by a person. */
import { expect, test } from "vitest";
import type { Page } from "playwright-core";
import { findAxeViolations } from "../harness/axe";
import { openDevice, PHONE } from "../harness/browser";
import { setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();

const goTo = (page: Page, seconds: number): Promise<void> =>
  page.getByRole("slider").evaluate((slider, ms) => {
    (slider as HTMLInputElement).value = String(ms);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, seconds * 1000);
const numberOf = async (page: Page, name: string): Promise<number> =>
  Number(await page.locator(`[data-${name}]`).getAttribute(`data-${name}`));

test("a press that was accepted is in the room after its server was ended, and going back shows the same again", async () => {
  const { context, page, errors } = await openDevice(here.browser, { ...PHONE, reducedMotion: "reduce" });
  await page.goto(`${here.server.http}/simulator`);
  await page.locator("[data-simulator]").waitFor();
  expect(await findAxeViolations(page)).toEqual([]);

  // The story up to a moment, twice.
  await goTo(page, 60);
  const story = await page.locator("ol").innerText();
  await goTo(page, 20);
  await goTo(page, 60);
  expect(await page.locator("ol").innerText()).toBe(story);

  // A person acts, with the keyboard, and time goes on.
  await goTo(page, 3.5);
  const before = await numberOf(page, "rev");
  await page.getByRole("combobox").selectOption("4");
  await page.locator("[data-phone=Bo] [data-tomato] button").press("Enter");
  await expect.poll(() => numberOf(page, "rev")).toBeGreaterThan(before);
  await page.locator("[data-play]").click();
  await page.getByRole("button", { name: "End the server" }).press("Enter");
  await page.getByRole("button", { name: "Start the server" }).press("Enter");
  await goTo(page, 180);
  expect(await numberOf(page, "kept")).toBeGreaterThan(3);
  expect(await numberOf(page, "kept")).toBe(await numberOf(page, "accepted"));
  expect(await page.locator("[data-violation]").count()).toBe(0);
  expect(errors).toEqual([]);
  await context.close();
});

import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { nicknameOf } from "../../party/shared/nickname";
import { SMALL_PHONE } from "../harness/browser";
import { findOverflow } from "../harness/overflow";
import { setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();

/** The id of the nth private room of this test. */
const roomId = (n: number): string => `room-${n}`.padEnd(22, "_");

/** The words that occur in each of the three places of a nickname, collected from 2,000 rooms. */
function wordsByPlace(): Set<string>[] {
  const places = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (let n = 0; n < 2_000; n++)
    nicknameOf(roomId(n))
      .split(" ")
      .forEach((word, place) => places[place]?.add(word));
  return places;
}

/** The widest of these words in the font of the screen's head. */
const findWidest = (page: Page, words: readonly string[]): Promise<string> =>
  page.locator("header p span:first-child").evaluate((place, words) => {
    const width = (word: string): number => {
      const line = place.cloneNode() as HTMLElement;
      line.textContent = word;
      line.style.cssText = "position: absolute; overflow: visible";
      place.after(line);
      const { width } = line.getBoundingClientRect();
      line.remove();
      return width;
    };
    return words.reduce((most, word) => (width(word) > width(most) ? word : most));
  }, words);

it("the widest nickname that a room can have fits beside the buttons of a small phone", async () => {
  const page = await here.open(here.server.http, SMALL_PHONE);
  await page.evaluate(() => document.fonts.ready);
  const words: string[] = [];
  for (const place of wordsByPlace()) {
    expect(place.size).toBe(32);
    words.push(await findWidest(page, [...place]));
  }
  const nickname = words.join(" ");
  let n = 0;
  while (nicknameOf(roomId(n)) !== nickname) n++;

  await page.goto(`${here.server.http}/r/${roomId(n)}`);
  await page.getByText(nickname, { exact: true }).waitFor();
  await page.evaluate(() => document.fonts.ready);
  expect(await findOverflow(page)).toEqual([]);
  for (const sheet of ["Share", "Join"]) {
    await page.getByRole("button", { name: sheet, exact: true }).click();
    await page.getByRole("dialog", { name: sheet }).getByText(nickname, { exact: true }).waitFor();
    expect(await findOverflow(page), sheet).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
});

/** The open sheet. What scrolls in it is not its dialog, whose round corners clip the scroll bar, but an element in it. */
import type { Locator, Page } from "playwright-core";

/** Resolves when the sheet is gone. */
export async function closeSheet(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Scrolls the sheet to its end. Throws where nothing in it can be scrolled. */
export const scrollSheetToEnd = (sheet: Locator): Promise<void> =>
  sheet.evaluate((dialog) => {
    const scrolls = [dialog, ...dialog.querySelectorAll("*")].find(
      (one) => getComputedStyle(one).overflowY === "auto" && one.scrollHeight > one.clientHeight,
    );
    if (scrolls === undefined) throw new Error("nothing in the sheet can be scrolled");
    scrolls.scrollTo(0, scrolls.scrollHeight);
    if (scrolls.scrollTop === 0) throw new Error("the sheet was not scrolled");
  });

/** By how many px the contents of the sheet are wider than what scrolls in it; 0 where all is visible. */
export const sidewaysOverflow = (sheet: Locator): Promise<number> =>
  sheet.evaluate((dialog) => {
    const scrolling = [...dialog.querySelectorAll("*")].filter(
      (one) => getComputedStyle(one).overflowY === "auto",
    );
    if (scrolling.length === 0) throw new Error("nothing in the sheet can be scrolled");
    return Math.max(...[dialog, ...scrolling].map((one) => one.scrollWidth - one.clientWidth));
  });

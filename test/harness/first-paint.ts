/** A page before its first script: what it shows then, and its drawing. */
import type { Page } from "playwright-core";

/**
 * Opens a page by `open`, and inspects it before its first script is delivered, when the prerendered tomato is in the
 * page with its style. `open` calls what it gets for the page before it opens the address.
 */
export async function openBeforeScript<T>(
  open: (prepare: (page: Page) => Promise<unknown>) => Promise<Page>,
  inspect: (page: Page) => Promise<T>,
): Promise<{ page: Page; seen: T }> {
  let seen: Promise<T> | undefined;
  const page = await open((page) =>
    page.route(/\/assets\/tomato-.*\.js$/, async (route) => {
      await page.waitForFunction(() => {
        const first = document.querySelector("[data-prerendered]");
        return first !== null && getComputedStyle(first).display === "grid";
      });
      await (seen ??= inspect(page));
      await route.continue();
    }),
  );
  if (seen === undefined) throw new Error("the page requested no script");
  return { page, seen: await seen };
}

export const DRAWING = 'main svg[viewBox="0 0 400 400"]';

/** The pixels of the drawing of the tomato, and its place on the page. */
export async function readDrawing(page: Page): Promise<{ box: unknown; pixels: string }> {
  await page.evaluate(() => document.fonts.load("1em Ranchers"));
  const box = await page.locator(DRAWING).first().boundingBox();
  if (box === null) throw new Error("there is no drawing");
  return { box, pixels: (await page.screenshot({ clip: box, caret: "initial" })).toString("base64") };
}

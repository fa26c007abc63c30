/** One picture. */
import type { Page } from "playwright-core";

/** Writes PATH-NAME.png; `path` has the folder and the device's name. */
export async function shot(page: Page, path: string, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({
    path: `${path}-${name}.png`,
    animations: "disabled",
    omitBackground: name === "overlay",
  });
}

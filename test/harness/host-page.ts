/** The Host sheet, as a person works with it. */
import type { Locator, Page } from "playwright-core";

export const hostSheet = (page: Page): Locator => page.getByRole("dialog", { name: "Host", exact: true });
export async function openHostSheet(page: Page): Promise<Locator> {
  const sheet = hostSheet(page);
  if (!(await sheet.isVisible())) await page.getByRole("button", { name: "Host", exact: true }).click();
  await sheet.waitFor();
  return sheet;
}
export async function closeSheet(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Resolves when the sheet, which is open, says this of the board. */
export async function hostSays(page: Page, text: string | RegExp, timeout = 15_000): Promise<void> {
  await hostSheet(page).getByRole("status").filter({ hasText: text }).waitFor({ timeout });
}
/** The drawn light, by what it says that it shows. */
export const drawnLight = (page: Page, light: string): Locator =>
  hostSheet(page).getByRole("img", { name: `Light: ${light}`, exact: true });
/** An item of the list of last events. */
export const lastEvent = (page: Page, text: string | RegExp): Locator =>
  hostSheet(page).getByRole("list", { name: "Last events" }).getByRole("listitem").filter({ hasText: text });

/** By the sheet, as a person does it; it stays open. */
export async function connectBoard(page: Page): Promise<void> {
  const sheet = await openHostSheet(page);
  await sheet.getByRole("button", { name: "Connect a serial board" }).click();
  await hostSays(page, /^Connected$/);
}

/** Tells the room one's name. */
export async function nameOneself(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "People" }).click();
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await closeSheet(page);
}

/** Uses the Host sheet as a person does. */
import type { Locator, Page } from "playwright-core";
import { closeSheet } from "./sheet";

export const hostSheet = (page: Page): Locator => page.getByRole("dialog", { name: "Host", exact: true });
export async function openHostSheet(page: Page): Promise<Locator> {
  const sheet = hostSheet(page);
  if (!(await sheet.isVisible())) await page.getByRole("button", { name: "Host", exact: true }).click();
  await sheet.waitFor();
  return sheet;
}

/** Resolves when the open sheet shows this status of the board. */
export async function waitForHostStatus(page: Page, text: string | RegExp, timeout = 15_000): Promise<void> {
  await hostSheet(page).getByRole("status").filter({ hasText: text }).waitFor({ timeout });
}
/**
 * Resolves when the board has answered and has the room's state. A press counts only from then on: one that comes before
 * the answer to the first state may have waited in a buffer, and the page drops it.
 */
export async function waitForConnected(page: Page): Promise<void> {
  await waitForHostStatus(page, /^Connected$/);
  await hostSheet(page)
    .getByRole("img", { name: /^Light: (?!offline)/ })
    .waitFor();
}
/** The light that the sheet draws, by its accessible name. */
export const drawnLight = (page: Page, light: string): Locator =>
  hostSheet(page).getByRole("img", { name: `Light: ${light}`, exact: true });
/** An item of the list of last events. */
export const listedEvent = (page: Page, text: string | RegExp): Locator =>
  hostSheet(page).getByRole("list", { name: "Last events" }).getByRole("listitem").filter({ hasText: text });

/** Connects a serial board; the sheet stays open. */
export async function connectBoard(page: Page): Promise<void> {
  const sheet = await openHostSheet(page);
  await sheet.getByRole("button", { name: "Connect a serial board" }).click();
  await waitForConnected(page);
}

/** Disconnects the board; the sheet stays open. */
export async function disconnectBoard(page: Page): Promise<void> {
  await (await openHostSheet(page)).getByRole("button", { name: "Disconnect" }).click();
  await waitForHostStatus(page, "No board yet");
}

/** Sets the name that the others in the room see. */
export async function setName(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "People" }).click();
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await closeSheet(page);
}

/** The panel of the Host sheet that puts the program on a board, as a person uses it. */
import type { Locator, Page } from "playwright-core";
import { hostSheet, openHostSheet } from "./host-page";

export const panelOf = (page: Page): Locator =>
  hostSheet(page).getByRole("group", { name: "Put the program on a board" });
export const statusIn = (page: Page, text: string | RegExp): Locator =>
  panelOf(page).getByRole("status").filter({ hasText: text });
export const buttonIn = (page: Page, name: string): Locator =>
  panelOf(page).getByRole("button", { name, exact: true });

/** Opens the sheet and the guide, and chooses the board in the list. */
export async function openPanel(page: Page, board: string): Promise<void> {
  const sheet = await openHostSheet(page);
  await sheet.getByText("Make a board", { exact: true }).click();
  await buttonIn(page, board).click();
}
export const putOn = (page: Page): Promise<void> => buttonIn(page, "Put it on").click();
/** Waits until the written board has said hello with this name. */
export const waitForHello = (page: Page, name: string): Promise<void> =>
  statusIn(page, `Your board says hello: ${name}`).waitFor({ timeout: 60_000 }); // two seconds of all of a core

/** The panel of the Host sheet that puts the program on a board, as a person uses it. */
import type { Locator, Page } from "playwright-core";
import { hostSheet, openHostSheet } from "./host-page";

export const panelOf = (page: Page): Locator =>
  hostSheet(page).getByRole("group", { name: "Put the program on a board" });
export const statusIn = (page: Page, text: string | RegExp): Locator =>
  panelOf(page).getByRole("status").filter({ hasText: text });
export const buttonIn = (page: Page, name: string): Locator =>
  panelOf(page).getByRole("button", { name, exact: true });

/** What the panel has shown: each status, and how far each step came (0 to 1). A step may be over before a test looks. */
interface Shown {
  readonly statuses: string[];
  readonly parts: Record<string, number>;
}
declare global {
  var shownByPanel: Shown;
}
export const readShown = (page: Page): Promise<Shown> => page.evaluate(() => shownByPanel);

/** Records in the page what the panel shows from now on. */
const recordShown = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const shown: Shown = { statuses: [], parts: {} };
    globalThis.shownByPanel = shown;
    const look = (): void => {
      const panel = document.querySelector("dialog [role=group]");
      const status = panel?.querySelector("[role=status]")?.textContent ?? "";
      if (status !== "" && shown.statuses.at(-1) !== status) shown.statuses.push(status);
      const bar = panel?.querySelector("progress");
      const step = bar?.getAttribute("aria-label");
      if (bar && step) shown.parts[step] = Math.max(shown.parts[step] ?? 0, bar.value);
    };
    const options = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver(look).observe(document.body, options);
  });

/** Opens the sheet and the guide, and chooses the board in the list. */
export async function openPanel(page: Page, board: string): Promise<void> {
  await recordShown(page);
  const sheet = await openHostSheet(page);
  await sheet.getByText("Make a board", { exact: true }).click();
  await buttonIn(page, board).click();
}
export const putOn = (page: Page): Promise<void> => buttonIn(page, "Put it on").click();
/** Waits until the written board has said hello with this name. The error says what the panel shows instead. */
export async function waitForHello(page: Page, name: string): Promise<void> {
  try {
    await statusIn(page, `Your board says hello: ${name}`).waitFor({ timeout: 150_000 }); // two seconds of all of a core
  } catch (error) {
    const shown = await panelOf(page).innerText();
    throw new Error(
      `${String(error)}\nthe panel shows: ${shown}\nand has shown: ${JSON.stringify(await readShown(page))}`,
      { cause: error },
    );
  }
}

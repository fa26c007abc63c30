/** What a person does in the Tasks sheet, and what the sheet and the room have then. In English. */
import type { Locator, Page } from "playwright-core";
import { readRoom } from "./room-actions";
import type { Server } from "./server";

export async function openTasks(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Tasks", exact: true }).click();
  await page.getByRole("heading", { name: "Our list" }).waitFor();
}
export async function addTask(page: Page, text: string): Promise<void> {
  await page.getByLabel("New task").fill(text);
  await page.getByLabel("New task").press("Enter");
}
export async function addName(page: Page, name: string): Promise<void> {
  await page.getByLabel("New name").fill(name);
  await page.getByLabel("New name").press("Enter");
}
/** Pastes this text into a field of the sheet. */
export const paste = (field: Locator, text: string): Promise<void> =>
  field.evaluate((element, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, cancelable: true, bubbles: true }),
    );
  }, text);
/** The texts of the list on the page, in their order. */
export const tasksOn = (page: Page): Promise<string[]> => page.locator("li label bdi").allTextContents();

/** The list that the room has. */
export async function listOf(server: Server, link: URL): Promise<{ text: string; done: boolean }[]> {
  const { list = [] } = await readRoom(server, link);
  return list.map(({ text, done }) => ({ text, done }));
}

/** Waits for what the page of a room shows. */
import type { Page } from "playwright-core";

/** Resolves when the page shows so many people, which means that it is connected. */
export const waitForPeople = (page: Page, count: number): Promise<void> =>
  page.getByText(count === 1 ? "1 person here" : `${count} people here`).waitFor({ state: "attached" });

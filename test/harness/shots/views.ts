/** Pictures of what is neither a state nor a sheet. */
import type { BrowserContext, Page } from "playwright-core";
import { closeSheet } from "../sheet";
import { shot } from "./shot";

interface Views {
  readonly context: BrowserContext;
  /** Shows the owner's private room. */
  readonly page: Page;
  readonly url: string;
  readonly path: string;
  act(action: Record<string, unknown>): Promise<number>;
}

/** How long the celebration lasts (src/tomato/Celebration), in ms. A picture takes longer. */
const CELEBRATION_MS = 2000;

/**
 * An open room, the name of one typed into Join, an alarm that outlasted its break, the overlay, a set that has just
 * ended, a bad link, and a page without a network.
 */
export async function viewShots({ context, page, url, path, act }: Views): Promise<void> {
  const address = new URL(page.url());
  const other = await context.newPage();
  const go = async (to: string): Promise<void> => {
    await other.goto(url + to);
    await other.waitForSelector("button[data-known=true]");
    await other.waitForSelector("nav button, [data-view=overlay] button[data-known=true]");
  };
  await go("/r/kitchen-of-nobody");
  await shot(other, path, "open-room");
  await other.getByRole("button", { name: "Join", exact: true }).click();
  await other.getByRole("dialog").getByRole("textbox").fill("kitchen");
  await shot(other, path, "join-name");
  await closeSheet(other);
  await act({ action: "setup", work_duration: 1, break_duration: 1, number_cycles: 3 });
  await act({ action: "press" });
  await page.getByRole("button", { name: "Start work" }).waitFor();
  await shot(page, path, "alarm-outlasted");
  await act({ action: "setup", work_duration: 1500, break_duration: 300, number_cycles: 1 });
  await act({ action: "press" });
  await go(`${address.pathname}?view=overlay`);
  await shot(other, path, "overlay");
  await keepCelebration(page);
  for (const action of ["skip", "press", "skip", "press", "skip", "press"]) await act({ action });
  await page.waitForSelector("[data-celebration]");
  await shot(page, path, "celebration");
  await other.goto(url + address.pathname.slice(0, -1)); // a private room whose last character was lost
  await other.getByRole("dialog").waitFor();
  await shot(other, path, "bad-link");
  await closeSheet(other);
  await shot(other, path, "no-room");
  await context.setOffline(true);
  await page.getByText("Reconnecting").waitFor();
  await shot(page, path, "offline");
  await context.setOffline(false);
}

/** Lets the next celebration stay on the screen. */
const keepCelebration = (page: Page): Promise<void> =>
  page.evaluate((celebrationMs) => {
    const original = window.setTimeout;
    Object.assign(window, {
      setTimeout: (callback: () => void, ms: number) => (ms === celebrationMs ? 0 : original(callback, ms)),
    });
  }, CELEBRATION_MS);

/** Pictures of what is neither a state nor a sheet. */
import type { BrowserContext, Page } from "playwright-core";
import { closeSheet } from "../sheet";
import type { WallClock } from "../wall-clock";
import { shot } from "./shot";

interface Views {
  readonly context: BrowserContext;
  /** Shows the owner's private room. */
  readonly page: Page;
  readonly url: string;
  /** The server's clock. */
  readonly clock: WallClock;
  readonly path: string;
  act(action: Record<string, unknown>): Promise<number>;
}

/** How long the celebration lasts (src/tomato/Celebration), in ms. A picture takes longer. */
const CELEBRATION_MS = 2000;
/** How long work and breaks are, in s. */
const WORK_S = 1500;
const BREAK_S = 300;

/**
 * An open room, the name of one typed into Join, an alarm that rings, and one that outlasted its break, the overlay, a
 * set that has just ended, a bad link, a page without a room, and a page without a network.
 */
export async function viewShots({ context, page, url, clock, path, act }: Views): Promise<void> {
  const tomato = (state: string) => page.waitForSelector(`[data-tomato] button[data-state=${state}]`);
  const pass = (seconds: number): void => clock.set(clock.now() - Date.now() + seconds * 1000);
  /** Lets the work of 25 minutes end, which is on the server's clock alone. */
  const finishWork = async (): Promise<void> => {
    pass(WORK_S);
    await tomato("break-alarm");
  };
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
  await act({ action: "setup", work_duration: WORK_S, break_duration: BREAK_S, number_cycles: 3 });
  await act({ action: "press" });
  await finishWork();
  await page.getByRole("button", { name: "Stop the sound here" }).waitFor();
  await shot(page, path, "alarm-rings");
  pass(BREAK_S);
  await page.getByRole("button", { name: "Start work" }).waitFor();
  await shot(page, path, "alarm-outlasted");
  await act({ action: "setup", work_duration: WORK_S, break_duration: BREAK_S, number_cycles: 1 });
  await act({ action: "press" });
  await go(`${address.pathname}?view=overlay`);
  await shot(other, path, "overlay");
  await keepCelebration(page);
  await finishWork();
  for (const action of ["press", "skip", "press"]) await act({ action });
  await tomato("work");
  await finishWork();
  await act({ action: "press" });
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

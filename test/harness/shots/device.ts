/** The pictures of one device: every state, every sheet, and the views in `views.ts`. */
import type { BrowserContextOptions, Page, ViewportSize } from "playwright-core";
import { forEachSheet, openPrivateRoom, postTo } from "../app";
import type { RunningApp } from "../app";
import { openDevice } from "../browser";
import { yearOfWork } from "../history-year";
import { scrollSheetToEnd } from "../sheet";
import type { WallClock } from "../wall-clock";
import { shot } from "./shot";
import { viewShots } from "./views";

/** Writes all pictures of a device; `path` has the folder and the device's name. */
export async function deviceShots(
  { browser, url }: RunningApp,
  clock: WallClock,
  path: string,
  viewport: ViewportSize,
  colorScheme: "light" | "dark",
): Promise<void> {
  const isSmall = viewport.width < 1000;
  const options: BrowserContextOptions = {
    viewport,
    colorScheme,
    hasTouch: isSmall,
    deviceScaleFactor: isSmall ? 2 : 1,
    reducedMotion: "reduce",
  };
  await shotWithoutScripts({ browser, url }, path, options);
  const { context, page } = await openDevice(browser, options);
  const link = await openPrivateRoom(page, url);
  const act = (action: Record<string, unknown>): Promise<number> => postTo(link, { name: "Kim", ...action });
  await stateShots(page, path, act);
  await forEachSheet(page, (sheet) => shot(page, path, `sheet-${sheet.toLowerCase().replace(" ", "-")}`));
  await historyShots(page, path);
  await viewShots({ context, page, url, clock, path, act });
  await context.close();
}

/** What a browser without JavaScript shows: the prerendered page. */
async function shotWithoutScripts(
  { browser, url }: Pick<RunningApp, "browser" | "url">,
  path: string,
  options: BrowserContextOptions,
): Promise<void> {
  const { context, page } = await openDevice(browser, { ...options, javaScriptEnabled: false });
  await page.goto(url);
  await page.screenshot({ path: `${path}-without-scripts.png` });
  await context.close();
}

async function stateShots(
  page: Page,
  path: string,
  act: (action: Record<string, unknown>) => Promise<number>,
): Promise<void> {
  const tomato = page.locator("button[data-known=true]");
  const shows = (state: string) => page.waitForSelector(`button[data-state=${state}]`);
  await page.waitForFunction(() => document.querySelector("header")?.textContent?.includes("1 person"));
  await page.locator("[data-tomato] input").waitFor({ state: "attached" }); // the dial, which is drawn last
  await shot(page, path, "0-idle");
  await tomato.click();
  await page.waitForSelector("text=Pause");
  await page.waitForFunction(() => /2[34]:/.test(document.querySelector("[data-tomato]")?.textContent ?? ""));
  await shot(page, path, "1-work");
  await act({ action: "hold" });
  await page.waitForSelector("button[data-held=true]");
  await shot(page, path, "2-paused");
  await act({ action: "skip" });
  await shows("break-alarm");
  await shot(page, path, "3-break-alarm");
  await tomato.click();
  await shows("short-break");
  await shot(page, path, "4-short-break");
  await act({ action: "skip" });
  await shows("work-alarm");
  await shot(page, path, "5-work-alarm");
  await act({ action: "setup", number_cycles: 1 });
  for (const action of ["press", "skip", "press", "skip", "press", "skip", "press"]) await act({ action });
  await shows("long-break");
  await shot(page, path, "6-long-break");
}

/** The History sheet with a full year, its beginning and its end. */
async function historyShots(page: Page, path: string): Promise<void> {
  await page.route("**/history", (route) => route.fulfill({ json: { records: yearOfWork(Date.now()) } }));
  await page.getByRole("button", { name: "History", exact: true }).click();
  const history = page.getByRole("dialog", { name: "History" });
  await history.getByRole("heading", { name: "Day by day" }).waitFor();
  await shot(page, path, "sheet-history-year");
  await scrollSheetToEnd(history);
  await shot(page, path, "sheet-history-year-end");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

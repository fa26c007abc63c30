/** A real Chromium, and devices: browser profiles whose page errors are collected. */
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions, Page } from "playwright-core";
import { findChromium } from "./chromium";
import { collectPageErrors } from "./page-errors";

/** Switches for a Chromium that connects to nothing outside of this machine. */
export const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The path of a Chromium; where there is none, the error says what to do. */
export function chromiumPath(): string {
  const path = findChromium();
  if (path === undefined) throw new Error("No Chromium: run npm run test:tools, or set CHROMIUM_PATH");
  return path;
}

/** Launches a Chromium; `args` are added to the usual switches. */
export const launchBrowser = (options: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    ...options,
    args: [...CHROMIUM_ARGS, ...(options.args ?? [])],
  });

/** A usual phone. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};
/** The smallest phone that the app supports. */
export const SMALL_PHONE: BrowserContextOptions = { ...PHONE, viewport: { width: 320, height: 568 } };
/** A laptop. */
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

export interface Device {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of its pages, and violations of the content security policy. */
  readonly errors: string[];
}

/** A person's device: a new browser profile with one page. */
export async function openDevice(
  browser: Browser,
  options: BrowserContextOptions = DESKTOP,
): Promise<Device> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  // tsx names the functions that it compiles with a helper, `__name`, which a page lacks.
  await context.addInitScript("globalThis.__name ??= (target) => target");
  const errors = await collectPageErrors(context);
  const page = await context.newPage();
  return { context, page, errors };
}

/**
 * Closes a device. Chromium loses the request to close a page that arrives while the page's navigation is committed, and
 * Playwright then waits for ever; so each page is first taken to an empty one, which ends what it was loading.
 */
export async function closeDevice({ context }: Pick<Device, "context">): Promise<void> {
  // A page that has crashed or closes itself cannot be taken anywhere, and does not navigate either.
  await Promise.all(context.pages().map((page) => page.goto("about:blank").catch(() => {})));
  await context.close();
}

/** The tomato, while its accessible name begins with this message of a state. */
export const tomato = (page: Page, message: string): ReturnType<Page["getByRole"]> =>
  page.getByRole("button", { name: new RegExp(`^${message}`) });

/** A real Chromium, and devices: browser profiles whose page errors are collected. */
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions, Page } from "playwright-core";
import { chromiumPath } from "./chromium";
import type { ChromiumFeature } from "./chromium";
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
  "--font-render-hinting=none", // else the headless shell rounds the width of each letter of a web font
];

/** What this browser was launched for: a test that needs more must not use it. */
const launchedFor = new WeakMap<Browser, readonly ChromiumFeature[]>();

/** Launches a Chromium that has what is needed; `args` are added to the usual switches. */
export async function launchBrowser({
  needs = [],
  ...options
}: LaunchOptions & { readonly needs?: readonly ChromiumFeature[] } = {}): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(needs),
    ...options,
    args: [...CHROMIUM_ARGS, ...(options.args ?? [])],
  });
  launchedFor.set(browser, needs);
  return browser;
}

/** The browsers of this process that several files of tests use, by what they were launched for. */
const shared = new Map<string, Promise<Browser>>();

/** A browser that has what is needed, the same one for all that need the same. It ends with this process. */
export function sharedBrowser(needs: readonly ChromiumFeature[] = []): Promise<Browser> {
  const id = needs.join();
  const running = shared.get(id);
  if (running !== undefined) return running;
  const starting = launchBrowser({ needs });
  shared.set(id, starting);
  void starting.then((browser) => browser.once("disconnected", () => shared.delete(id)));
  return starting;
}

/** Throws where the page's browser was launched without this feature, in which a test could pass for no reason. */
export function requireFeature(page: Page, feature: ChromiumFeature): void {
  const browser = page.context().browser();
  if (browser !== null && launchedFor.get(browser)?.includes(feature) !== true)
    throw new Error(`this test needs ${feature}: it must ask for a browser that has it`);
}

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

/**
 * The set-up of the browser tests: one server for each file, a browser that the files of a worker share, and devices that
 * are closed after each test. A test fails if a page of its devices has reported an error.
 */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { closeDevice, DESKTOP, launchBrowser, openDevice, sharedBrowser } from "./browser";
import type { Device } from "./browser";
import { PROXY_TOOLS, startHttpsProxy } from "./https";
import type { HttpsProxy, ProxyProgram } from "./https";
import { startServer } from "./server";
import type { Server, ServerOptions } from "./server";
import type { ToolName } from "./tools";
import { requireTools } from "./with-tools";

/** Visible when the screen is complete: the navigation, a sheet, or in the overlay, which has neither, the tomato. */
const COMPLETE_SCREEN = "nav button, dialog[open], [data-view=overlay] button[data-known=true]";

/** In the page when it is connected to its room; a page without a room has an open sheet. */
const CONNECTED = "[data-tomato][data-connected=true], dialog[open]";
/** How long it is waited for that, in ms. */
const CONNECT_MS = 3000;

/** The features of a whole Chromium that a device can have. */
const FEATURES = ["notifications", "installability"] as const;
type Feature = (typeof FEATURES)[number];
const NO_FEATURES: readonly Feature[] = [];
/** What a test needs of its device; a device that permits notifications needs them without saying so. */
export interface DeviceOptions extends BrowserContextOptions {
  readonly needs?: Feature;
}

export interface BrowserSetupOptions extends ServerOptions {
  /** Errors that the pages of this file report, because its tests cause them. */
  readonly expectedErrors?: RegExp;
  /** The reverse proxy in front of the server; with one, the app has an HTTPS address. */
  readonly proxy?: ProxyProgram;
  /** Whether pages move; default: they do not, because each moving page takes a third of a processor. */
  readonly hasMotion?: boolean;
  /**
   * Whether pages have a service worker; default: they have none, because each one that installs itself takes a third of
   * the processor time of its page. A device that permits notifications has one.
   */
  readonly hasServiceWorker?: boolean;
}
export interface BrowserSetup {
  readonly server: Server;
  /** The reverse proxy; throws without one. */
  readonly https: HttpsProxy;
  /** The address of the app. */
  readonly url: string;
  /** A browser without the features of a whole Chromium. */
  readonly browser: Browser;
  /** Opens this address on a new device. `before` runs before the page is loaded. */
  open(url: string, options?: DeviceOptions, before?: (page: Page) => Promise<unknown>): Promise<Page>;
}

export function setUpBrowser({
  proxy,
  expectedErrors,
  hasMotion = false,
  hasServiceWorker = false,
  ...options
}: BrowserSetupOptions = {}): BrowserSetup {
  const usual = (wanted: DeviceOptions): BrowserContextOptions => ({
    reducedMotion: hasMotion ? "no-preference" : "reduce",
    serviceWorkers: hasServiceWorker || mayNotify(wanted) ? "allow" : "block",
  });
  let server: Server | undefined;
  let https: HttpsProxy | undefined;
  let browser: Browser | undefined;
  const own = new Map<readonly Feature[], Promise<Browser>>();
  let devices: Device[] = [];
  const tools: ToolName[] = ["Chromium", ...(proxy === undefined ? [] : PROXY_TOOLS[proxy])];
  const hasTools = requireTools(...tools);
  beforeAll(async () => {
    if (!hasTools) return;
    const started = startServer(options).then((newServer) => (server = newServer));
    if (proxy !== undefined) https = await startHttpsProxy(await started, proxy);
    [browser] = await Promise.all([browserWith(NO_FEATURES), started]);
  });
  afterAll(async () => {
    await Promise.all([...own.values()].map(async (one) => (await one).close()));
    await https?.close();
    await server?.dispose();
  });
  afterEach(async () => {
    const pageErrors = devices
      .flatMap((one) => one.errors)
      .filter((error) => expectedErrors?.test(error) !== true);
    await Promise.all(devices.map(closeDevice));
    devices = [];
    expect(pageErrors).toEqual([]);
  });
  /** The shared browser; with a proxy, one of this file, which knows the proxy's certificate. */
  const browserWith = (needs: readonly Feature[]): Promise<Browser> => {
    if (https === undefined) return sharedBrowser(needs);
    const browser = own.get(needs) ?? launchBrowser({ args: [...https.chromiumArgs], needs });
    own.set(needs, browser);
    return browser;
  };
  const mayNotify = ({ permissions }: DeviceOptions): boolean =>
    permissions?.includes("notifications") === true;
  const browserFor = (wanted: DeviceOptions): Browser | Promise<Browser> =>
    wanted.needs === undefined && !mayNotify(wanted) ? required(browser) : browserWith(FEATURES);
  const required = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("the browser set-up has not run yet");
    return value;
  };
  return {
    get server() {
      return required(server);
    },
    get https() {
      return required(https);
    },
    get url() {
      return https?.url ?? required(server).http;
    },
    get browser() {
      return required(browser);
    },
    async open(url, options = DESKTOP, before) {
      const one = await openDevice(await browserFor(options), { ...usual(options), ...options });
      devices.push(one);
      await before?.(one.page);
      await one.page.goto(url);
      // The tomato is visible before the rest of the screen; a test starts when the rest is there.
      await one.page.locator(COMPLETE_SCREEN).first().waitFor({ state: "attached" });
      // A press needs a connection. A page that cannot connect says so, or is handed out after a while.
      const connected = one.page.locator(CONNECTED).or(one.page.getByText("Reconnecting"));
      await connected
        .first()
        .waitFor({ state: "attached", timeout: CONNECT_MS })
        .catch(() => {});
      return one.page;
    },
  };
}

/** The link of the private room that the page is in. */
export async function controlLink(page: Page): Promise<URL> {
  await page.waitForURL(/\/r\/[\w-]{22}#[\w-]{22}$/);
  return new URL(page.url());
}
export const roomIn = (link: URL): string => link.pathname.slice("/r/".length);
export const keyIn = (link: URL): string => link.hash.slice(1);
export const watchLinkOf = (control: URL): string => control.href.slice(0, control.href.indexOf("#"));

/** Sends an action over HTTP, as somebody else in the room would. */
export async function act(server: Server, link: URL, body: Record<string, unknown>): Promise<void> {
  const response = await fetch(server.room(roomIn(link)), {
    method: "POST",
    headers: { authorization: `Bearer ${keyIn(link)}` },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBe(200);
}

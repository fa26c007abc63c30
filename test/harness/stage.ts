/** What the browser tests have in common: one server, one browser, devices that end with their test and may not complain. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { DESKTOP, openDevice, launchBrowser } from "./browser";
import type { Device } from "./browser";
import { startHttpsProxy } from "./https";
import type { HttpsProxy, ProxyProgram } from "./https";
import { startServer } from "./server";
import type { Server, ServerOptions } from "./server";

/** The ways to the sheets, a sheet, or the overlay, which has neither. */
const ALL_THERE = "nav button, dialog[open], [data-view=overlay] button[data-known=true]";

export interface StageOptions extends ServerOptions {
  /** What stands in front of the server: then the app is at an HTTPS host name. */
  readonly proxy?: ProxyProgram;
}
export interface Stage {
  readonly server: Server;
  /** What stands in front of it, where something does. */
  readonly https: HttpsProxy;
  /** Where the app is. */
  readonly url: string;
  readonly browser: Browser;
  /** A new person's device, on this address. */
  open(
    url: string,
    options?: BrowserContextOptions,
    before?: (page: Page) => Promise<unknown>,
  ): Promise<Page>;
}

export function stage({ proxy, ...options }: StageOptions = {}): Stage {
  let server: Server | undefined;
  let https: HttpsProxy | undefined;
  let browser: Browser | undefined;
  let devices: Device[] = [];
  beforeAll(async () => {
    const started = startServer(options).then((one) => (server = one));
    if (proxy !== undefined) https = await startHttpsProxy(await started, proxy);
    [browser] = await Promise.all([launchBrowser({ args: [...(https?.chromiumArgs ?? [])] }), started]);
  });
  afterAll(async () => {
    await browser?.close();
    await https?.close();
    await server?.dispose();
  });
  afterEach(async () => {
    const complaints = devices.flatMap((one) => one.errors);
    await Promise.all(devices.map((one) => one.context.close()));
    devices = [];
    expect(complaints).toEqual([]);
  });
  const must = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("the stage is not set up yet");
    return value;
  };
  return {
    get server() {
      return must(server);
    },
    get https() {
      return must(https);
    },
    get url() {
      return https?.url ?? must(server).http;
    },
    get browser() {
      return must(browser);
    },
    async open(url, options = DESKTOP, before) {
      const one = await openDevice(must(browser), options);
      devices.push(one);
      await before?.(one.page);
      await one.page.goto(url);
      // A person waits until all of the screen is there: the tomato comes first, what can be said of a press after it.
      await one.page.locator(ALL_THERE).first().waitFor({ state: "attached" });
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

/** An action from somebody else, over HTTP. */
export async function act(server: Server, link: URL, body: Record<string, unknown>): Promise<void> {
  const response = await fetch(server.room(roomIn(link)), {
    method: "POST",
    headers: { authorization: `Bearer ${keyIn(link)}` },
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBe(200);
}

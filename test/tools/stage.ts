/** What the browser tests have in common: one server, one browser, devices that end with their test and may not complain. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { DESKTOP, device, launch } from "./browser";
import type { Device } from "./browser";
import { startServer } from "./server";
import type { Server, ServerOptions } from "./server";

export interface Stage {
  readonly server: Server;
  readonly browser: Browser;
  /** A new person's device, on this address. */
  open(
    url: string,
    options?: BrowserContextOptions,
    before?: (page: Page) => Promise<unknown>,
  ): Promise<Page>;
}

export function stage(options: ServerOptions = {}): Stage {
  let server: Server | undefined;
  let browser: Browser | undefined;
  let devices: Device[] = [];
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(options), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
  });
  afterEach(async () => {
    const complaints = devices.flatMap((one) => one.complaints);
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
    get browser() {
      return must(browser);
    },
    async open(url, options = DESKTOP, before) {
      const one = await device(must(browser), options);
      devices.push(one);
      await before?.(one.page);
      await one.page.goto(url);
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

/** What is checked on the made-up bus: Chromium's own WebSerial and WebHID under the real app, in a real room. */
import type { BrowserContext, Page } from "playwright-core";
import { openDevice, launchBrowser, tomato } from "../harness/browser";
import { EmulatedBoard } from "../harness/emulated-board";
import { hostSays, openHostSheet } from "../harness/host-page";
import { startServer } from "../harness/server";
import { waitFor, within } from "../harness/wait";
import { BUTTON, Cable, UNO } from "./devices";
import { HidButton } from "./hid-button";

/** Where the policies let boards be used: 127.0.0.1 on this port, and nowhere else. */
export const PORT = 1999;
const MOST_MS = 30_000;
const REMEMBERED = "shared-pomodoro board";

let passed = 0;
let failed = 0;
async function check(sentence: string, act: () => Promise<void>): Promise<void> {
  try {
    await within(MOST_MS, "an end of this check", act());
    passed++;
    console.log(`ok      ${sentence}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${sentence}\n        ${String(error).replaceAll("\n", "\n        ")}`);
  }
}
function same(is: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(is), JSON.stringify(expected)];
  if (a !== b) throw new Error(`is ${a}, and should be ${b}`);
}

/** Runs every check; resolves with whether all passed. `folder` is the one that bus.sh was given. */
export async function checkAll(folder: string): Promise<boolean> {
  const uno = new Cable(folder, UNO);
  const button = new Cable(folder, BUTTON);
  const board = new EmulatedBoard();
  board.onBytes = (bytes) => uno.send(bytes);
  uno.onBytes = (bytes) => board.receive(bytes);
  const hid = new HidButton(button);
  await Promise.all([uno.plugIn(), button.plugIn()]);
  board.powerOn();
  const server = await startServer({ port: PORT });
  const browser = await launchBrowser();
  const complaints: string[] = [];
  try {
    const open = async (url: string): Promise<Page> => {
      const one = await openDevice(browser);
      one.page.on("close", () => complaints.push(...one.errors));
      await one.page.goto(url);
      return one.page;
    };
    const host = await open(server.http);
    await host.waitForURL(/\/r\/[\w-]{22}#[\w-]{22}$/);
    const link = new URL(host.url());
    const guest = await open(link.href);

    await permissions(host, guest, link);
    await serial({ host, guest, link, board, uno });
    await hidButton({ host, guest, hid, button });
    await Promise.all(browser.contexts().flatMap((context) => context.pages().map((page) => page.close())));
    await check("No page complained of anything.", async () => same(complaints, []));
  } finally {
    board.powerOff();
    await browser.close();
    await Promise.all([uno.close(), button.close()]);
    await server.dispose();
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

const devicesOf = (page: Page): Promise<unknown> =>
  page.evaluate(async () => ({
    serial: (await navigator.serial.getPorts()).map((port) => port.getInfo()),
    hid: (await navigator.hid.getDevices()).map(({ vendorId, productId, collections }) => ({
      vendorId,
      productId,
      usagePage: collections[0]?.usagePage,
    })),
  }));

async function permissions(host: Page, guest: Page, link: URL): Promise<void> {
  await check("The address that the policy names is given the Uno and the button.", async () =>
    same(await devicesOf(host), {
      serial: [{ usbProductId: 0x0043, usbVendorId: 0x2341 }],
      hid: [{ vendorId: 0x1209, productId: 0xb10c, usagePage: 0xff00 }],
    }),
  );
  await check("Another address of the same server is given nothing.", async () => {
    await guest.goto(link.href.replace("127.0.0.1", "localhost"));
    same(await devicesOf(guest), { serial: [], hid: [] });
    await guest.goto(link.href);
  });
}

/** The chooser needs a person, so the board is one that this device remembers. */
const remember = async (page: Page, key: string | null): Promise<void> => {
  await page.evaluate(
    ([name, key]) => (key === null ? localStorage.removeItem(name) : localStorage.setItem(name, key)),
    [REMEMBERED, key] as const,
  );
  await page.reload();
  await openHostSheet(page);
};

async function serial(all: {
  host: Page;
  guest: Page;
  link: URL;
  board: EmulatedBoard;
  uno: Cable;
}): Promise<void> {
  const { host, guest, link, board, uno } = all;
  const replug = async (says: Page): Promise<void> => {
    await uno.unplug();
    board.powerOff();
    await hostSays(says, "Unplugged");
    await uno.plugIn();
    board.powerOn();
    await hostSays(says, /^Connected$/);
  };
  await check("WebSerial opens the Uno by itself and hears who it is.", async () => {
    await remember(host, "serial:2341:0043");
    await hostSays(host, /^Connected$/);
    await host.getByText("uno · shared-pomodoro/1.0").waitFor();
    await board.shows("white, dim");
  });
  await check("A press on its pin starts the work for everyone, and its light turns red.", async () => {
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.shows("red");
  });
  await check("Unplugged and plugged in, it is opened again by itself, and red again.", async () => {
    await replug(host);
    await board.shows("red");
  });
  await check("And once more.", async () => {
    await replug(host);
    await board.shows("red");
  });
  await check("Held for two seconds, it skips.", async () => {
    board.press();
    await tomato(guest, "Break time").waitFor();
    board.release();
    await board.shows("red, blinking");
  });
  const second = await newTab(host.context(), link.href);
  await check("A second tab says where the board is.", async () => {
    await openHostSheet(second);
    await hostSays(second, /^Another tab has the board: .*Break time · Shared Pomodoro$/); // it counts up before that
  });
  await check("Let go of by the first tab, the second opens the port; and the other way round.", async () => {
    await letGo(host);
    await hostSays(second, /^Connected$/);
    await board.shows("red, blinking");
    await remember(host, "serial:2341:0043");
    await hostSays(host, "Another tab has the board");
    await second.close();
    await hostSays(host, /^Connected$/);
    await board.shows("red, blinking");
  });
  await check("Let go of, the light says offline.", async () => {
    await letGo(host);
    await board.shows("offline");
  });
}

async function hidButton(all: { host: Page; guest: Page; hid: HidButton; button: Cable }): Promise<void> {
  const { host, guest, hid, button } = all;
  const shows = (light: string): Promise<unknown> =>
    waitFor(`a report of ${light}`, () => hid.light === light, 8000).catch((error: Error) => {
      throw new Error(`${error.message}; the last was ${hid.light}`);
    });
  const press = async (): Promise<void> => {
    hid.press();
    hid.release();
  };
  await check("WebHID opens the button by itself; it blinks red, as the room does.", async () => {
    await remember(host, "hid:1209:b10c");
    await hostSays(host, /^Connected$/);
    await shows("255,0,0,0");
    await shows("0,0,0,0");
    await shows("255,0,0,0");
  });
  await check("Its press starts the break for everyone, and its reports say green.", async () => {
    await press();
    await tomato(guest, "Short Break").waitFor();
    await shows("0,255,0,0");
  });
  await check("Unplugged and plugged in, it is opened again by itself, and green again.", async () => {
    await button.unplug();
    await hostSays(host, "Unplugged");
    hid.reports.length = 0;
    await button.plugIn();
    await hostSays(host, /^Connected$/);
    await shows("0,255,0,0");
  });
  await check("Held for two seconds, it skips.", async () => {
    hid.press();
    await tomato(guest, "Back to work").waitFor();
    hid.release();
  });
  await check("Let go of, it is left dark.", async () => {
    await letGo(host);
    await shows("0,0,0,0");
    const { length } = hid.reports;
    await guest.getByRole("button", { name: /^Back to work/ }).click();
    await tomato(host, "Work").waitFor({ state: "attached" });
    same(hid.reports.length, length);
  });
}

async function letGo(page: Page): Promise<void> {
  const sheet = await openHostSheet(page);
  await sheet.getByRole("button", { name: "Disconnect" }).click();
  await hostSays(page, "No board yet");
}
async function newTab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

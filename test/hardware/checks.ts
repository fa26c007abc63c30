/** The checks on the simulated bus: Chromium's own WebSerial and WebHID under the real app, in a real room. */
import type { BrowserContext, Page } from "playwright-core";
import { openDevice, launchBrowser, tomato } from "../harness/browser";
import { EmulatedBoard } from "../harness/emulated-board";
import { disconnectBoard, openHostSheet, waitForHostStatus } from "../harness/host-page";
import { startServer } from "../harness/server";
import { waitFor, within } from "../harness/wait";
import { BUTTON, Cable, UNO } from "./devices";
import { HidButton } from "./hid-button";

/** The policies allow boards only for 127.0.0.1 on this port. */
export const PORT = 1999;
const CHECK_TIMEOUT_MS = 30_000;
const STORAGE_KEY = "shared-pomodoro board";

let passed = 0;
let failed = 0;
async function check(sentence: string, act: () => Promise<void>): Promise<void> {
  try {
    await within(CHECK_TIMEOUT_MS, "the end of this check", act());
    passed++;
    console.log(`ok      ${sentence}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${sentence}\n        ${String(error).replaceAll("\n", "\n        ")}`);
  }
}
function checkEqual(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`it is ${a} and should be ${b}`);
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
  const browser = await launchBrowser({ needs: ["real devices"] });
  const pageErrors: string[] = [];
  try {
    const open = async (url: string): Promise<Page> => {
      const one = await openDevice(browser);
      one.page.on("close", () => pageErrors.push(...one.errors));
      await one.page.goto(url);
      return one.page;
    };
    const host = await open(server.http);
    await host.waitForURL(/\/r\/[\w-]{22}#[\w-]{22}$/);
    const link = new URL(host.url());
    const guest = await open(link.href);

    await checkPermissions(host, guest, link);
    await checkSerial({ host, guest, link, board, uno });
    await checkHid({ host, guest, hid, button });
    await Promise.all(browser.contexts().flatMap((context) => context.pages().map((page) => page.close())));
    await check("No page has reported an error.", async () => checkEqual(pageErrors, []));
  } finally {
    board.powerOff();
    await browser.close();
    await Promise.all([uno.close(), button.close()]);
    await server.dispose();
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

const readDevices = (page: Page): Promise<unknown> =>
  page.evaluate(async () => ({
    serial: (await navigator.serial.getPorts()).map((port) => port.getInfo()),
    hid: (await navigator.hid.getDevices()).map(({ vendorId, productId, collections }) => ({
      vendorId,
      productId,
      usagePage: collections[0]?.usagePage,
    })),
  }));

async function checkPermissions(host: Page, guest: Page, link: URL): Promise<void> {
  await check("The address in the policy is granted the Uno and the button.", async () =>
    checkEqual(await readDevices(host), {
      serial: [{ usbProductId: 0x0043, usbVendorId: 0x2341 }],
      hid: [{ vendorId: 0x1209, productId: 0xb10c, usagePage: 0xff00 }],
    }),
  );
  await check("Another address of the same server is granted nothing.", async () => {
    await guest.goto(link.href.replace("127.0.0.1", "localhost"));
    checkEqual(await readDevices(guest), { serial: [], hid: [] });
    await guest.goto(link.href);
  });
}

/** Makes the board one that this device remembers, because only a person can use the browser's picker. */
const rememberBoard = async (page: Page, key: string): Promise<void> => {
  await page.evaluate(([name, key]) => localStorage.setItem(name, key), [STORAGE_KEY, key] as const);
  await page.reload();
  await openHostSheet(page);
};

async function checkSerial(all: {
  host: Page;
  guest: Page;
  link: URL;
  board: EmulatedBoard;
  uno: Cable;
}): Promise<void> {
  const { host, guest, link, board, uno } = all;
  const replug = async (page: Page): Promise<void> => {
    await uno.unplug();
    board.powerOff();
    await waitForHostStatus(page, /^(Unplugged|Not connected)/);
    await uno.plugIn();
    board.powerOn();
    await waitForHostStatus(page, /^Connected$/);
  };
  await check("WebSerial opens the remembered Uno and receives its hello.", async () => {
    await rememberBoard(host, "serial:2341:0043");
    await waitForHostStatus(host, /^Connected$/);
    await host.getByText("uno · shared-pomodoro/1.0").waitFor();
    await board.waitForLight("white, dim");
  });
  await check(
    "A press of the Uno's button starts the work for everyone, and its light turns red.",
    async () => {
      await board.tap();
      await tomato(guest, "Work").waitFor();
      await board.waitForLight("red");
    },
  );
  await check("A replugged Uno is opened again and is red again.", async () => {
    await replug(host);
    await board.waitForLight("red");
  });
  await check("An Uno that is replugged a second time is opened again and is red again.", async () => {
    await replug(host);
    await board.waitForLight("red");
  });
  await check("A button of the Uno that is held for two seconds skips.", async () => {
    board.press();
    await tomato(guest, "Break time").waitFor();
    board.release();
    await board.waitForLight("red, blinking");
  });
  const second = await openTab(host.context(), link.href);
  await check("A second tab shows which tab has the Uno.", async () => {
    await openHostSheet(second);
    await waitForHostStatus(second, /^Another tab has the board: .*Break time · Shared Pomodoro$/); // the title begins with a time that counts up
  });
  await check("When one tab disconnects the Uno or is closed, the other tab opens it.", async () => {
    await disconnectBoard(host);
    await waitForHostStatus(second, /^Connected$/);
    await board.waitForLight("red, blinking");
    await rememberBoard(host, "serial:2341:0043");
    await waitForHostStatus(host, "Another tab has the board");
    await second.close();
    await waitForHostStatus(host, /^Connected$/);
    await board.waitForLight("red, blinking");
  });
  await check("A disconnected Uno shows offline.", async () => {
    await disconnectBoard(host);
    await board.waitForLight("offline");
  });
}

async function checkHid(all: { host: Page; guest: Page; hid: HidButton; button: Cable }): Promise<void> {
  const { host, guest, hid, button } = all;
  const waitForReport = (light: string): Promise<unknown> =>
    waitFor(`a report of ${light}`, () => hid.light === light, 8000).catch((error: Error) => {
      throw new Error(`${error.message}; the last was ${hid.light}`);
    });
  const press = async (): Promise<void> => {
    hid.press();
    hid.release();
  };
  await check("WebHID opens the remembered button, and its reports blink red.", async () => {
    await rememberBoard(host, "hid:1209:b10c");
    await waitForHostStatus(host, /^Connected$/);
    await waitForReport("255,0,0,0");
    await waitForReport("0,0,0,0");
    await waitForReport("255,0,0,0");
  });
  await check(
    "A press of the HID button starts the break for everyone, and its reports are green.",
    async () => {
      await press();
      await tomato(guest, "Short Break").waitFor();
      await waitForReport("0,255,0,0");
    },
  );
  await check("A replugged HID button is opened again and is green again.", async () => {
    await button.unplug();
    await waitForHostStatus(host, "Not connected");
    hid.reports.length = 0;
    await button.plugIn();
    await waitForHostStatus(host, /^Connected$/);
    await waitForReport("0,255,0,0");
  });
  await check("A HID button that is held for two seconds skips.", async () => {
    hid.press();
    await tomato(guest, "Back to work").waitFor();
    hid.release();
  });
  await check("A disconnected HID button is left dark.", async () => {
    await disconnectBoard(host);
    await waitForReport("0,0,0,0");
    const { length } = hid.reports;
    await guest.getByRole("button", { name: /^Back to work/ }).click();
    await tomato(host, "Work").waitFor({ state: "attached" });
    checkEqual(hid.reports.length, length);
  });
}

async function openTab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** The checks on the simulated bus: Chromium's own WebSerial and WebHID under the real app, in a real room. */
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { DESKTOP, launchBrowser, openDevice, tomato } from "../harness/browser";
import { EmulatedBoard } from "../harness/emulated-board";
import { disconnectBoard, openHostSheet, waitForConnected, waitForHostStatus } from "../harness/host-page";
import { startServer } from "../harness/server";
import { check, checkEqual, PORT, rememberBoard, results } from "./check";
import { checkDeck } from "./check-deck";
import { checkHidden } from "./check-hidden";
import { checkLight } from "./check-lights";
import { BUS, Cable, featuresFolder, UNO } from "./devices";
import { deviceOf, HID_IDS } from "./hid-bus";
import type { HidName } from "./hid-bus";
import { Blink1, DiyButton, Kuando, LuxaforMute } from "./hid-lights";
import { StreamDeck } from "./stream-deck";

/** Where hid-features.c is compiled to. */
export const featuresLibrary = (folder: string): string => join(folder, "hid-features.so");

/** Runs every check; resolves with whether all passed. `folder` is the one that bus.sh was given. */
export async function checkAll(folder: string): Promise<boolean> {
  const uno = new Cable(folder, UNO);
  const board = new EmulatedBoard();
  board.onBytes = (bytes) => uno.send(bytes);
  uno.onBytes = (bytes) => board.receive(bytes);
  const cableOf = (name: HidName): Cable => new Cable(folder, deviceOf(name, BUS));
  const cables = {
    button: cableOf("button"),
    blink1: cableOf("blink1"),
    mute: cableOf("mute"),
    kuando: cableOf("kuando"),
    deck: cableOf("deck"),
  };
  const kuando = new Kuando(cables.kuando);
  const deck = new StreamDeck(cables.deck);
  const lights = [
    { name: "button", what: "HID button", device: new DiyButton(cables.button), full: 255, dim: 26 },
    { name: "blink1", what: "blink(1)", device: new Blink1(cables.blink1), full: 255, dim: 26 },
    { name: "mute", what: "Luxafor Mute", device: new LuxaforMute(cables.mute), full: 255, dim: 26 },
    { name: "kuando", what: "Kuando Busylight", device: kuando, full: 100, dim: 10 },
  ] as const;
  const all = [uno, ...Object.values(cables)];
  for (const cable of all) await cable.plugIn();
  board.powerOn();
  const server = await startServer({ port: PORT });
  const env = { LD_PRELOAD: featuresLibrary(folder), HID_FEATURES: featuresFolder(folder) };
  const browser = await launchBrowser({ needs: ["real devices"], env: { ...process.env, ...env } });
  const pageErrors: string[] = [];
  try {
    const open = async (url: string): Promise<Page> => {
      const one = await openDevice(browser, { ...DESKTOP, reducedMotion: "reduce", serviceWorkers: "block" });
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
    for (const one of lights)
      await checkLight({ ...one, cable: cables[one.name] }, { host, guest, server, link });
    await checkDeck({ browser, host, guest, server, link, deck, cable: cables.deck });
    await Promise.all(browser.contexts().flatMap((context) => context.pages().map((page) => page.close())));
    await check("No page has reported an error.", async () => checkEqual(pageErrors, []));
    await checkHidden({ env, server, link, kuando, deck });
  } finally {
    board.powerOff();
    await browser.close();
    await Promise.all(all.map((cable) => cable.close()));
    await server.dispose();
  }
  console.log(`${results.passed} passed, ${results.failed} failed`);
  return results.failed === 0;
}

const readDevices = (page: Page): Promise<unknown> =>
  page.evaluate(async () => ({
    serial: (await navigator.serial.getPorts()).map((port) => port.getInfo()),
    hid: (await navigator.hid.getDevices())
      .map(({ vendorId, productId }) => `${vendorId}:${productId}`)
      .toSorted(),
  }));

async function checkPermissions(host: Page, guest: Page, link: URL): Promise<void> {
  await check("The address in the policy is granted the Uno and every HID device.", async () =>
    checkEqual(await readDevices(host), {
      serial: [{ usbProductId: 0x0043, usbVendorId: 0x2341 }],
      hid: HID_IDS.map(({ vendor_id, product_id }) => `${vendor_id}:${product_id}`).toSorted(),
    }),
  );
  await check("Another address of the same server is granted nothing.", async () => {
    await guest.goto(link.href.replace("127.0.0.1", "localhost"));
    checkEqual(await readDevices(guest), { serial: [], hid: [] });
    await guest.goto(link.href);
  });
}

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
    await waitForConnected(page);
  };
  await check("WebSerial opens the remembered Uno and receives its hello.", async () => {
    await rememberBoard(host, "serial:2341:0043");
    await waitForConnected(host);
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
    await waitForConnected(second);
    await board.waitForLight("red, blinking");
    await rememberBoard(host, "serial:2341:0043");
    await waitForHostStatus(host, "Another tab has the board");
    await second.close();
    await waitForConnected(host);
    await board.waitForLight("red, blinking");
  });
  await check("A disconnected Uno shows offline.", async () => {
    await disconnectBoard(host);
    await board.waitForLight("offline");
  });
}

async function openTab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

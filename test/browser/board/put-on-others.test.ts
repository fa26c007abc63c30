/** Putting the program on a Leonardo, a bare ESP32 and a micro:bit from the page: each up to a press in the room. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseIntelHex } from "../../../src/programs/avr/intelHex";
import { tomato } from "../../harness/browser";
import { controlLink } from "../../harness/browser-setup";
import { DeskEsp32 } from "../../harness/desk-esp32";
import { deskLeonardo } from "../../harness/desk-leonardo";
import type { FakeMicrobitUsb, fakeUsb } from "../../harness/fakes/daplink";
import { hexLines, toHexFile } from "../../harness/hex-file";
import { hostSheet, waitForConnected } from "../../harness/host-page";
import { setUpHost } from "../../harness/host-setup";
import { makeImage } from "../../harness/micropython-image";
import {
  buttonIn,
  openPanel,
  panelOf,
  putOn,
  readShown,
  statusIn,
  waitForHello,
} from "../../harness/put-on-panel";
import { deskMicrobit } from "../../harness/repl-board/desk-board";
import { bundlePageScript } from "../../harness/usb-port";

const here = setUpHost();

const HEX = new URL("../../../firmware/arduino/shared-pomodoro.leonardo.hex", import.meta.url);

declare global {
  /** The model of the micro:bit's interface chip, which runs in the page. */
  var daplink: { FakeMicrobitUsb: typeof FakeMicrobitUsb; fakeUsb: typeof fakeUsb };
  var microbitUsb: FakeMicrobitUsb;
}

it("a Leonardo gets the program from the page: its boot loader is asked for as another port, and then it presses the room", async () => {
  const parsed = parseIntelHex(readFileSync(HEX, "utf8"), 28_672);
  if (!parsed.ok) throw new Error(parsed.problem);
  const leonardo = deskLeonardo(new Uint8Array(parsed.bytes));
  const { page, usb } = await here.openComputerWith(here.url, ...leonardo.ports);
  const guest = await here.open((await controlLink(page)).href);
  await openPanel(page, "Arduino Leonardo");
  await putOn(page);
  await statusIn(page, "Choose your board again: it now has another name").waitFor();
  usb.choice = 1;
  await buttonIn(page, "Choose the board").click();
  await waitForHello(page, "leonardo");
  await waitForConnected(page);
  leonardo.tap();
  await tomato(guest, "Work").waitFor();
});

it("a bare ESP32 gets MicroPython from the chosen file, then the program, and its button presses the room", async () => {
  const { page, board } = await here.openComputerWith(here.url, new DeskEsp32());
  const guest = await here.open((await controlLink(page)).href);
  await openPanel(page, "ESP32");
  const field = panelOf(page).getByLabel(/The file with MicroPython for your ESP32/);
  const buffer = Buffer.from(makeImage(0));
  await field.setInputFiles({ name: "ESP32_GENERIC.bin", mimeType: "", buffer });
  await putOn(page);
  await waitForHello(page, "esp32");
  expect((await readShown(page)).parts["Writing the program"]).toBeGreaterThan(0.5);
  await waitForConnected(page);
  board.press(true);
  await tomato(guest, "Work").waitFor();
  expect(board.faults).toEqual([]);
});

it("a micro:bit gets MicroPython over WebUSB, also where the click is too long ago, then the program, and its button presses the room", async () => {
  const { page, usb, board } = await here.openComputerWith(here.url, deskMicrobit(false));
  const guest = await here.open((await controlLink(page)).href);
  await page.evaluate(`${await bundlePageScript("daplink", "daplink")};globalThis.daplink = daplink;`);
  await page.evaluate(() => {
    globalThis.microbitUsb = new daplink.FakeMicrobitUsb();
    Object.defineProperty(navigator, "usb", { value: daplink.fakeUsb(microbitUsb) });
  });
  await openPanel(page, "BBC micro:bit");
  const field = panelOf(page).getByLabel(/Only if it has no MicroPython yet/);
  const buffer = Buffer.from(toHexFile(...hexLines()));
  await field.setInputFiles({ name: "micropython.hex", mimeType: "", buffer });
  await page.evaluate(() => {
    let clicks = 0;
    addEventListener("click", () => clicks++, true);
    // As where the code loads slowly: the first click is over before the picker.
    Object.defineProperty(navigator, "userActivation", { get: () => ({ isActive: clicks > 1 }) });
  });
  await putOn(page);
  await statusIn(page, "Ready. Choose your micro:bit").waitFor();
  await buttonIn(page, "Choose the board").click();
  await statusIn(page, "That is written. Choose your board once more").waitFor();
  expect(await page.evaluate(() => [microbitUsb.written, microbitUsb.faults])).toEqual([
    buffer.toString(),
    [],
  ]);
  expect(await hostSheet(page).getByRole("button", { name: "Connect a serial board" }).count()).toBe(0);
  usb.unplug();
  board.copyMicroPython();
  await usb.replug();
  await buttonIn(page, "Choose the board").click();
  await waitForHello(page, "microbit");
  await waitForConnected(page);
  board.press(true);
  await tomato(guest, "Work").waitFor();
});

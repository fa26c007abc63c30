/** Putting the program on a Pico from the page: the page, the serial port, MicroPython's own raw REPL, and a press. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import { controlLink } from "../../harness/browser-setup";
import { openHostSheet, waitForConnected } from "../../harness/host-page";
import { setUpHost } from "../../harness/host-setup";
import {
  buttonIn,
  openPanel,
  panelOf,
  putOn,
  readShown,
  statusIn,
  waitForHello,
} from "../../harness/put-on-panel";
import { DeskPico } from "../../harness/repl-board/desk-board";

const here = setUpHost();

const PICO = "Raspberry Pi Pico";
/** Chooses the board, and puts the program on. */
async function choose(page: Page, board: string): Promise<void> {
  await openPanel(page, board);
  await putOn(page);
}

describe("Put it on a Pico", () => {
  it("a Pico with MicroPython gets the files, says hello, is connected, and its button presses the room", async () => {
    const { page, board } = await here.openComputerWith(here.url, new DeskPico());
    const guest = await here.open((await controlLink(page)).href);
    await choose(page, PICO);
    await waitForHello(page, "rp2040");
    expect((await readShown(page)).statuses).toContain("Writing the program");
    await waitForConnected(page);
    board.press(true);
    await tomato(guest, "Work").waitFor();
    board.press(false);
    await board.powerOff();
    expect(board.violations).toEqual([]);
    expect(board.files).toContain("main.py");
    expect(board.files.filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  it("a Pico without MicroPython gets the steps, and the page goes on when it is plugged in again", async () => {
    const { page, usb, board } = await here.openComputerWith(here.url, new DeskPico(false));
    await choose(page, PICO);
    await statusIn(page, "This board has no MicroPython yet").waitFor({ timeout: 30_000 });
    await panelOf(page).getByText("Hold its button BOOTSEL").waitFor();
    const link = panelOf(page).getByRole("link", { name: "Get MicroPython" });
    expect(await link.getAttribute("href")).toBe("https://micropython.org/download/?port=rp2");
    usb.unplug();
    board.copyMicroPython();
    await usb.replug();
    await waitForHello(page, "rp2040");
    await waitForConnected(page);
  });

  it("a Pico whose port the browser does not give by itself goes on with the button", async () => {
    const { page, usb, board } = await here.openComputerWith(here.url, new DeskPico(false));
    usb.hasSerialNumber = false;
    await choose(page, PICO);
    await statusIn(page, "This board has no MicroPython yet").waitFor({ timeout: 30_000 });
    usb.unplug();
    board.copyMicroPython();
    await usb.replug();
    await buttonIn(page, "It is plugged in again").click();
    await waitForHello(page, "rp2040");
  });

  it("an ESP32 without MicroPython leads to the file that it needs", async () => {
    const { page } = await here.openComputerWith(here.url, new DeskPico(false));
    await choose(page, "ESP32 (MicroPython)");
    await statusIn(page, "This board has no MicroPython yet").waitFor({ timeout: 30_000 });
    await buttonIn(page, "Choose the file").click();
    expect(await buttonIn(page, "Put it on").isDisabled()).toBe(true);
    const field = panelOf(page).getByLabel(/The file with MicroPython for your ESP32/);
    await field.setInputFiles({ name: "photo.bin", mimeType: "", buffer: Buffer.from("a photo") });
    await buttonIn(page, "Put it on").click();
    await statusIn(page, "This file is not for this board").waitFor();
    await buttonIn(page, "Choose the file").click();
    expect(await buttonIn(page, "Put it on").isDisabled()).toBe(true);
  });

  it("a file for the micro:bit is checked before the browser asks for a board", async () => {
    const { page } = await here.openComputerWith(here.url, new DeskPico());
    const sheet = await openHostSheet(page);
    await sheet.getByText("Make a board", { exact: true }).click();
    await buttonIn(page, "BBC micro:bit").click();
    const field = panelOf(page).getByLabel(/Only if it has no MicroPython yet/);
    await field.setInputFiles({ name: "other.hex", mimeType: "", buffer: Buffer.from(":00000001FF\n") });
    await buttonIn(page, "Put it on").click();
    await statusIn(page, "This file is not for this board").waitFor();
    const requests = await page.evaluate(
      () => (navigator.serial as unknown as { requests: unknown[] }).requests.length,
    );
    expect(requests).toBe(0);
  });

  it("a Pico is no micro:bit: it is refused before a byte is written", async () => {
    const { page, board } = await here.openComputerWith(here.url, new DeskPico());
    await choose(page, "BBC micro:bit");
    await statusIn(page, "This is another board than you chose").waitFor({ timeout: 30_000 });
    await board.powerOff();
    expect(board.files).toEqual([]);
  });
});

/** Putting the program on a board from the page: the page, the serial port, Arduino's boot loader on the emulated chip. */
import { describe, expect } from "vitest";
import { readBootLoader } from "../../firmware/boot-loaders";
import { PROGRAM, Uno } from "../../firmware/uno";
import { findAxeViolations } from "../../harness/axe";
import { DESKTOP, tomato } from "../../harness/browser";
import { controlLink } from "../../harness/browser-setup";
import { EmulatedBoard } from "../../harness/emulated-board";
import { connectBoard, openHostSheet, waitForConnected, waitForHostStatus } from "../../harness/host-page";
import { closeSheet } from "../../harness/sheet";
import {
  buttonIn,
  openPanel,
  panelOf,
  putOn,
  readShown,
  statusIn,
  waitForHello,
} from "../../harness/put-on-panel";
import { setUpHost } from "../../harness/host-setup";
import { testWith } from "../../harness/with-tools";

const it = testWith("avr-gcc"); // the package with the boot loaders
const here = setUpHost();

const makeBoard = (loader: Parameters<typeof readBootLoader>[0], hex: string | null = null) =>
  new EmulatedBoard(4, new Uno(hex, readBootLoader(loader)));

const UNO = "Arduino Uno";

describe("Put it on", () => {
  it("an empty chip gets the program from the page, says hello, is connected, and its button presses the room", async () => {
    const { page, board } = await here.openComputer(here.url, DESKTOP, [makeBoard("uno")]);
    const guest = await here.open((await controlLink(page)).href);
    await openPanel(page, UNO);
    await putOn(page);
    await waitForHello(page, "uno");
    const { statuses, parts } = await readShown(page);
    expect(statuses).toContain("Writing the program");
    expect(parts["Writing the program"]).toBeGreaterThan(0.5);
    await waitForConnected(page);
    await board.waitForLight("white, dim");
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.waitForLight("red");
    await buttonIn(page, "Done").click();
    await buttonIn(page, "Arduino Uno").waitFor();
  });

  it("a board that the host has is let go, written, and given back", async () => {
    const { page, board } = await here.openComputer(here.url, DESKTOP, [makeBoard("nano", PROGRAM)]);
    await connectBoard(page);
    await openPanel(page, "Arduino Nano");
    await putOn(page);
    await waitForHostStatus(page, "No board yet");
    await closeSheet(page); // it goes on without the sheet
    await openHostSheet(page);
    await waitForHello(page, "uno"); // and the sheet opens where it is
    await waitForConnected(page);
    await board.waitForLight("white, dim");
  });

  it("another chip is refused, the sheet says so, and the same board can be tried again", async () => {
    const { page } = await here.openComputer(here.url, DESKTOP, [makeBoard("atmega168")]);
    await openPanel(page, UNO);
    await putOn(page);
    await statusIn(page, "This is another board than you chose").waitFor();
    await panelOf(page).getByText("Nothing was written.").waitFor();
    await panelOf(page).getByText("For a report: signature 1e9406").waitFor();
    expect(await findAxeViolations(page)).toEqual([]);
    expect(await buttonIn(page, "Try again").evaluate((one) => one === document.activeElement)).toBe(true);
    await buttonIn(page, "Other board").click();
    await buttonIn(page, "Arduino Nano").waitFor();
  });

  it("a board that is unplugged in the middle is written on the next try", async () => {
    const { page, usb, board } = await here.openComputer(here.url, DESKTOP, [makeBoard("uno")]);
    await openPanel(page, UNO);
    await putOn(page);
    const bar = panelOf(page).getByRole("progressbar", { name: "Writing the program" });
    await expect.poll(() => bar.evaluate((one: HTMLProgressElement) => one.value)).toBeGreaterThan(0.2);
    usb.unplug();
    await statusIn(page, "The board was unplugged").waitFor();
    usb.replug();
    await buttonIn(page, "Try again").click();
    await waitForHello(page, "uno");
    await board.waitForLight("white, dim");
  });

  it("a tab that is closed while it writes asks before, only then, and the next visit says how to go on", async () => {
    const { page, board } = await here.openComputer(here.url, DESKTOP, [makeBoard("uno")]);
    await openPanel(page, UNO);
    const isAsked = (): Promise<boolean> =>
      page.evaluate(() => {
        const event = new Event("beforeunload", { cancelable: true });
        dispatchEvent(event);
        return event.defaultPrevented;
      });
    expect(await isAsked()).toBe(false);
    await putOn(page);
    await statusIn(page, "Writing the program").waitFor();
    expect(await isAsked()).toBe(true);
    expect(await findAxeViolations(page)).toEqual([]);
    page.on("dialog", (dialog) => void dialog.accept());
    await page.reload();
    const sheet = await openHostSheet(page);
    await sheet.getByText("Make a board", { exact: true }).click();
    await panelOf(page).getByText("The last time, the program was not written to its end.").waitFor();
    await buttonIn(page, "Arduino Uno").click();
    await putOn(page);
    await waitForHello(page, "uno");
    expect(await isAsked()).toBe(false);
    await board.waitForLight("white, dim");
  });

  it("Cancel leaves the board to the host again as long as nothing was written", async () => {
    const { page, board } = await here.openComputer(here.url, DESKTOP, [makeBoard("uno", PROGRAM)]);
    await connectBoard(page);
    await page.route("**/firmware/arduino/*.hex", () => {}); // the program never comes
    await openPanel(page, UNO);
    await putOn(page);
    await waitForHostStatus(page, "No board yet");
    await buttonIn(page, "Cancel").click();
    await waitForConnected(page);
    await board.waitForLight("white, dim");
  });

  it("a program that the server does not send is reported, and the next try works", async () => {
    const { page } = await here.openComputer(here.url, DESKTOP, [makeBoard("uno")]);
    await page.route("**/firmware/arduino/*.hex", (route) => route.fulfill({ body: "no program" }));
    await openPanel(page, UNO);
    await putOn(page);
    await statusIn(page, "The program could not be loaded").waitFor();
    await page.unroute("**/firmware/arduino/*.hex");
    await buttonIn(page, "Try again").click();
    await waitForHello(page, "uno");
  });

  it("a dismissed picker changes nothing", async () => {
    const { page, usb } = await here.openComputer(here.url, DESKTOP, [makeBoard("uno")]);
    usb.choice = -1;
    await openPanel(page, UNO);
    await putOn(page);
    await expect
      .poll(() =>
        page.evaluate(() => (navigator.serial as unknown as { requests: unknown[] }).requests.length),
      )
      .toBe(1);
    await buttonIn(page, "Put it on").waitFor();
    expect(await panelOf(page).getByRole("status").textContent()).toBe("");
  });

  it("a browser without WebSerial is not offered it", async () => {
    const page = await here.open(here.url, DESKTOP, (page) =>
      page.addInitScript(() => void delete (Navigator.prototype as { serial?: unknown }).serial),
    );
    const sheet = await openHostSheet(page);
    await sheet.getByText("Make a board", { exact: true }).click();
    await sheet.getByText("MicroPython", { exact: true }).first().waitFor();
    expect(await panelOf(page).count()).toBe(0);
  });
});

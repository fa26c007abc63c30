/** Unplugging, resetting and disconnecting a board while a period runs. */
import { describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import {
  drawnLight,
  waitForConnected,
  waitForHostStatus,
  hostSheet,
  listedEvent,
  openHostSheet,
} from "../../harness/host-page";
import { setUpHost } from "../../harness/host-setup";
import { roomIn } from "../../harness/browser-setup";

const here = setUpHost();
/** Before a replug has shown whether the browser gives the board back, and after it has. */
const NOT_CONNECTED = "Not connected. Plug the board in. If it does not go on by itself, connect once more";
const UNPLUGGED = "Unplugged. It goes on by itself when it is plugged in again";
const readRev = async (link: URL): Promise<unknown> =>
  ((await (await fetch(here.server.room(roomIn(link)))).json()) as { rev: unknown }).rev;

async function openInWork() {
  const all = await here.openHostAndGuest();
  await all.board.tap();
  await tomato(all.guest, "Work").waitFor();
  await all.board.waitForLight("red");
  return all;
}

describe("a board in WORK", () => {
  it("an unplugged board is shown as unplugged, and a replugged one is connected again and red", async () => {
    const { page, usb, board, guest, link } = await openInWork();
    usb.unplug();
    await waitForHostStatus(page, NOT_CONNECTED);
    expect(board.light).toBe("dark");
    await drawnLight(page, "none").waitFor();
    await tomato(guest, "Work").waitFor(); // the others see no change
    const hostButton = page.locator("nav button[data-board]");
    expect(await hostButton.getAttribute("data-board")).toBe("lost"); // on the main screen too
    expect(await hostButton.getAttribute("aria-description")).toBe("Board not connected");
    usb.replug();
    await waitForConnected(page);
    expect(await hostButton.getAttribute("data-board")).toBe("live");
    await board.waitForLight("red");
    expect(await readRev(link)).toBe(1);
    board.press(); // the button works through the new port
    await tomato(guest, "Break time").waitFor();
    board.release();
  });

  it("a board can be unplugged and plugged in three times", async () => {
    const { page, usb, board } = await openInWork();
    for (let i = 0; i < 3; i++) {
      usb.unplug();
      await waitForHostStatus(page, i === 0 ? NOT_CONNECTED : UNPLUGGED);
      usb.replug();
      await waitForConnected(page);
    }
    await board.waitForLight("red");
  });

  it("a board without a serial number is to be connected once more after a replug, and the sheet says so", async () => {
    const { page, usb, board } = await openInWork();
    usb.hasSerialNumber = false;
    const connect = hostSheet(page).getByRole("button", { name: "Connect a serial board" });
    for (const text of [NOT_CONNECTED, "Not connected. Plug the board in and connect once more"]) {
      usb.unplug();
      await waitForHostStatus(page, text);
      usb.replug();
      await connect.click();
      await waitForConnected(page);
    }
    await page.reload(); // the next visit knows it, too
    usb.unplug();
    await openHostSheet(page);
    await waitForHostStatus(page, "Not connected. Plug the board in and connect once more");
    await board.waitForLight("dark");
  });

  it("a board that another program takes at a replug is tried until it is free, and nobody is told to unplug it", async () => {
    const { page, usb, board } = await openInWork();
    usb.unplug();
    await waitForHostStatus(page, NOT_CONNECTED);
    usb.isBusy = true;
    usb.replug();
    await waitForHostStatus(page, "This page goes on trying for a minute");
    await hostSheet(page).getByText("ModemManager").waitFor();
    await hostSheet(page).getByText("brltty").waitFor();
    expect(
      await hostSheet(page)
        .getByText(/unplug/i)
        .count(),
    ).toBe(0);
    usb.isBusy = false;
    await waitForConnected(page);
    await board.waitForLight("red");
  });

  it("a button that is held while the board is plugged in neither presses nor skips", async () => {
    const { page, usb, board, link } = await openInWork();
    usb.unplug();
    await waitForHostStatus(page, NOT_CONNECTED);
    board.press();
    usb.replug();
    await board.waitForLight("red");
    const { ms } = board;
    await expect.poll(() => board.ms - ms).toBeGreaterThan(2500);
    expect(await readRev(link)).toBe(1);
    board.release();
  });

  it("a reset board shows the state again, and its restarted event numbers do not count as a loss", async () => {
    const { page, board, guest } = await openInWork();
    board.reset();
    await listedEvent(page, "The board has restarted").waitFor();
    await board.waitForLight("red");
    await waitForConnected(page);
    board.press();
    await tomato(guest, "Break time").waitFor();
    board.release();
    await board.waitForLight("red, blinking");
    expect(await listedEvent(page, "lost on the way").count()).toBe(0);
  });

  it("a reset while the button is held skips nothing", async () => {
    const { page, board, link } = await openInWork();
    const lines = board.sent.length;
    board.press();
    await expect
      .poll(() => board.sent.slice(lines).some(({ text }) => text.includes('"e":"down"')))
      .toBe(true);
    board.reset();
    await listedEvent(page, "The board has restarted").waitFor();
    const { ms } = board;
    await expect.poll(() => board.ms - ms).toBeGreaterThan(2500);
    expect(await readRev(link)).toBe(1);
    board.release();
  });

  it("a board disconnected in the sheet shows offline, is gone for the others, and stays disconnected after a replug", async () => {
    const { page, usb, board, guest } = await openInWork();
    await guest.getByRole("button", { name: "People" }).click();
    await guest.getByText("has a board: uno").waitFor();
    await hostSheet(page).getByRole("button", { name: "Disconnect" }).click();
    await waitForHostStatus(page, "No board yet");
    await guest.getByText("has a board").waitFor({ state: "detached" });
    await board.waitForLight("offline");
    usb.unplug();
    usb.replug();
    await board.waitForLight("offline");
    await waitForHostStatus(page, "No board yet");
  });

  it("forgetting a board gives its permission back", async () => {
    const { page } = await openInWork();
    await hostSheet(page).getByRole("button", { name: "Forget this board" }).click();
    await waitForHostStatus(page, "No board yet");
    expect(await page.evaluate(async () => (await navigator.serial.getPorts()).length)).toBe(0);
  });
});

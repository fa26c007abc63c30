/** One board and several tabs; a host tab that is closed or loaded again. */
import { describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import { connectBoard, waitForConnected, waitForHostStatus, openHostSheet } from "../../harness/host-page";
import { closeSheet } from "../../harness/sheet";
import { controlLink } from "../../harness/browser-setup";
import { setUpHost } from "../../harness/host-setup";

const here = setUpHost();

describe("two tabs that want one board", () => {
  it("a second tab shows which tab has the board, and takes it over when that tab is closed", async () => {
    const { page, usb, board, link, guest } = await here.openHostAndGuest();
    const title = await page.title();
    const second = await here.openTab(usb.context, link.href); // it remembers the board and wants it without a click
    await openHostSheet(second);
    await waitForHostStatus(second, `Another tab has the board: ${title}`);
    expect(usb.openedBy).toBe(page);
    await page.close({ runBeforeUnload: true });
    await waitForConnected(second);
    expect(usb.openedBy).toBe(second);
    await board.waitForLight("white, dim");
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.waitForLight("red");
  });

  it("a second tab takes the board over when the first disconnects it, and the first does not take it back", async () => {
    const { page, usb, board, link } = await here.openHostAndGuest();
    const second = await here.openTab(usb.context, link.href);
    await openHostSheet(second);
    await waitForHostStatus(second, "Another tab has the board");
    await (await openHostSheet(page)).getByRole("button", { name: "Disconnect" }).click();
    await waitForConnected(second);
    await waitForHostStatus(page, "No board yet");
    usb.unplug();
    await waitForHostStatus(second, "Not connected");
    usb.replug();
    await waitForConnected(second);
    await waitForHostStatus(page, "No board yet");
    await board.waitForLight("white, dim");
  });

  it("a replugged board stays with the tab that had it", async () => {
    const { page, usb, board, link } = await here.openHostAndGuest();
    const second = await here.openTab(usb.context, link.href);
    await openHostSheet(second);
    await waitForHostStatus(second, "Another tab has the board");
    usb.unplug();
    await waitForHostStatus(page, "Not connected");
    usb.replug();
    await waitForConnected(page);
    await board.waitForLight("white, dim");
    expect(usb.openedBy).toBe(page);
    await waitForHostStatus(second, "Another tab has the board");
  });
});

describe("two tabs and two boards of one model", () => {
  it("each of two tabs has its own board, also after a reload, a replug and a takeover", async () => {
    const { page, usb } = await here.openComputer(here.server.http, undefined, 2);
    const [left, right] = [usb.boardAt(0), usb.boardAt(1)];
    const link = await controlLink(page);
    await connectBoard(page);
    usb.choice = 1;
    const second = await here.openTab(usb.context, link.href);
    await openHostSheet(second);
    await waitForHostStatus(second, "Another tab has the board"); // only one board is granted
    await connectBoard(second);
    expect([usb.opener(0), usb.opener(1)]).toEqual([page, second]);

    await left.tap();
    await Promise.all([left, right].map((one) => one.waitForLight("red")));
    await second.reload(); // it remembers a board of this model, and the first one in the list is taken
    await expect.poll(() => usb.opener(1), { timeout: 15_000 }).toBe(second);
    expect(usb.opener(0)).toBe(page);
    await right.waitForLight("red");

    usb.unplug(0);
    await waitForHostStatus(page, "Not connected");
    await openHostSheet(second);
    await waitForConnected(second);
    usb.replug(0);
    await waitForConnected(page);
    expect([usb.opener(0), usb.opener(1)]).toEqual([page, second]);
    await Promise.all([left, right].map((one) => one.waitForLight("red")));
    expect(left.received.every(({ text }) => text.startsWith('{"t":"'))).toBe(true);

    await page.close({ runBeforeUnload: true });
    const third = await here.openTab(usb.context, link.href);
    await expect.poll(() => usb.opener(0), { timeout: 15_000 }).toBe(third);
    expect(usb.opener(1)).toBe(second);
  });
});

describe("the host's tab", () => {
  it("a host tab that is loaded again connects its board without the sheet", async () => {
    const { page, usb, board, guest } = await here.openHostAndGuest();
    await closeSheet(page);
    await board.tap();
    await board.waitForLight("red");
    await page.reload();
    await expect.poll(() => usb.openedBy, { timeout: 15_000 }).toBe(page);
    await board.waitForLight("red");
    board.press();
    await tomato(guest, "Break time").waitFor();
    board.release();
    await openHostSheet(page);
    await waitForConnected(page);
  });

  it("a host tab that is opened before the board is plugged in connects it when it is plugged in", async () => {
    const { page, usb, board } = await here.openHostAndGuest();
    usb.unplug();
    await page.reload();
    await openHostSheet(page);
    await waitForHostStatus(page, "Not connected");
    usb.replug();
    await waitForConnected(page);
    await board.waitForLight("white, dim");
  });

  it("after the host tab is closed the light shows offline, and the others see that the board is gone", async () => {
    const { page, board, guest } = await here.openHostAndGuest();
    await guest.getByRole("button", { name: "People" }).click();
    await guest.getByText("has a board: uno").waitFor();
    await board.tap();
    await board.waitForLight("red");
    await page.close({ runBeforeUnload: true });
    await guest.getByText("has a board").waitFor({ state: "detached" });
    await board.waitForLight("offline");
    await closeSheet(guest);
    await tomato(guest, "Work").waitFor(); // the room has not changed
  });

  it("a first visit opens no port before a board is connected", async () => {
    const { page, usb } = await here.openComputer(here.server.http);
    await openHostSheet(page);
    await waitForHostStatus(page, "No board yet");
    expect(usb.openedBy).toBeNull();
    await connectBoard(page);
    expect(usb.openedBy).toBe(page);
  });
});

/** The whole way of a press: pin, firmware, serial port, page, room, another browser, and back to the light. */
import { describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import { setName, openHostSheet } from "../../harness/host-page";
import { closeSheet } from "../../harness/sheet";
import { checkBoardStartsWork, setUpHost } from "../../harness/host-setup";
import { roomIn } from "../../harness/browser-setup";
import { changeSetup } from "../../harness/room-actions";
import { waitFor } from "../../harness/wait";

const here = setUpHost();
const readRoom = async (link: URL): Promise<Record<string, unknown>> =>
  (await (await fetch(here.server.room(roomIn(link)))).json()) as Record<string, unknown>;

describe("a board's button", () => {
  it("a board's button starts the work for everyone, turns its light red and is listed in the sheet", async () => {
    await checkBoardStartsWork(here);
  });

  it("a board's button goes through a whole set while the sheet is closed", async () => {
    const { page, board, link, guest } = await here.openHostAndGuest();
    await closeSheet(page);
    await changeSetup(here.server, link, { work_duration: 3, break_duration: 3, number_cycles: 1 }, page);
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.waitForLight("red");
    await board.waitForLight("red, blinking");
    await board.tap();
    await tomato(guest, "Short Break").waitFor();
    await board.waitForLight("green");
    await board.waitForLight("green, blinking");
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.waitForLight("red, blinking");
    await board.tap();
    await tomato(guest, "Long break time").waitFor();
    await board.waitForLight("blue");
    await board.tap();
    await tomato(guest, "Press Me!").waitFor();
    await board.waitForLight("white, dim");
    expect(await readRoom(link)).toMatchObject({ state: 0, rev: 9 });
  });

  it("a board's light is dim in a period that somebody else has paused, and its button resumes it", async () => {
    const { board, guest } = await here.openHostAndGuest();
    await board.tap();
    await guest.getByRole("button", { name: "Pause", exact: true }).click();
    await board.waitForLight("red, dim");
    await board.tap();
    await guest.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await board.waitForLight("red");
  });

  it("a button held for two seconds in WORK skips, and one held for less does nothing", async () => {
    const { board, link, guest } = await here.openHostAndGuest();
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.waitForLight("red");

    board.press();
    const down = board.ms;
    await waitFor("a second of the board's time", () => board.ms > down + 1000);
    board.release();
    await waitFor("another two, in which a longer hold would skip", () => board.ms > down + 3000);
    expect(await readRoom(link)).toMatchObject({ state: 1, rev: 1 });

    board.press();
    const again = performance.now();
    await tomato(guest, "Break time").waitFor();
    expect(performance.now() - again).toBeGreaterThan(2000);
    await board.waitForLight("red, blinking");
    // the button is still held: a hold skips once
    expect(await readRoom(link)).toMatchObject({ state: 2, rev: 2 });
    board.release();
  });

  it("the others see whose board it is, in the list of people and in what it does", async () => {
    const { page, board, guest } = await here.openHostAndGuest();
    await closeSheet(page);
    await setName(page, "Kim");
    await guest.getByRole("button", { name: "People" }).click();
    await guest.getByText("has a board: uno").waitFor();
    await closeSheet(guest);
    await board.tap();
    await guest.getByText("Kim's board started work").waitFor({ state: "attached" });
  });

  it("two boards on two computers can be connected to one room", async () => {
    const { board, link } = await here.openHostAndGuest();
    const other = await here.openComputer(link.href);
    await (await openHostSheet(other.page)).getByRole("button", { name: "Connect a serial board" }).click();
    await other.board.waitForLight("white, dim");
    await board.tap();
    await Promise.all([board, other.board].map((one) => one.waitForLight("red")));
  });
});

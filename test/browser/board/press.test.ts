// Pin → firmware → serial port → page → room → another browser, and the state all the way back to the light.
import { describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import { closeSheet, nameOneself, openHostSheet } from "../../harness/host-page";
import { boardStartsTheWork, hostStage } from "../../harness/host-stage";
import { act, roomIn } from "../../harness/stage";
import { waitFor } from "../../harness/wait";

const here = hostStage();
const roomNow = async (link: URL): Promise<Record<string, unknown>> =>
  (await (await fetch(here.server.room(roomIn(link)))).json()) as Record<string, unknown>;

describe("a board's button", () => {
  it("starts the work for everyone and turns its own light red, and the sheet says so", async () => {
    await boardStartsTheWork(here);
  });

  it("goes through a whole set alone, with the sheet closed", async () => {
    const { page, board, link, guest } = await here.hostAndGuest();
    await closeSheet(page);
    await act(here.server, link, { action: "setup", work_duration: 3, break_duration: 3, number_cycles: 1 });
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.shows("red");
    await board.shows("red, blinking");
    await board.tap();
    await tomato(guest, "Short Break").waitFor();
    await board.shows("green");
    await board.shows("green, blinking");
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.shows("red, blinking");
    await board.tap();
    await tomato(guest, "Long break time").waitFor();
    await board.shows("blue");
    await board.tap();
    await tomato(guest, "Press Me!").waitFor();
    await board.shows("white, dim");
    expect(await roomNow(link)).toMatchObject({ state: 0, rev: 9 });
  });

  it("resumes what somebody else has paused, and its light is dim until then", async () => {
    const { board, guest } = await here.hostAndGuest();
    await board.tap();
    await guest.getByRole("button", { name: "Pause" }).click();
    await board.shows("red, dim");
    await board.tap();
    await guest.getByRole("button", { name: "Pause" }).waitFor();
    await board.shows("red");
  });

  it("held for two seconds in WORK skips, and held for less does nothing", async () => {
    const { board, link, guest } = await here.hostAndGuest();
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.shows("red");

    board.press();
    const down = board.ms;
    await waitFor("1.6 s of the board's time", () => board.ms > down + 1600);
    board.release();
    await waitFor("another 1.6 s of the board's time", () => board.ms > down + 3200);
    expect(await roomNow(link)).toMatchObject({ state: 1, rev: 1 });

    board.press();
    const again = performance.now();
    await tomato(guest, "Break time").waitFor();
    expect(performance.now() - again).toBeGreaterThan(2000);
    await board.shows("red, blinking");
    // still held: once per press
    expect(await roomNow(link)).toMatchObject({ state: 2, rev: 2 });
    board.release();
  });

  it("is seen by the others as that person's board, in the room and in its deeds", async () => {
    const { page, board, guest } = await here.hostAndGuest();
    await closeSheet(page);
    await nameOneself(page, "Kim");
    await guest.getByRole("button", { name: "People" }).click();
    await guest.getByText("has a board: uno").waitFor();
    await closeSheet(guest);
    await board.tap();
    await guest.getByText("Kim's board started the work").waitFor({ state: "attached" });
  });

  it("shares its room with the board of another computer", async () => {
    const { board, link } = await here.hostAndGuest();
    const other = await here.computer(link.href);
    await (await openHostSheet(other.page)).getByRole("button", { name: "Connect a serial board" }).click();
    await other.board.shows("white, dim");
    await board.tap();
    await Promise.all([board, other.board].map((one) => one.shows("red")));
  });
});

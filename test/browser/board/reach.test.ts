/** A room that cannot be reached: the light shows offline, and a press is refused at once. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import { connectBoard, hostSheet, listedEvent } from "../../harness/host-page";
import { setUpHost } from "../../harness/host-setup";
import { Network } from "../../harness/network";
import { startServer } from "../../harness/server";
import { controlLink, roomIn } from "../../harness/browser-setup";
import { waitFor } from "../../harness/wait";

const here = setUpHost();
let network: Network;
beforeEach(async () => {
  network = await Network.start(here.server.port);
});
afterEach(() => network.close());

const REFUSED = "Press · not sent, the room cannot be reached";
const roomOf = async (url: string): Promise<unknown> => (await fetch(url)).json();

describe("a room out of reach", () => {
  it("after the server has died the light shows offline, and a press is refused and never sent later", async () => {
    const ownServer = await startServer();
    try {
      const { page, board } = await here.openComputer(ownServer.http);
      const link = await controlLink(page);
      await connectBoard(page);
      await board.waitForLight("white, dim");
      await ownServer.crash();
      await hostSheet(page).getByText("The room cannot be reached").first().waitFor();
      await board.tap();
      await listedEvent(page, REFUSED).waitFor();
      await board.waitForLight("offline");
      await ownServer.restart();
      await board.waitForLight("white, dim", 15_000);
      expect(await roomOf(ownServer.room(roomIn(link)))).toMatchObject({ state: 0, rev: 0 });
      await board.tap(); // the next press counts
      await board.waitForLight("red");
      expect(await roomOf(ownServer.room(roomIn(link)))).toMatchObject({ state: 1, rev: 1 });
    } finally {
      await ownServer.dispose();
    }
  });

  it("after the network is cut the light shows offline, a press is refused, and a hold skips nothing", async () => {
    const { page, board, link } = await here.openHostAndGuest(network.url);
    await board.tap();
    await board.waitForLight("red");
    network.cut();
    await hostSheet(page).getByText("The room cannot be reached").first().waitFor();
    board.press();
    await listedEvent(page, REFUSED).waitFor();
    await board.waitForLight("offline");
    network.restore();
    await board.waitForLight("red", 15_000);
    board.release();
    expect(await roomOf(here.server.room(roomIn(link)))).toMatchObject({ state: 1, rev: 1 });
  });

  it("a press that was under way for too long in a stalled network never happens", async () => {
    const { page, board, link, guest } = await here.openHostAndGuest(network.url);
    await tomato(guest, "Press Me!").waitFor();
    await board.waitForLight("white, dim");
    network.stall();
    await board.tap();
    const { ms } = board;
    await listedEvent(page, /Press · (not sent|no answer)/).waitFor();
    await waitFor("3 s of the board's time", () => board.ms > ms + 3000); // the press is valid for 2 s
    network.restore();
    await expect.poll(() => page.getByText("Reconnecting").count(), { timeout: 15_000 }).toBe(0);
    await board.waitForLight("white, dim", 15_000);
    expect(await roomOf(here.server.room(roomIn(link)))).toMatchObject({ state: 0, rev: 0 });
  });
});

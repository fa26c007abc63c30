// The room out of reach: the light tells the truth, and a press is refused where it was made.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import { connectBoard, hostSheet, lastEvent } from "../../harness/host-page";
import { hostStage } from "../../harness/host-stage";
import { Network } from "../../harness/network";
import { startServer } from "../../harness/server";
import { controlLink, roomIn } from "../../harness/stage";
import { waitFor } from "../../harness/wait";

const here = hostStage();
let network: Network;
beforeEach(async () => {
  network = await Network.start(here.server.port);
});
afterEach(() => network.close());

const REFUSED = "Press · not sent, the room cannot be reached";
const roomOf = async (url: string): Promise<unknown> => (await fetch(url)).json();

describe("a room out of reach", () => {
  it("because its server died: the light goes offline, a press is refused and never happens later", async () => {
    const own = await startServer();
    try {
      const { page, board } = await here.computer(own.http);
      const link = await controlLink(page);
      await connectBoard(page);
      await board.shows("white, dim");
      await own.killWorkerd();
      await hostSheet(page).getByText("The room cannot be reached").first().waitFor();
      await board.tap();
      await lastEvent(page, REFUSED).waitFor();
      await board.shows("offline");
      await own.restart();
      await board.shows("white, dim", 15_000);
      expect(await roomOf(own.room(roomIn(link)))).toMatchObject({ state: 0, rev: 0 });
      await board.tap(); // and now it counts
      await board.shows("red");
      expect(await roomOf(own.room(roomIn(link)))).toMatchObject({ state: 1, rev: 1 });
    } finally {
      await own.dispose();
    }
  });

  it("because the network is cut: the same, and a hold across the cut skips nothing", async () => {
    const { page, board, link } = await here.hostAndGuest(network.url);
    await board.tap();
    await board.shows("red");
    network.cut();
    await hostSheet(page).getByText("The room cannot be reached").first().waitFor();
    board.press();
    await lastEvent(page, REFUSED).waitFor();
    await board.shows("offline");
    network.restore();
    await board.shows("red", 15_000);
    board.release();
    expect(await roomOf(here.server.room(roomIn(link)))).toMatchObject({ state: 1, rev: 1 });
  });

  it("because nothing passes any more: a press that was on its way too long never happens", async () => {
    const { page, board, link, guest } = await here.hostAndGuest(network.url);
    await tomato(guest, "Press Me!").waitFor();
    await board.shows("white, dim");
    network.stall();
    await board.tap();
    const { ms } = board;
    await lastEvent(page, /Press · (not sent|no answer)/).waitFor();
    await waitFor("3 s of the board's time", () => board.ms > ms + 3000); // it was valid for 2
    network.restore();
    await expect.poll(() => page.getByText("Reconnecting").count(), { timeout: 15_000 }).toBe(0);
    await board.shows("white, dim", 15_000);
    expect(await roomOf(here.server.room(roomIn(link)))).toMatchObject({ state: 0, rev: 0 });
  });
});

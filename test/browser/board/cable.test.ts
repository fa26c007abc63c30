// What happens to a board on its desk while a period runs.
import { describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import { drawnLight, hostSays, hostSheet, lastEvent } from "../../harness/host-page";
import { hostStage } from "../../harness/host-stage";
import { roomIn } from "../../harness/stage";

const here = hostStage();
const UNPLUGGED = "Unplugged. It goes on by itself when it is plugged in again";
const revOf = async (link: URL): Promise<unknown> =>
  ((await (await fetch(here.server.room(roomIn(link)))).json()) as { rev: unknown }).rev;

async function atWork() {
  const all = await here.hostAndGuest();
  await all.board.tap();
  await tomato(all.guest, "Work").waitFor();
  await all.board.shows("red");
  return all;
}

describe("in WORK", () => {
  it("unplugged, it is said so; plugged in again, the new port is taken by itself and the light is red", async () => {
    const { page, desk, board, guest, link } = await atWork();
    desk.unplug();
    await hostSays(page, UNPLUGGED);
    expect(board.light).toBe("dark");
    await drawnLight(page, "none").waitFor();
    await tomato(guest, "Work").waitFor(); // nobody else is disturbed
    const way = page.locator("nav button[data-board]");
    expect(await way.getAttribute("data-board")).toBe("lost"); // on the main screen too
    expect(await way.getAttribute("aria-description")).toBe("Board not connected");
    desk.replug();
    await hostSays(page, /^Connected$/);
    expect(await way.getAttribute("data-board")).toBe("live");
    await board.shows("red");
    expect(await revOf(link)).toBe(1);
    board.press(); // and the new one's button works
    await tomato(guest, "Break time").waitFor();
    board.release();
  });

  it("unplugged and plugged in three times, it is the same", async () => {
    const { page, desk, board } = await atWork();
    for (let i = 0; i < 3; i++) {
      desk.unplug();
      await hostSays(page, UNPLUGGED);
      desk.replug();
      await hostSays(page, /^Connected$/);
    }
    await board.shows("red");
  });

  it("plugged in with a finger on the button, that is no press and no skip", async () => {
    const { page, desk, board, link } = await atWork();
    desk.unplug();
    await hostSays(page, UNPLUGGED);
    board.press();
    desk.replug();
    await board.shows("red");
    const { ms } = board;
    await expect.poll(() => board.ms - ms).toBeGreaterThan(2500);
    expect(await revOf(link)).toBe(1);
    board.release();
  });

  it("reset, it shows the state again, and its button counts from 1 without being taken for a loss", async () => {
    const { page, board, guest } = await atWork();
    board.reset();
    await lastEvent(page, "The board has restarted").waitFor();
    await board.shows("red");
    await hostSays(page, /^Connected$/);
    board.press();
    await tomato(guest, "Break time").waitFor();
    board.release();
    await board.shows("red, blinking");
    expect(await lastEvent(page, "lost on the way").count()).toBe(0);
  });

  it("reset while the button is held, nothing is skipped", async () => {
    const { page, board, link } = await atWork();
    const lines = board.said.length;
    board.press();
    await expect
      .poll(() => board.said.slice(lines).some(({ text }) => text.includes('"e":"down"')))
      .toBe(true);
    board.reset();
    await lastEvent(page, "The board has restarted").waitFor();
    const { ms } = board;
    await expect.poll(() => board.ms - ms).toBeGreaterThan(2500);
    expect(await revOf(link)).toBe(1);
    board.release();
  });

  it("disconnected in the sheet, the light says offline, the others see no board, and a replug changes nothing", async () => {
    const { page, desk, board, guest } = await atWork();
    await guest.getByRole("button", { name: "People" }).click();
    await guest.getByText("has a board: uno").waitFor();
    await hostSheet(page).getByRole("button", { name: "Disconnect" }).click();
    await hostSays(page, "No board yet");
    await guest.getByText("has a board").waitFor({ state: "detached" });
    await board.shows("offline");
    desk.unplug();
    desk.replug();
    await board.shows("offline");
    await hostSays(page, "No board yet");
  });

  it("forgotten, its permission is given back", async () => {
    const { page } = await atWork();
    await hostSheet(page).getByRole("button", { name: "Forget this board" }).click();
    await hostSays(page, "No board yet");
    expect(await page.evaluate(async () => (await navigator.serial.getPorts()).length)).toBe(0);
  });
});

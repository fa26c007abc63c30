// One board, several tabs; and the tab that comes and goes.
import { describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import { closeSheet, connectBoard, hostSays, openHostSheet } from "../../harness/host-page";
import { hostStage } from "../../harness/host-stage";

const here = hostStage();

describe("two tabs that want one board", () => {
  it("the second says where it is, and takes it over when the first is closed", async () => {
    const { page, desk, board, link, guest } = await here.hostAndGuest();
    const title = await page.title();
    const second = await here.tab(desk.context, link.href); // remembers the board, so it wants it by itself
    await openHostSheet(second);
    await hostSays(second, `Another tab has the board: ${title}`);
    expect(desk.openedBy).toBe(page);
    await page.close({ runBeforeUnload: true });
    await hostSays(second, /^Connected$/);
    expect(desk.openedBy).toBe(second);
    await board.shows("white, dim");
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.shows("red");
  });

  it("the second takes it over when the first lets go of it in the sheet, and the first does not take it back", async () => {
    const { page, desk, board, link } = await here.hostAndGuest();
    const second = await here.tab(desk.context, link.href);
    await openHostSheet(second);
    await hostSays(second, "Another tab has the board");
    await (await openHostSheet(page)).getByRole("button", { name: "Disconnect" }).click();
    await hostSays(second, /^Connected$/);
    await hostSays(page, "No board yet");
    desk.unplug();
    await hostSays(second, "Unplugged");
    desk.replug();
    await hostSays(second, /^Connected$/);
    await hostSays(page, "No board yet");
    await board.shows("white, dim");
  });

  it("unplugged and plugged in, the board stays with the tab that had it", async () => {
    const { page, desk, board, link } = await here.hostAndGuest();
    const second = await here.tab(desk.context, link.href);
    await openHostSheet(second);
    await hostSays(second, "Another tab has the board");
    desk.unplug();
    await hostSays(page, "Unplugged");
    desk.replug();
    await hostSays(page, /^Connected$/);
    await board.shows("white, dim");
    expect(desk.openedBy).toBe(page);
    await hostSays(second, "Another tab has the board");
  });
});

describe("the host's tab", () => {
  it("loaded again, it connects by itself, without its sheet", async () => {
    const { page, desk, board, guest } = await here.hostAndGuest();
    await closeSheet(page);
    await board.tap();
    await board.shows("red");
    await page.reload();
    await expect.poll(() => desk.openedBy, { timeout: 15_000 }).toBe(page);
    await board.shows("red");
    board.press();
    await tomato(guest, "Break time").waitFor();
    board.release();
    await openHostSheet(page);
    await hostSays(page, /^Connected$/);
  });

  it("opened before the board is plugged in, it connects when it is", async () => {
    const { page, desk, board } = await here.hostAndGuest();
    desk.unplug();
    await page.reload();
    await openHostSheet(page);
    await hostSays(page, "Unplugged");
    desk.replug();
    await hostSays(page, /^Connected$/);
    await board.shows("white, dim");
  });

  it("closed, the light says offline and the others see that the board is gone", async () => {
    const { page, board, guest } = await here.hostAndGuest();
    await guest.getByRole("button", { name: "People" }).click();
    await guest.getByText("has a board: uno").waitFor();
    await board.tap();
    await board.shows("red");
    await page.close({ runBeforeUnload: true });
    await guest.getByText("has a board").waitFor({ state: "detached" });
    await board.shows("offline");
    await closeSheet(guest);
    await tomato(guest, "Work").waitFor(); // the room goes on
  });

  it("asks once: a visit that never connected a board opens no port", async () => {
    const { page, desk } = await here.computer(here.server.http);
    await openHostSheet(page);
    await hostSays(page, "No board yet");
    expect(desk.openedBy).toBeNull();
    await connectBoard(page);
    expect(desk.openedBy).toBe(page);
  });
});

/** A browser that does not run for a while: what the board sends meanwhile is old when the page reads it. */
import type { Browser } from "playwright-core";
import { describe, expect, it } from "vitest";
import { tomato } from "../../harness/browser";
import { roomIn } from "../../harness/browser-setup";
import { listedEvent, waitForConnected } from "../../harness/host-page";
import { setUpHost } from "../../harness/host-setup";
import { waitFor } from "../../harness/wait";

const here = setUpHost();
const readRev = async (link: URL): Promise<unknown> =>
  ((await (await fetch(here.server.room(roomIn(link)))).json()) as { rev: unknown }).rev;

/** Stops every process of the browser; returns a function that lets them go on. */
async function stopBrowser(browser: Browser): Promise<() => void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const signal = (name: "SIGSTOP" | "SIGCONT"): void => {
    for (const { id } of processInfo) process.kill(id, name);
  };
  signal("SIGSTOP");
  return () => signal("SIGCONT");
}

describe("a browser that was stopped", () => {
  it("presses that a board has sent while the browser was stopped never happen, and the next press counts", async () => {
    const { page, board, link, guest } = await here.openHostAndGuest();
    await board.waitForLight("white, dim");
    const goOn = await stopBrowser(here.browser);
    try {
      const sent = board.sent.length;
      await board.tap(); // the light is not offline yet, so the board sends this one
      await board.waitForLight("offline", 20_000);
      board.press(); // the board does not send this one
      const { ms } = board;
      await waitFor("a second of the board's time", () => board.ms > ms + 1000);
      board.release();
      expect(board.sent.slice(sent).filter(({ text }) => text.includes('"down"'))).toHaveLength(1);
    } finally {
      goOn();
    }
    await listedEvent(page, "A press came too late and does not count").waitFor();
    await waitForConnected(page);
    await board.waitForLight("white, dim", 15_000);
    expect(await readRev(link)).toBe(0);
    await board.tap();
    await tomato(guest, "Work").waitFor();
    await board.waitForLight("red");
  });

  it("a button that was released while the browser was stopped does not skip", async () => {
    const { page, board, link } = await here.openHostAndGuest();
    await board.tap();
    await board.waitForLight("red");
    const rev = await readRev(link);
    board.press();
    await waitFor("the press", () => board.sent.at(-1)?.text.includes('"down"') === true);
    const goOn = await stopBrowser(here.browser);
    try {
      board.release();
      await board.waitForLight("offline", 20_000);
    } finally {
      goOn();
    }
    await board.waitForLight("red", 15_000);
    await waitForConnected(page);
    expect(await readRev(link)).toBe(rev);
  });
});

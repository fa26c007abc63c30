import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import controlWords from "../../src/i18n/controls/words/en";
import { DESKTOP, tomato } from "../harness/browser";
import { openHostSheet } from "../harness/host-page";
import { closeSheet } from "../harness/sheet";
import { controlLink, setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();

/** The accessible description of the Host button, as a screen reader gets it. */
async function readDescription(hostButton: Locator): Promise<string> {
  const page = hostButton.page();
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const node = nodes.find(({ role, name }) => role?.value === "button" && name?.value === "Host");
  return String(node?.description?.value ?? "");
}

describe("a tab with a board", () => {
  it("a tab sends its board to the room once, however many presses the board makes", async () => {
    const sent: string[] = [];
    const page = await here.open(here.server.http, DESKTOP, (page) => {
      page.on("websocket", (socket) =>
        socket.on("framesent", ({ payload }) => {
          if (String(payload).includes('"action":"board"')) sent.push(String(payload));
        }),
      );
      return Promise.resolve();
    });
    await controlLink(page);
    await page.getByRole("button", { name: "Host", exact: true }).click();
    await page.getByRole("button", { name: "Try without a board" }).click();
    const button = page.getByRole("button", { name: "Press the board's button" });
    await button.click();
    await tomato(page, "Work").waitFor({ state: "attached" });
    for (let presses = 2; presses <= 5; presses++) {
      await button.click();
      await expect
        .poll(() =>
          page
            .getByRole("listitem")
            .filter({ hasText: /Press ·.*ms/ })
            .count(),
        )
        .toBe(presses);
    }
    expect(sent).toEqual(['{"action":"board","board":{"kind":"virtual","name":"virtual"}}']);
  });

  it("the Host sheet offers what is below the buttons for a board only when these are there, so that a click hits what it is aimed at", async () => {
    let deliver = (): void => {};
    const delivered = new Promise<void>((done) => (deliver = done));
    const page = await here.open(here.server.http, { ...DESKTOP, serviceWorkers: "block" }, (page) =>
      page.route(/\/assets\/browserHost-/, async (route) => {
        await delivered;
        await route.continue();
      }),
    );
    const sheet = await openHostSheet(page);
    await sheet.getByText("No board yet").waitFor();
    const make = sheet.getByText("Make a board", { exact: true });
    expect(await make.count()).toBe(0);
    deliver();
    await make.waitFor();
    expect(await sheet.getByRole("button", { name: "Try without a board" }).isVisible()).toBe(true);
  });

  it("the Host button shows that a board is connected for as long as it is, and does not move", async () => {
    const page = await here.open(here.server.http);
    const hostButton = page.getByRole("button", { name: "Host", exact: true });
    const read = async (): Promise<unknown> => ({
      board: await hostButton.getAttribute("data-board"),
      description: await readDescription(hostButton),
      place: await hostButton.boundingBox(),
    });
    const withoutBoard = await read();
    expect(withoutBoard).toMatchObject({ board: null, description: controlWords.purposes.host });
    const sheet = await openHostSheet(page);
    await sheet.getByRole("button", { name: "Try without a board" }).click();
    await sheet.getByText("Board on this screen").waitFor();
    await closeSheet(page);
    expect(await read()).toEqual({
      ...(withoutBoard as object),
      board: "live",
      description: "Board connected",
    });
    await openHostSheet(page);
    await sheet.getByRole("button", { name: "Disconnect" }).click();
    await closeSheet(page);
    expect(await read()).toEqual(withoutBoard);
  });
});

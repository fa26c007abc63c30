import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { DESKTOP, tomato } from "../harness/browser";
import { closeSheet, openHostSheet } from "../harness/host-page";
import { controlLink, setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();

/** Its description, as a screen reader gets it. */
async function describedAs(way: Locator): Promise<string> {
  const session = await way.page().context().newCDPSession(way.page());
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const node = nodes.find(({ role, name }) => role?.value === "button" && name?.value === "Host");
  return String(node?.description?.value ?? "");
}

describe("a tab with a board", () => {
  it("tells the room of its board once, however much happens on it", async () => {
    const told: string[] = [];
    const page = await here.open(here.server.http, DESKTOP, (page) => {
      page.on("websocket", (socket) =>
        socket.on("framesent", ({ payload }) => {
          if (String(payload).includes('"action":"board"')) told.push(String(payload));
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
    expect(told).toEqual(['{"action":"board","board":{"kind":"virtual","name":"virtual"}}']);
  });

  it("says so on the main screen for as long as it has one, and nothing moves for it", async () => {
    const page = await here.open(here.server.http);
    const way = page.getByRole("button", { name: "Host", exact: true });
    const shows = async (): Promise<unknown> => ({
      board: await way.getAttribute("data-board"),
      described: await describedAs(way),
      at: await way.boundingBox(),
    });
    const none = await shows();
    expect(none).toMatchObject({ board: null, described: "" });
    const sheet = await openHostSheet(page);
    await sheet.getByRole("button", { name: "Try without a board" }).click();
    await sheet.getByText("Board on this screen").waitFor();
    await closeSheet(page);
    expect(await shows()).toEqual({ ...(none as object), board: "live", described: "Board connected" });
    await openHostSheet(page);
    await sheet.getByRole("button", { name: "Disconnect" }).click();
    await closeSheet(page);
    expect(await shows()).toEqual(none);
  });
});

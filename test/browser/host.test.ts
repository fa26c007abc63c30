import { describe, expect, it } from "vitest";
import { DESKTOP, tomato } from "../tools/browser";
import { controlLink, stage } from "../tools/stage";

const here = stage();

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
});

/** Without a board: the virtual board, and browsers without WebSerial and WebHID. */
import { describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { tomato } from "../../harness/browser";
import { drawnLight, waitForConnected, openHostSheet } from "../../harness/host-page";
import { setUpHost } from "../../harness/host-setup";
import { act, controlLink } from "../../harness/browser-setup";

const here = setUpHost();
const removeBoardApis = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, "serial");
    Reflect.deleteProperty(Navigator.prototype, "hid");
  });

describe("the virtual board", () => {
  it("the virtual board presses for everyone, shows the room's light, and skips when it is held", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    const guest = await here.open(link.href);
    const sheet = await openHostSheet(page);
    await sheet.getByRole("button", { name: "Try without a board" }).click();
    await waitForConnected(page);
    await drawnLight(page, "white, breathing").waitFor();
    const button = sheet.getByRole("button", { name: "Press the board's button" });
    await button.click();
    await tomato(guest, "Work").waitFor();
    await drawnLight(page, "red").waitFor();
    await button.hover();
    await page.mouse.down();
    await tomato(guest, "Break time").waitFor();
    await page.mouse.up();
    await drawnLight(page, "red, blinking").waitFor();
  });
});

describe("a watcher's board", () => {
  it("the board of somebody who only watches shows the room's light, and a press is listed as refused", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    const watcher = await here.open(link.href.replace(/#.*/, ""));
    const sheet = await openHostSheet(watcher);
    await sheet.getByRole("button", { name: "Try without a board" }).click();
    await waitForConnected(watcher);
    await drawnLight(watcher, "white, breathing").waitFor();
    await sheet.getByRole("button", { name: "Press the board's button" }).click();
    await sheet.getByText("this tab only watches").waitFor();
    await act(here.server, link, { action: "press" });
    await drawnLight(watcher, "red").waitFor();
  });
});

describe("a browser without WebSerial and WebHID", () => {
  it("a browser without WebSerial and WebHID names the browsers that have them and offers the virtual board, which works", async () => {
    const page = await here.open(here.server.http, undefined, removeBoardApis);
    const sheet = await openHostSheet(page);
    await sheet.getByText(/Chrome, Edge/).waitFor();
    expect(await sheet.getByRole("button", { name: /^Connect/ }).count()).toBe(0);
    await sheet.getByRole("button", { name: "Try without a board" }).click();
    await waitForConnected(page);
    await drawnLight(page, "white, breathing").waitFor();
  });
});

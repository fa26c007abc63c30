/** A private room's own name: given in Share, seen by everyone, in Recent rooms, and passed on from an open room. */
import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { DESKTOP, SMALL_PHONE } from "../harness/browser";
import { act, controlLink, roomIn, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { findOverflow } from "../harness/overflow";
import { nicknameOf } from "../../party/shared/nickname";
import { sidewaysOverflow } from "../harness/sheet";
import { readRoom } from "../harness/room-actions";

const here = setUpBrowser();
async function openSheet(page: Page, name: string): Promise<Locator> {
  await page.getByRole("button", { name, exact: true }).click();
  const sheet = page.getByRole("dialog", { name });
  await sheet.waitFor();
  return sheet;
}
const roomName = (page: Page): Locator => page.locator("header p span[translate=no]");

it("a controller names a private room in Share, and everyone sees it in the head, in the tab and in Recent rooms", async () => {
  const page = await here.open(here.server.http, DESKTOP);
  const link = await controlLink(page);
  const watcher = await here.open(watchLinkOf(link), SMALL_PHONE);
  expect(await roomName(watcher).textContent()).toBe(nicknameOf(roomIn(link)));

  const sheet = await openSheet(page, "Share");
  await sheet.getByRole("button", { name: "Rename", exact: true }).click();
  await sheet.getByLabel("Name of this room").fill(" Class\u202e 4b ");
  await act(here.server, link, { action: "press" }); // the timer goes on meanwhile
  await sheet.getByLabel("Name of this room").press("Enter");
  await sheet.getByRole("status").getByText("Saved").waitFor();
  expect(await sheet.getByLabel("Name of this room").inputValue()).toBe("Class 4b");
  expect(await readRoom(here.server, link)).toMatchObject({ title: "Class 4b", state: 1 });
  for (const one of [page, watcher]) {
    await roomName(one).getByText("Class 4b", { exact: true }).waitFor();
    await expect.poll(() => one.title()).toMatch(/^2\d:\d\d Work · Class 4b$/);
  }
  const shared = await openSheet(watcher, "Share");
  await shared.getByText("Class 4b", { exact: true }).waitFor();
  expect(await shared.getByRole("button", { name: "Rename" }).count()).toBe(0);

  await watcher.goto(`${here.server.http}/r/another-room`);
  const recent = (await openSheet(watcher, "Join")).getByRole("listitem").filter({ hasText: "Class 4b" });
  await recent.getByText(/^Work 2\d:\d\d$/).waitFor();
  await act(here.server, link, { action: "title", title: "Class 5a" });
  await watcher.reload();
  await (await openSheet(watcher, "Join")).getByText("Class 5a", { exact: true }).waitFor();
});

it("the longest name is cut off in the head of a small phone and whole in Share", async () => {
  const page = await here.open(here.server.http, SMALL_PHONE);
  const link = await controlLink(page);
  const title = "W".repeat(32);
  await act(here.server, link, { action: "title", title });
  await roomName(page).getByText(title).waitFor();
  expect(await findOverflow(page)).toEqual([expect.stringMatching(/^span “W{32}” needs/)]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  const sheet = await openSheet(page, "Share");
  await sheet.getByText(title, { exact: true }).waitFor();
  expect(await sidewaysOverflow(sheet)).toBe(0);
});

it("an open room offers a private room with its name for a class", async () => {
  const page = await here.open(`${here.server.http}/r/class-4b`, DESKTOP);
  const sheet = await openSheet(page, "Share");
  expect(await sheet.getByRole("button", { name: "Rename" }).count()).toBe(0);
  await sheet.getByText(/^For a class: a private room named “class-4b”/).waitFor();
  await sheet.getByRole("button", { name: "Start a private room" }).click();
  await page.waitForURL(/\/r\/[^/]{22}#.{22}$/);
  await roomName(page).getByText("class-4b", { exact: true }).waitFor();
});

it("a server that knows no names is told in words", async () => {
  const page = await here.open(here.server.http, DESKTOP, (page) =>
    page.addInitScript(() => {
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (this: WebSocket, data: string) {
        // An action that this server does not know, as "title" is for one of before.
        send.call(this, data.replace('"action":"title"', '"action":"titel"'));
      };
    }),
  );
  const sheet = await openSheet(page, "Share");
  await sheet.getByRole("button", { name: "Rename", exact: true }).click();
  await sheet.getByLabel("Name of this room").fill("Class 4b");
  await sheet.getByRole("button", { name: "Save", exact: true }).click();
  await sheet.getByText("This server is too old to give rooms a name").waitFor();
});

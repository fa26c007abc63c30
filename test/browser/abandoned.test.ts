import { rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { DESKTOP, PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { readRoom, startWork } from "../harness/room-actions";

const here = setUpBrowser();
/** Resolves when the page is connected and knows its role: by then it has sent its join and a setup, if it has one. */
const waitUntilJoined = (page: Page): Promise<void> =>
  page.getByText(/^\d+ (person|people) here$/).waitFor({ state: "attached" });

/** Leaves the app on these pages, and deletes all rooms of the server while nobody is connected. */
async function leaveAndDeleteRooms(...pages: Page[]): Promise<void> {
  for (const page of pages) await page.goto("about:blank");
  await here.server.stop();
  rmSync(`${here.server.dataDir}/rooms`, { recursive: true });
  await here.server.restart();
}

it("a device that returns to a deleted room restores its setup once, not as a watcher and not over another setup", async () => {
  const phone = await here.open(here.server.http, PHONE);
  const link = await controlLink(phone);
  const desktop = await here.open(link.href, DESKTOP);
  const watcher = await here.open(watchLinkOf(link));
  await act(here.server, link, { action: "setup", work_duration: 3000, break_duration: 600 });
  await act(here.server, link, { action: "press" });
  for (const page of [phone, desktop, watcher]) await tomato(page, "Work").waitFor();

  await leaveAndDeleteRooms(phone, desktop, watcher);
  await watcher.goto(watchLinkOf(link));
  await tomato(watcher, "Ready").waitFor();
  await waitUntilJoined(watcher);
  expect((await readRoom(here.server, link)).rev).toBe(0); // the watcher remembers the setup, but may not send it

  await Promise.all([phone.goto(link.href), desktop.goto(link.href)]);
  await expect
    .poll(() => readRoom(here.server, link))
    .toMatchObject({ state: 0, cycle: 0, work_duration: 3000, break_duration: 600, rev: 1 });
  await Promise.all([waitUntilJoined(phone), waitUntilJoined(desktop)]);
  await phone.getByRole("button", { name: "Setup", exact: true }).click();
  await expect.poll(() => phone.getByRole("textbox", { name: "Work", exact: true }).inputValue()).toBe("50");
  expect((await readRoom(here.server, link)).rev).toBe(1);

  // The room is deleted again; this time another setup comes first.
  await leaveAndDeleteRooms(phone, desktop, watcher);
  await act(here.server, link, { action: "setup", work_duration: 240 });
  await phone.goto(link.href);
  await tomato(phone, "Press Me!").waitFor();
  await waitUntilJoined(phone);
  expect(await readRoom(here.server, link)).toMatchObject({ rev: 1, work_duration: 240 });
});

it("a page that is open while its room is deleted restores the setup", async () => {
  const page = await here.open(here.server.http);
  const link = await controlLink(page);
  await tomato(page, "Press Me!").waitFor();
  await waitUntilJoined(page);
  await startWork(here.server, link, 1200);
  await tomato(page, "Work").waitFor();
  await here.server.stop();
  rmSync(`${here.server.dataDir}/rooms`, { recursive: true });
  await here.server.restart();
  await expect
    .poll(() => readRoom(here.server, link), { timeout: 20_000 })
    .toMatchObject({ rev: 1, work_duration: 1200 });
});

it("a device remembers the setup until the room has it, although the first connection loses every message", async () => {
  const page = await here.open(here.server.http, DESKTOP);
  const link = await controlLink(page);
  await tomato(page, "Press Me!").waitFor();
  await startWork(here.server, link, 2400);
  await tomato(page, "Work").waitFor();
  await leaveAndDeleteRooms(page);

  let losesMessages = true; // the page receives the room, but nothing that it sends arrives
  await page.routeWebSocket(/parties/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => (losesMessages ? undefined : server.send(message)));
  });
  await page.goto(link.href);
  await tomato(page, "Press Me!").waitFor(); // until then it shows the cached state: work
  losesMessages = false;
  await page.reload();
  await expect.poll(() => readRoom(here.server, link)).toMatchObject({ rev: 1, work_duration: 2400 });
});

it("a device that is in a new room sends no setup, also after a reload", async () => {
  const page = await here.open(here.server.http);
  const link = await controlLink(page);
  await tomato(page, "Press Me!").waitFor();
  await waitUntilJoined(page);
  await page.reload();
  await tomato(page, "Press Me!").waitFor();
  await waitUntilJoined(page);
  expect((await readRoom(here.server, link)).rev).toBe(0);
});

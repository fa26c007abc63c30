import { rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { DESKTOP, PHONE, tomato } from "../harness/browser";
import { act, controlLink, roomIn, setUpBrowser, watchLinkOf } from "../harness/browser-setup";

const here = setUpBrowser();
const room = async (link: URL): Promise<RoomMessage> =>
  (await (await fetch(here.server.room(roomIn(link)))).json()) as RoomMessage;
/** Connected, and told of its role: what it wants to say of itself has been sent. */
const arrived = (page: Page): Promise<void> =>
  page.getByText(/^\d+ (person|people) here$/).waitFor({ state: "attached" });

/** The pages are closed, and by the time they come back their room has been gone from the server. */
async function longGone(...pages: Page[]): Promise<void> {
  for (const page of pages) await page.goto("about:blank");
  await here.server.stop();
  rmSync(`${here.server.dataDir}/rooms`, { recursive: true });
  await here.server.restart();
}

it("a phone that comes back to an abandoned room brings its setup with it: once, never as a watcher, never over anybody", async () => {
  const phone = await here.open(here.server.http, PHONE);
  const link = await controlLink(phone);
  const desktop = await here.open(link.href, DESKTOP);
  const watcher = await here.open(watchLinkOf(link));
  await act(here.server, link, { action: "setup", work_duration: 3000, break_duration: 600 });
  await act(here.server, link, { action: "press" });
  for (const page of [phone, desktop, watcher]) await tomato(page, "Work").waitFor();

  await longGone(phone, desktop, watcher);
  await watcher.goto(watchLinkOf(link));
  await tomato(watcher, "Press Me!").waitFor();
  await arrived(watcher);
  expect((await room(link)).rev).toBe(0); // it knows the setup, and may not say so

  await Promise.all([phone.goto(link.href), desktop.goto(link.href)]);
  await expect
    .poll(() => room(link))
    .toMatchObject({ state: 0, cycle: 0, work_duration: 3000, break_duration: 600, rev: 1 });
  await Promise.all([arrived(phone), arrived(desktop)]);
  await phone.getByRole("button", { name: "Setup" }).click();
  await expect
    .poll(() => phone.getByRole("combobox", { name: "Work", exact: true }).inputValue())
    .toBe("3000");
  expect((await room(link)).rev).toBe(1);

  // Gone again; this time somebody was faster.
  await longGone(phone, desktop, watcher);
  await act(here.server, link, { action: "setup", work_duration: 240 });
  await phone.goto(link.href);
  await tomato(phone, "Press Me!").waitFor();
  await arrived(phone);
  expect(await room(link)).toMatchObject({ rev: 1, work_duration: 240 });
});

it("a page that is open while its room goes brings the setup back, too", async () => {
  const page = await here.open(here.server.http);
  const link = await controlLink(page);
  await tomato(page, "Press Me!").waitFor();
  await arrived(page);
  await act(here.server, link, { action: "setup", work_duration: 1200 });
  await act(here.server, link, { action: "press" });
  await tomato(page, "Work").waitFor();
  await here.server.stop();
  rmSync(`${here.server.dataDir}/rooms`, { recursive: true });
  await here.server.restart();
  await expect.poll(() => room(link), { timeout: 20_000 }).toMatchObject({ rev: 1, work_duration: 1200 });
});

it("what it knew is not forgotten before it is brought back: not by a line that dies in between", async () => {
  const page = await here.open(here.server.http, DESKTOP);
  const link = await controlLink(page);
  await tomato(page, "Press Me!").waitFor();
  await act(here.server, link, { action: "setup", work_duration: 2400 });
  await act(here.server, link, { action: "press" });
  await tomato(page, "Work").waitFor();
  await longGone(page);

  let dead = true; // it hears the room, and nothing that it says arrives
  await page.routeWebSocket(/parties/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => (dead ? undefined : server.send(message)));
  });
  await page.goto(link.href);
  await tomato(page, "Press Me!").waitFor(); // until then it shows what it knew: work
  dead = false;
  await page.reload();
  await expect.poll(() => room(link)).toMatchObject({ rev: 1, work_duration: 2400 });
});

it("a room that is new is left as it is", async () => {
  const page = await here.open(here.server.http);
  const link = await controlLink(page);
  await tomato(page, "Press Me!").waitFor();
  await arrived(page);
  await page.reload();
  await tomato(page, "Press Me!").waitFor();
  await arrived(page);
  expect((await room(link)).rev).toBe(0);
});

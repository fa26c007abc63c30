import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";
import { HttpProxy } from "../harness/http-proxy";
import type { WebSockets } from "../harness/http-proxy";
import { readRoom } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";
import { watchShifts } from "../harness/shifts";

/** Chromium reports an action over HTTP that the room refuses as too late. */
const here = setUpBrowser({ expectedErrors: /status of 409/ });
let front: HttpProxy;
const OVER_HTTP = "Changes appear with a delay";
/** The page must know within this time that the network forbids WebSockets, or allows them again. */
const FOUND = { timeout: 20_000 };

beforeEach(async () => {
  front = await HttpProxy.start(here.server.port);
});
afterEach(() => front.close());

/** Opens a private room on a network with such a proxy, and waits until the page is connected over HTTP. */
async function openOverHttp(webSockets: WebSockets, url = front.url): Promise<Page> {
  front.webSockets = webSockets;
  const page = await here.open(url, PHONE);
  await page.getByText(OVER_HTTP).waitFor(FOUND);
  return page;
}

/** Waits until another page, behind a network of its own, has asked twice over HTTP. */
async function waitForTwoPolls(): Promise<void> {
  const network = await HttpProxy.start(here.server.port);
  onTestFinished(() => network.close());
  network.webSockets = { status: 403 };
  const page = await here.open(network.url, PHONE);
  await page.getByText(OVER_HTTP).waitFor(FOUND);
  const asked = network.roomRequests.length;
  await expect.poll(() => network.roomRequests.length).toBeGreaterThan(asked + 1);
}

describe("a network that forbids WebSockets", () => {
  it.each<[string, WebSockets]>([
    ["answers 403", { status: 403 }],
    ["answers 426", { status: 426 }],
    ["makes a plain request of it", "strip"],
    ["never answers", "hang"],
    ["ends the connection after half a second", { lastsMs: 500 }],
  ])("a page whose proxy %s shows the room over HTTP, and presses it", async (_, webSockets) => {
    const page = await openOverHttp(webSockets);
    const link = await controlLink(page);
    await tomato(page, "Press Me!").click();
    await tomato(page, "Work").waitFor();
    await expect.poll(async () => (await readRoom(here.server, link)).rev).toBe(1);
    expect(await page.getByText("Reconnecting").count()).toBe(0);
    await act(here.server, link, { action: "reset" });
    await tomato(page, "Press Me!").waitFor();
  });

  it("the state of the connection moves nothing when it changes", async () => {
    const page = await here.open(front.url, { ...PHONE, viewport: { width: 844, height: 390 } });
    await waitForPeople(page, 1);
    const shifts = await watchShifts(page);
    front.webSockets = { status: 403 };
    front.cutWebSockets();
    await page.getByText("Reconnecting").waitFor();
    await page.getByText(OVER_HTTP).waitFor(FOUND);
    front.webSockets = "forward";
    await page.getByText(OVER_HTTP).waitFor({ ...FOUND, state: "detached" });
    expect(await shifts.jsonValue()).toEqual([]);
  });

  it("a phone over HTTP and a laptop with a WebSocket go through a series together", async () => {
    const laptop = await here.open(here.server.http);
    const link = await controlLink(laptop);
    await act(here.server, link, { action: "setup", work_duration: 6, break_duration: 6, number_cycles: 1 });
    const phone = await openOverHttp({ status: 403 }, front.url + link.pathname + link.hash);
    await waitForPeople(laptop, 1); // the phone is not in the list
    const both = (message: string) =>
      Promise.all([phone, laptop].map((page) => tomato(page, message).waitFor()));
    await both("Press Me!");
    await tomato(phone, "Press Me!").click();
    await both("Work");
    await both("Break time");
    await tomato(laptop, "Break time").click();
    await both("Short Break");
    await both("Back to work");
    await tomato(phone, "Back to work").click();
    await both("Work");
    await both("Break time");
    await tomato(phone, "Break time").click();
    await both("Long break time");
    await phone.getByRole("button", { name: "Undo" }).click();
    await both("Break time");
    expect((await readRoom(here.server, link)).by).toEqual({ name: null, via: "app" });
  });

  it("a press over HTTP happens once, and the person is told nothing else, even if its answer is lost twice", async () => {
    const page = await openOverHttp({ status: 403 });
    const link = await controlLink(page);
    front.lostAnswers = 2;
    await tomato(page, "Press Me!").click();
    await page.getByRole("button", { name: "Undo" }).waitFor(); // it is on the server, and the answer has arrived
    await tomato(page, "Work").waitFor();
    const { rev, did } = await readRoom(here.server, link);
    expect([rev, did]).toEqual([1, "work-started"]);
    expect(await page.getByText(/connection was lost|Someone was faster|Reconnecting/).count()).toBe(0);
  });

  it("a press over HTTP that the network never lets through is refused, and nothing happens later", async () => {
    const page = await openOverHttp({ status: 403 });
    const link = await controlLink(page);
    front.isBroken = true;
    await tomato(page, "Press Me!").click();
    await page.getByText("Reconnecting").waitFor(FOUND);
    front.isBroken = false;
    await page.getByText(OVER_HTTP).waitFor(FOUND);
    await tomato(page, "Press Me!").waitFor();
    expect((await readRoom(here.server, link)).rev).toBe(0);
  });

  it("a watcher over HTTP sees the room and cannot press", async () => {
    const owner = await here.open(here.server.http);
    const link = await controlLink(owner);
    const watcher = await openOverHttp({ status: 403 }, front.url + link.pathname);
    await act(here.server, link, { action: "press" });
    await tomato(watcher, "Work").waitFor();
    await act(here.server, link, { action: "reset" });
    await tomato(watcher, "Ready").click();
    await watcher.getByText("Only somebody with the control link can press").waitFor();
    await watcher.getByRole("button", { name: "People" }).click();
    await watcher.getByText("This network allows no live connection").waitFor();
    expect(front.roomRequests.filter((request) => request.startsWith("POST"))).toEqual([]);
  });

  it("the page uses a WebSocket again when the network allows it, and asks no more over HTTP", async () => {
    const page = await openOverHttp("strip");
    front.webSockets = "forward";
    await waitForPeople(page, 1);
    await page.getByText(OVER_HTTP).waitFor({ state: "detached" });
    const asked = front.roomRequests.length;
    await tomato(page, "Press Me!").click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
    await waitForTwoPolls();
    expect(front.roomRequests.length).toBe(asked);
  });

  it("a page that was connected goes on over HTTP when its network begins to forbid WebSockets", async () => {
    const page = await here.open(front.url, PHONE);
    await waitForPeople(page, 1);
    front.webSockets = { status: 403 };
    front.cutWebSockets();
    await page.getByText(OVER_HTTP).waitFor(FOUND);
    await tomato(page, "Press Me!").click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
  });

  it("a page goes on over HTTP after a long outage, after which WebSockets are not answered", async () => {
    const page = await here.open(front.url, PHONE);
    await waitForPeople(page, 1);
    front.webSockets = "hang";
    front.isBroken = true;
    front.cutWebSockets();
    // By then the page waits as long as it ever does between two attempts.
    await expect.poll(() => front.broken, { timeout: 30_000 }).toBeGreaterThan(8);
    front.isBroken = false;
    await page.getByText(OVER_HTTP).waitFor({ timeout: 30_000 });
    await tomato(page, "Press Me!").click();
    await page.getByRole("button", { name: "Undo" }).waitFor();
  });

  it("a page with a WebSocket loads no code for HTTP", async () => {
    const page = await here.open(front.url, PHONE);
    await waitForPeople(page, 1);
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name),
    );
    expect(loaded.filter((name) => /httpLink|\.room-/.test(name))).toEqual([]);
  });
});

import type { Page, Request, Worker } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { PHONE, tomato } from "../harness/browser";
import {
  deliverPush,
  readNotifications,
  stubSubscription,
  clickNotification,
  getServiceWorker,
} from "../harness/notifications";
import { act, controlLink, keyIn, roomIn, setUpBrowser, watchLinkOf } from "../harness/browser-setup";

const here = setUpBrowser();
const permissions = ["notifications", "screen-wake-lock"];
const ENDPOINT = "https://fcm.googleapis.com/fcm/send/stub";
const SUBSCRIPTION = { endpoint: ENDPOINT, expirationTime: null, keys: { p256dh: "stub", auth: "stub" } };

interface Away {
  readonly page: Page;
  readonly link: URL;
  readonly worker: Worker;
}
/** A device that knows the room, and shows another one now. */
async function away(): Promise<Away> {
  const page = await here.open(here.server.http, { ...PHONE, permissions });
  const link = await controlLink(page);
  const worker = await getServiceWorker(page);
  await tomato(page, "Press Me!").waitFor();
  await page.goto(`${here.server.http}/r/somewhere-else`);
  await tomato(page, "Press Me!").waitFor();
  return { page, link, worker };
}
const roomNow = async (link: URL): Promise<RoomMessage> =>
  (await (await fetch(here.server.room(roomIn(link)))).json()) as RoomMessage;

/** The room rings: what it is then, and what it would push. */
async function ring(link: URL): Promise<{ truth: RoomMessage; payload: Record<string, unknown> }> {
  await act(here.server, link, { action: "setup", work_duration: 1 });
  await act(here.server, link, { action: "press" });
  await expect.poll(async () => (await roomNow(link)).state).toBe(2);
  const truth = await roomNow(link);
  const navigate = watchLinkOf(link);
  const payload = {
    web_push: 8030,
    notification: {
      title: "Break time",
      body: "Work is over.",
      tag: roomIn(link),
      navigate,
      actions: [{ action: "press", title: "Start break", navigate }],
    },
    app_badge: 1,
    room: roomIn(link),
    rev: truth.rev,
    state: truth.state,
  };
  return { truth, payload };
}

describe("a push", () => {
  it("is shown with its words and its action, one a room", async () => {
    const { page, link, worker } = await away();
    const { truth, payload } = await ring(link);
    await deliverPush(page, payload);
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toEqual([
      {
        title: "Break time",
        body: "Work is over.",
        tag: roomIn(link),
        silent: false,
        data: { room: roomIn(link), rev: truth.rev },
        actions: [{ action: "press", title: "Start break" }],
      },
    ]);
  });

  it("is not shown where somebody sees the room already", async () => {
    const { page, link, worker } = await away();
    const { payload } = await ring(link);
    await page.goto(link.href);
    await tomato(page, "Break time").waitFor();
    await deliverPush(page, payload);
    // a push about another room comes after it, and is shown: so the first has been handled
    await deliverPush(page, { ...payload, room: "another-room", rev: 0 });
    expect((await readNotifications(worker)).map(({ tag }) => tag)).toEqual(["another-room"]);
  });

  it("that is past says so, quietly, and offers nothing to press", async () => {
    const { page, link, worker } = await away();
    const { payload } = await ring(link);
    await act(here.server, link, { action: "press", name: "Kim" });
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toMatchObject([
      { title: "Already answered", silent: true, actions: [], tag: roomIn(link) },
    ]);
    expect((await readNotifications(worker))[0]?.body).toContain("Short Break");
  });

  it("replaces the one that rang when it has become past", async () => {
    const { page, link, worker } = await away();
    const { payload } = await ring(link);
    await deliverPush(page, payload);
    expect((await readNotifications(worker))[0]?.title).toBe("Break time");
    await act(here.server, link, { action: "press" });
    await deliverPush(page, payload);
    expect((await readNotifications(worker)).map(({ title }) => title)).toEqual(["Already answered"]);
  });

  it("offers no action to a device that may only watch", async () => {
    const { link } = await away();
    const page = await here.open(watchLinkOf(link), { ...PHONE, permissions });
    const worker = await getServiceWorker(page);
    await page.goto(`${here.server.http}/r/somewhere-else`);
    const { payload } = await ring(link);
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toMatchObject([{ title: "Break time", actions: [] }]);
  });

  it("asked for as a test is shown whatever the room does, and though it is open", async () => {
    const { page, link, worker } = await away();
    await page.goto(link.href);
    await tomato(page, "Press Me!").waitFor();
    const notification = { title: "It works", body: "This is how", tag: roomIn(link), navigate: link.href };
    await deliverPush(page, {
      web_push: 8030,
      notification,
      room: roomIn(link),
      rev: 0,
      state: 0,
      test: true,
    });
    expect(await readNotifications(worker)).toMatchObject([{ title: "It works", silent: false }]);
  });

  it("that cannot be read is shown all the same: the browser asks for it", async () => {
    const { page, worker } = await away();
    await deliverPush(page, "not json");
    expect(await readNotifications(worker)).toMatchObject([{ title: "Shared Pomodoro" }]);
  });
});

describe("a tap on the notification", () => {
  it("on its action presses, by this device's key, under this person's name", async () => {
    const { page, link, worker } = await away();
    await page.getByRole("button", { name: "This device" }).click();
    await page.getByLabel("Your name").fill("Ada");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved").waitFor();
    const { truth, payload } = await ring(link);
    await deliverPush(page, payload);
    expect((await readNotifications(worker)).length).toBe(1);
    expect(await clickNotification(worker, "press")).toEqual([]);
    expect(await roomNow(link)).toMatchObject({
      state: 3,
      rev: truth.rev + 1,
      by: { name: "Ada", via: "push" },
    });
    expect(await readNotifications(worker)).toEqual([]);
  });

  it("on its action presses nothing when somebody was faster, and says so", async () => {
    const { page, link, worker } = await away();
    const { payload } = await ring(link);
    await deliverPush(page, payload);
    expect((await readNotifications(worker)).length).toBe(1);
    await act(here.server, link, { action: "press", name: "Kim" });
    const before = await roomNow(link);
    await clickNotification(worker, "press");
    expect(await roomNow(link)).toMatchObject({ state: 3, rev: before.rev, by: { name: "Kim" } });
    expect(await readNotifications(worker)).toMatchObject([{ title: "Someone was faster", silent: true }]);
  });

  it("elsewhere opens the room with the key that this device has", async () => {
    const { page, link, worker } = await away();
    const { payload } = await ring(link);
    await deliverPush(page, payload);
    expect((await readNotifications(worker)).length).toBe(1);
    expect(await clickNotification(worker, "")).toEqual([link.pathname + link.hash]);
  });
});

describe("the sheet of this device", () => {
  /** The room's push calls as the sheet makes them; the server's part has its own tests. */
  async function device(): Promise<{ page: Page; link: URL; calls: Request[] }> {
    const calls: Request[] = [];
    const page = await here.open(here.server.http, { ...PHONE, permissions }, async (page) => {
      await stubSubscription(page, SUBSCRIPTION);
      await page.route("**/push", async (route) => {
        const method = route.request().method();
        if (method === "GET") return route.fulfill({ json: { key: "AAAA" } });
        calls.push(route.request());
        return route.fulfill({ status: { PUT: 201, POST: 202, DELETE: 204 }[method] ?? 405, body: "" });
      });
    });
    const link = await controlLink(page);
    await getServiceWorker(page);
    return { page, link, calls };
  }
  const openSheet = (page: Page): Promise<void> => page.getByRole("button", { name: "This device" }).click();
  const theSwitch = (page: Page): ReturnType<Page["getByRole"]> =>
    page.getByRole("checkbox", { name: "Notifications" });
  const told = (calls: readonly Request[]): unknown[] =>
    calls.map((call) => [call.method(), call.headers()["authorization"], call.postDataJSON()]);

  it("turns notifications on and off, renews them at every launch, and rings on demand", async () => {
    const { page, link, calls } = await device();
    const bearer = `Bearer ${keyIn(link)}`;
    const put = ["PUT", bearer, { subscription: SUBSCRIPTION, device: "Computer" }];
    await openSheet(page);
    await page.getByText("It stays dark and silent.").waitFor();
    await theSwitch(page).click();
    await page.getByText("It shows a notification when time is over.").waitFor();
    expect(told(calls)).toEqual([put]);

    await page.reload();
    await expect.poll(() => told(calls)).toEqual([put, put]);

    await openSheet(page);
    await page.getByRole("button", { name: "Ring me in 10 seconds" }).click();
    await page.getByText("Coming. Lock this device now.").waitFor();
    expect(told(calls).at(-1)).toEqual(["POST", bearer, { endpoint: ENDPOINT, in: 10 }]);

    await theSwitch(page).click();
    await page.getByText("It stays dark and silent.").waitFor();
    expect(told(calls).at(-1)).toEqual(["DELETE", bearer, { endpoint: ENDPOINT }]);
    expect(await theSwitch(page).isChecked()).toBe(false);
  });

  it("says that notifications are forbidden, and its switch cannot be moved", async () => {
    const page = await here.open(here.server.http, { ...PHONE, permissions: ["screen-wake-lock"] });
    await controlLink(page);
    await getServiceWorker(page);
    await openSheet(page);
    await page.getByText("You have forbidden notifications.").waitFor();
    expect(await theSwitch(page).isDisabled()).toBe(true);
  });
});

import type { Page, Request } from "playwright-core";
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
import { readKeyval } from "../harness/keyval";
import { openOtherRoom as openOther, pretendIPhone } from "../harness/push-phone";
import type { OtherRoom } from "../harness/push-phone";
import { readRoom, startWork } from "../harness/room-actions";

const here = setUpBrowser({ hasServiceWorker: true });
const permissions = ["notifications", "screen-wake-lock"];
const ENDPOINT = "https://fcm.googleapis.com/fcm/send/stub";
const SUBSCRIPTION = { endpoint: ENDPOINT, expirationTime: null, keys: { p256dh: "stub", auth: "stub" } };

const openOtherRoom = (): Promise<OtherRoom> => openOther(here);
/** Lets a work period of 1 s end, and returns the room at its alarm with the push that the room would send. */
async function waitForAlarm(link: URL): Promise<{ room: RoomMessage; payload: Record<string, unknown> }> {
  await startWork(here.server, link, 1);
  await expect.poll(async () => (await readRoom(here.server, link)).state).toBe(2);
  const room = await readRoom(here.server, link);
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
    rev: room.rev,
    state: room.state,
  };
  return { room, payload };
}

describe("the sheet This device", () => {
  it("This device keeps the place of its checks until the server has answered, so that nothing below them moves", async () => {
    const page = await here.open(here.server.http, { ...PHONE, permissions });
    await controlLink(page);
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const asked = page.waitForRequest((request) => new URL(request.url()).pathname.endsWith("/push"));
    await page.context().route(
      (url) => url.pathname.endsWith("/push"),
      async (route) => {
        await answered;
        await route.continue();
      },
    );
    await page.getByRole("button", { name: "This device", exact: true }).click();
    await asked;
    const card = page.getByRole("region", { name: "What this device will do when locked" });
    await card.getByText("One moment").waitFor();
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
    const sound = page.getByRole("heading", { name: "Sound", exact: true });
    const before = await sound.boundingBox();
    answer();
    await card.getByText("It stays dark and silent.").waitFor();
    expect(await sound.boundingBox()).toEqual(before);
  });
});

describe("a push", () => {
  it("two pushes about a room show one notification with its text and its action", async () => {
    const { page, link, worker } = await openOtherRoom();
    const { room, payload } = await waitForAlarm(link);
    await deliverPush(page, payload);
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toEqual([
      {
        title: "Break time",
        body: "Work is over.",
        tag: roomIn(link),
        silent: false,
        data: { room: roomIn(link), rev: room.rev },
        actions: [{ action: "press", title: "Start break" }],
      },
    ]);
  });

  /** Goes to the room at its alarm, on the page that is open. */
  async function openAtAlarm({ page, link }: OtherRoom): Promise<Record<string, unknown>> {
    const { payload } = await waitForAlarm(link);
    await page.goto(link.href);
    await tomato(page, "Break time").waitFor();
    return payload;
  }
  /** Makes the room ring on a page that has been touched, so that it sounds. */
  async function openSounding({ page, link }: OtherRoom): Promise<Record<string, unknown>> {
    await page.goto(link.href);
    await page.getByText("Press to start working").click();
    const { payload } = await waitForAlarm(link);
    await page.getByRole("button", { name: "Stop the sound here" }).waitFor();
    return payload;
  }
  /** The tags of the notifications on screen after this push. */
  async function tagsAfter({ page, worker }: OtherRoom, payload: Record<string, unknown>): Promise<string[]> {
    await deliverPush(page, payload);
    // The worker handles pushes in order: when the one about another room is shown, the first has been handled.
    await deliverPush(page, { ...payload, room: "another-room", rev: 0 });
    return (await readNotifications(worker)).map(({ tag }) => tag).toSorted();
  }

  it("a push about a room that sounds on a focused page shows no notification, also after the sound was stopped", async () => {
    const other = await openOtherRoom();
    const payload = await openSounding(other);
    expect(await tagsAfter(other, payload)).toEqual(["another-room"]);
    await other.page.getByRole("button", { name: "Stop the sound here" }).click();
    expect(await tagsAfter(other, payload)).toEqual(["another-room"]);
  });

  it("a push about a room on a visible page that nobody has touched shows a notification, and the page offers no stop button", async () => {
    const other = await openOtherRoom();
    const payload = await openAtAlarm(other);
    await other.page.getByRole("button", { name: "Tap for sound" }).waitFor();
    expect(await other.page.getByRole("button", { name: "Stop the sound here" }).count()).toBe(0);
    expect(await tagsAfter(other, payload)).toEqual(["another-room", roomIn(other.link)].toSorted());
  });

  it("a push about a room that sounds on a page without the focus, or on a hidden one, shows a notification", async () => {
    for (const lose of [
      () => void (document.hasFocus = () => false),
      () => void Object.defineProperty(document, "visibilityState", { get: () => "hidden" }),
    ]) {
      const other = await openOtherRoom();
      const payload = await openSounding(other);
      await other.page.evaluate(lose);
      expect(await tagsAfter(other, payload)).toContain(roomIn(other.link));
    }
  });

  it("a push about a room of an overlay, which never sounds, shows a notification", async () => {
    const other = await openOtherRoom();
    const { payload } = await waitForAlarm(other.link);
    await other.page.goto(`${watchLinkOf(other.link)}?view=overlay`);
    await tomato(other.page, "Break time").click({ force: true }); // cannot be pressed, but the page was touched
    expect(await tagsAfter(other, payload)).toContain(roomIn(other.link));
  });

  it("on an iPhone a push about a room that sounds on a focused page shows a silent notification", async () => {
    const other = await openOtherRoom();
    const payload = await openSounding(other);
    await pretendIPhone(other.worker);
    await deliverPush(other.page, payload);
    expect(await readNotifications(other.worker)).toMatchObject([{ title: "Break time", silent: true }]);
  });

  it("a push about an alarm that was answered already is shown silently, with the new state and no action", async () => {
    const { page, link, worker } = await openOtherRoom();
    const { payload } = await waitForAlarm(link);
    await act(here.server, link, { action: "press", name: "Kim" });
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toMatchObject([
      { title: "Already answered", silent: true, actions: [], tag: roomIn(link) },
    ]);
    expect((await readNotifications(worker))[0]?.body).toContain("Short Break");
  });

  it("a second push after the alarm was answered replaces the first notification", async () => {
    const { page, link, worker } = await openOtherRoom();
    const { payload } = await waitForAlarm(link);
    await deliverPush(page, payload);
    expect((await readNotifications(worker))[0]?.title).toBe("Break time");
    await act(here.server, link, { action: "press" });
    await deliverPush(page, payload);
    expect((await readNotifications(worker)).map(({ title }) => title)).toEqual(["Already answered"]);
  });

  it("a notification on a device that may only watch has no action", async () => {
    const { link } = await openOtherRoom();
    const page = await here.open(watchLinkOf(link), { ...PHONE, permissions });
    const worker = await getServiceWorker(page);
    await page.goto(`${here.server.http}/r/somewhere-else`);
    const { payload } = await waitForAlarm(link);
    await deliverPush(page, payload);
    expect(await readNotifications(worker)).toMatchObject([{ title: "Break time", actions: [] }]);
  });

  it("a test push is shown in every state of the room, also while the room is open", async () => {
    const { page, link, worker } = await openOtherRoom();
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

  it("a push that cannot be parsed shows a general notification, because browsers require one for each push", async () => {
    const { page, worker } = await openOtherRoom();
    await deliverPush(page, "not json");
    expect(await readNotifications(worker)).toMatchObject([{ title: "Shared Pomodoro" }]);
  });
});

describe("a tap on the notification", () => {
  it("a tap on the notification's action presses with this device's key and name", async () => {
    const { page, link, worker } = await openOtherRoom();
    await page.getByRole("button", { name: "This device" }).click();
    await page.getByLabel("Your name").fill("Ada");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved").waitFor();
    const { room, payload } = await waitForAlarm(link);
    await deliverPush(page, payload);
    expect((await readNotifications(worker)).length).toBe(1);
    expect(await clickNotification(worker, "press")).toEqual([]);
    expect(await readRoom(here.server, link)).toMatchObject({
      state: 3,
      rev: room.rev + 1,
      by: { name: "Ada", via: "push" },
    });
    expect(await readNotifications(worker)).toEqual([]);
  });

  it("a tap on the action after another person has pressed changes nothing and says who was faster", async () => {
    const { page, link, worker } = await openOtherRoom();
    const { payload } = await waitForAlarm(link);
    await deliverPush(page, payload);
    expect((await readNotifications(worker)).length).toBe(1);
    await act(here.server, link, { action: "press", name: "Kim" });
    const before = await readRoom(here.server, link);
    await clickNotification(worker, "press");
    expect(await readRoom(here.server, link)).toMatchObject({
      state: 3,
      rev: before.rev,
      by: { name: "Kim" },
    });
    expect(await readNotifications(worker)).toMatchObject([{ title: "Someone was faster", silent: true }]);
  });

  it("a tap beside the action opens the room with this device's key", async () => {
    const { page, link, worker } = await openOtherRoom();
    const { payload } = await waitForAlarm(link);
    await deliverPush(page, payload);
    expect((await readNotifications(worker)).length).toBe(1);
    expect(await clickNotification(worker, "")).toEqual([link.pathname + link.hash]);
  });
});

describe("the sheet This device", () => {
  /** Opens a room with a stub for its push calls, which records them; the server has its own tests. */
  async function openDeviceWithPushStub(): Promise<{ page: Page; link: URL; calls: Request[] }> {
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
  const notificationSwitch = (page: Page): ReturnType<Page["getByRole"]> =>
    page.getByRole("checkbox", { name: "Notifications" });
  const summarize = (calls: readonly Request[]): unknown[] =>
    calls.map((call) => [call.method(), call.headers()["authorization"], call.postDataJSON()]);

  it("the switch for notifications subscribes and unsubscribes, each launch renews the subscription, and the test button rings", async () => {
    const { page, link, calls } = await openDeviceWithPushStub();
    const bearer = `Bearer ${keyIn(link)}`;
    const put = ["PUT", bearer, { subscription: SUBSCRIPTION, device: "Computer" }];
    await openSheet(page);
    await page.getByText("It stays dark and silent.").waitFor();
    await notificationSwitch(page).click();
    await page.getByText("It shows a notification when time is up.").waitFor();
    expect(summarize(calls)).toEqual([put]);

    await page.reload();
    await expect.poll(() => summarize(calls)).toEqual([put, put]);

    await openSheet(page);
    await page.getByRole("button", { name: "Ring me in 10 seconds" }).click();
    await page.getByText("Coming. Lock this device now.").waitFor();
    expect(summarize(calls).at(-1)).toEqual(["POST", bearer, { endpoint: ENDPOINT, in: 10 }]);

    await notificationSwitch(page).click();
    await page.getByText("It stays dark and silent.").waitFor();
    expect(summarize(calls).at(-1)).toEqual(["DELETE", bearer, { endpoint: ENDPOINT }]);
    expect(await notificationSwitch(page).isChecked()).toBe(false);
  });

  it("the switch for notifications is off again after the person has dismissed the browser's question", async () => {
    const { page, calls } = await openDeviceWithPushStub();
    await page.evaluate(() => {
      Notification.requestPermission = () => Promise.resolve("default");
    });
    await openSheet(page);
    await page.getByText("It stays dark and silent.").waitFor();
    await notificationSwitch(page).click();
    await expect.poll(() => notificationSwitch(page).isChecked()).toBe(false);
    await expect.poll(() => notificationSwitch(page).isEnabled()).toBe(true);
    expect(await notificationSwitch(page).isChecked()).toBe(false);
    expect(calls).toEqual([]);
  });

  it("a room that cannot be reached when its notifications are turned off is told later, also by its next push, which is not shown", async () => {
    let isReachable = true;
    const deleted: string[] = [];
    const page = await here.open(here.server.http, { ...PHONE, permissions }, async (page) => {
      await stubSubscription(page, SUBSCRIPTION);
      await page.context().route("**/push", async (route) => {
        const method = route.request().method();
        if (!isReachable) return route.abort();
        if (method === "GET") return route.fulfill({ json: { key: "AAAA" } });
        if (method === "DELETE") deleted.push(new URL(route.request().url()).pathname);
        return route.fulfill({ status: method === "DELETE" ? 204 : 201, body: "" });
      });
    });
    const link = await controlLink(page);
    const path = `/parties/main/${roomIn(link)}/push`;
    const worker = await getServiceWorker(page);
    await openSheet(page);
    await notificationSwitch(page).click();
    await page.getByText("It shows a notification when time is up.").waitFor();

    isReachable = false;
    await notificationSwitch(page).click();
    await page.getByText("It stays dark and silent.").waitFor();
    expect(await readKeyval(page, "unsubscribed")).toMatchObject([
      { room: roomIn(link), endpoint: ENDPOINT },
    ]);

    // A push arrives that the room has sent before it is told, while the server cannot be reached again.
    const { payload } = await waitForAlarm(link);
    await deliverPush(page, payload);
    await deliverPush(page, { ...payload, test: true });
    expect(await readNotifications(worker)).toEqual([]);

    isReachable = true;
    await page.reload();
    await expect.poll(() => deleted).toContain(path);
    await expect.poll(() => readKeyval(page, "unsubscribed")).toEqual([]);
  });

  it("a room that is forgotten is told that its notifications are off", async () => {
    const { page, link, calls } = await openDeviceWithPushStub();
    await openSheet(page);
    await notificationSwitch(page).click();
    await page.getByText("It shows a notification when time is up.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Join" }).click();
    await page.getByRole("button", { name: "Forget" }).first().click();
    await expect
      .poll(() => summarize(calls).at(-1))
      .toEqual(["DELETE", `Bearer ${keyIn(link)}`, { endpoint: ENDPOINT }]);
    await expect.poll(() => readKeyval(page, "subscribed")).toEqual([]);
  });

  it("the switch for notifications is disabled, with the reason, where the browser forbids them", async () => {
    const page = await here.open(here.server.http, { ...PHONE, permissions: ["screen-wake-lock"] });
    await controlLink(page);
    await getServiceWorker(page);
    await openSheet(page);
    await page.getByText("You have forbidden notifications.").waitFor();
    expect(await notificationSwitch(page).isDisabled()).toBe(true);
  });
});

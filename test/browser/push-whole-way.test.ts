/*
 * A push from the tap on the sheet to the notification. Only the device's push service is replaced: by a server on
 * loopback, whose messages the test delivers to Chromium.
 */
import { afterAll, expect, it } from "vitest";
import { PushService } from "../harness/fakes/push-service";
import { tomato } from "../harness/browser";
import {
  closeNotifications,
  deliverPush,
  readNotifications,
  clickNotification,
  getServiceWorker,
} from "../harness/notifications";
import { act, controlLink, roomIn, setUpBrowser } from "../harness/browser-setup";
import { startWork } from "../harness/room-actions";
import { openPushPhone, turnOnNotifications } from "../harness/push-phone";
import { closeSheet } from "../harness/sheet";

let publicKey = "";
const service = await PushService.start(() => publicKey);
const here = setUpBrowser({ hasServiceWorker: true, env: { PUSH_ORIGINS: service.origin } });
afterAll(() => service.stop());

it("a phone subscribes, gets a test push, leaves the room, gets the alarm, and presses from the notification", async () => {
  const phone = service.newDevice();
  const page = await openPushPhone(here, phone);
  const link = await controlLink(page);
  const room = here.server.room(roomIn(link));
  publicKey = ((await (await fetch(`${room}/push`)).json()) as { key: string }).key;
  const worker = await getServiceWorker(page);

  await turnOnNotifications(page);
  await page.getByRole("button", { name: "Ring me in 10 seconds" }).click();
  await page.getByText("Coming. Lock this device now.").waitFor();
  const requestedAt = Date.now();
  const test = await service.waitForPush(phone, 1, 20_000);
  expect(test.at - requestedAt).toBeGreaterThan(9000);
  expect(test.at - requestedAt).toBeLessThan(12_000);
  await deliverPush(page, test.message);
  expect(await readNotifications(worker)).toMatchObject([{ title: "It works", actions: [] }]);

  await page.goto(`${here.server.http}/r/somewhere-else`);
  await tomato(page, "Press Me!").waitFor();
  await startWork(here.server, link, 1);
  const alarm = await service.waitForPush(phone, 2);
  await deliverPush(page, alarm.message);
  expect(await readNotifications(worker)).toMatchObject([
    { title: "Break time", actions: [{ action: "press", title: "Start break" }] },
  ]);
  await clickNotification(worker, "press");
  expect(await (await fetch(room)).json()).toMatchObject({ state: 3, by: { via: "push" } });
  expect(service.errors).toEqual([]);
});

it("of two locked phones the one that asked for a word before the end gets it, and shows nothing once work is paused", async () => {
  const [asking, other] = [service.newDevice(), service.newDevice()];
  const page = await openPushPhone(here, asking);
  const link = await controlLink(page);
  const room = here.server.room(roomIn(link));
  publicKey = ((await (await fetch(`${room}/push`)).json()) as { key: string }).key;
  await turnOnNotifications(page);
  await page.getByLabel("A word before the end").selectOption("1");
  const otherPage = await openPushPhone(here, other, link.href);
  await turnOnNotifications(otherPage);
  const worker = await getServiceWorker(page);
  // Both phones are away from the room: one shows another, and one is off.
  await closeSheet(page);
  await page.goto(`${here.server.http}/r/somewhere-else`);
  await tomato(page, "Press Me!").waitFor();
  await otherPage.close();

  await startWork(here.server, link, 63);
  const word = await service.waitForPush(asking, 1);
  await deliverPush(page, word.message);
  expect(await readNotifications(worker)).toMatchObject([
    { title: "Work", body: "Work ends in a minute.", silent: false, actions: [] },
  ]);
  // The same push, delivered late: the phone had no network.
  await closeNotifications(worker);
  await act(here.server, link, { action: "hold" });
  await deliverPush(page, word.message);
  expect(await readNotifications(worker)).toEqual([]);

  // The other phone is told of the end, and of nothing before it.
  await act(here.server, link, { action: "reset" });
  await startWork(here.server, link, 1);
  await service.waitForPush(other);
  expect(service.pushesTo(other).map(({ message }) => message.state)).toEqual([2]);
  expect(service.errors).toEqual([]);
});

/*
 * A push from the tap on the sheet to the notification. Only the device's push service is replaced: by a server on
 * loopback, whose messages the test delivers to Chromium.
 */
import { afterAll, expect, it } from "vitest";
import { PushService } from "../harness/fakes/push-service";
import { tomato } from "../harness/browser";
import {
  deliverPush,
  readNotifications,
  clickNotification,
  getServiceWorker,
} from "../harness/notifications";
import { controlLink, roomIn, setUpBrowser } from "../harness/browser-setup";
import { startWork } from "../harness/room-actions";
import { openPushPhone, turnOnNotifications } from "../harness/push-phone";

let publicKey = "";
const service = await PushService.start(() => publicKey);
const here = setUpBrowser({ env: { PUSH_ORIGINS: service.origin } });
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

/* The push service refuses the pushes of the server: the person who tries notifications is told. */
import { afterAll, expect, it } from "vitest";
import { respondStatus } from "../harness/fakes/push-device";
import { PushService } from "../harness/fakes/push-service";
import { getServiceWorker } from "../harness/notifications";
import { controlLink, roomIn, setUpBrowser } from "../harness/browser-setup";
import { openPushPhone, turnOnNotifications } from "../harness/push-phone";

let publicKey = "";
const service = await PushService.start(() => publicKey);
const here = setUpBrowser({ hasServiceWorker: true, env: { PUSH_ORIGINS: service.origin } });
afterAll(() => service.stop());

it("the sheet of a device says that the push service has refused its test push", async () => {
  const phone = service.newDevice(respondStatus(403));
  const page = await openPushPhone(here, phone);
  const link = await controlLink(page);
  const response = await fetch(`${here.server.room(roomIn(link))}/push`);
  publicKey = ((await response.json()) as { key: string }).key;
  await getServiceWorker(page);

  await turnOnNotifications(page);
  await page.getByRole("button", { name: "Ring me in 10 seconds" }).click();
  await page.getByText("Coming. Lock this device now.").waitFor();
  await page.getByText("The push service refused it.").waitFor({ timeout: 30_000 });
  expect(service.pushesTo(phone)).toHaveLength(1);

  // Once the push service accepts pushes, the next test is not called refused.
  phone.defaultResponse = (accepted) => void accepted.writeHead(201).end();
  await page.getByRole("button", { name: "Ring me in 10 seconds" }).click();
  await page.getByText("Coming. Lock this device now.").waitFor();
  await service.waitForPush(phone, 2, 20_000);
  await page.getByText("Coming. Lock this device now.").waitFor();
});

/** A phone in the browser tests whose pushes go to the push service of the tests. */
import type { Page, Worker } from "playwright-core";
import { PHONE } from "./browser";
import { controlLink } from "./browser-setup";
import type { BrowserSetup, DeviceOptions } from "./browser-setup";
import type { PushDevice } from "./fakes/push-device";
import { getServiceWorker, stubSubscription } from "./notifications";

/** Opens the app on a phone that may show notifications and that subscribes as this device. */
export const openPushPhone = (here: BrowserSetup, device: PushDevice, url = here.url): Promise<Page> =>
  here.open(url, { ...PHONE, permissions: ["notifications", "screen-wake-lock"] }, (page) =>
    stubSubscription(page, device.toJSON()),
  );

/** Opens the sheet "This device", turns notifications on, and waits until the device is subscribed. */
export async function turnOnNotifications(page: Page): Promise<void> {
  await page.getByRole("button", { name: "This device" }).click();
  await page.getByRole("checkbox", { name: "Notifications" }).click();
  await page.getByText("It shows a notification when time is up.").waitFor();
}

export interface OtherRoom {
  readonly page: Page;
  /** Of the first room, which the pushes are about. */
  readonly link: URL;
  readonly worker: Worker;
}
/** Opens a private room, and then another room on the same page, so that a push about the first one is shown. */
export async function openOtherRoom(here: BrowserSetup, options: DeviceOptions = {}): Promise<OtherRoom> {
  const permissions = ["notifications", "screen-wake-lock"];
  const page = await here.open(here.server.http, { ...PHONE, permissions, ...options });
  const link = await controlLink(page);
  const worker = await getServiceWorker(page);
  await page.goto(`${here.server.http}/r/somewhere-else`);
  await page.locator("[data-tomato][data-connected=true]").waitFor();
  return { page, link, worker };
}

/** Lets the service worker believe that it runs on an iPhone, which wants a notification for every push. */
export const pretendIPhone = (worker: Worker): Promise<unknown> =>
  worker.evaluate(() =>
    Object.defineProperty(navigator, "userAgent", {
      value: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
    }),
  );

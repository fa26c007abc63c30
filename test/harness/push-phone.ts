/** A phone in the browser tests whose pushes go to the push service of the tests. */
import type { Page } from "playwright-core";
import { PHONE } from "./browser";
import type { BrowserSetup } from "./browser-setup";
import type { PushDevice } from "./fakes/push-device";
import { stubSubscription } from "./notifications";

/** Opens the app on a phone that may show notifications and that subscribes as this device. */
export const openPushPhone = (here: BrowserSetup, device: PushDevice): Promise<Page> =>
  here.open(here.url, { ...PHONE, permissions: ["notifications", "screen-wake-lock"] }, (page) =>
    stubSubscription(page, device.toJSON()),
  );

/** Opens the sheet "This device", turns notifications on, and waits until the device is subscribed. */
export async function turnOnNotifications(page: Page): Promise<void> {
  await page.getByRole("button", { name: "This device" }).click();
  await page.getByRole("checkbox", { name: "Notifications" }).click();
  await page.getByText("It shows a notification when time is over.").waitFor();
}

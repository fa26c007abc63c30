/** Pages whose sounds are recorded: with the chime, or with a sound while working. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { recordAlarm } from "./alarm-recorder";
import { DESKTOP } from "./browser";
import { controlLink } from "./browser-setup";
import type { BrowserSetup } from "./browser-setup";
import { waitForPeople } from "./room-page";
import { closeSheet } from "./sheet";

const permissions = ["screen-wake-lock"];

/** Opens a private room and clicks once, because a browser plays no sound before the first click. */
export async function openAndClick(
  here: BrowserSetup,
  options = DESKTOP,
): Promise<{ page: Page; link: URL }> {
  const page = await here.open(here.server.http, { ...options, permissions }, recordAlarm);
  const link = await controlLink(page);
  await waitForPeople(page, 1);
  await page.getByText("Press to start working").click();
  await expect.poll(() => page.evaluate(() => globalThis.alarmRecord.tap !== null)).toBe(true);
  return { page, link };
}
export const plannedChimes = (page: Page): Promise<{ inS: number; stopped: boolean }[]> =>
  page.evaluate(() => globalThis.alarmRecord.plannedSounds);

export async function openDeviceSheet(page: Page): Promise<void> {
  await page.getByRole("button", { name: "This device" }).click();
  await page.getByRole("combobox", { name: "While working" }).waitFor();
}
/** Opens a private room on a device that has this sound and no chime, so that nothing else is heard. */
export async function openWithSound(
  here: BrowserSetup,
  sound: string,
): Promise<{ page: Page; link: URL; fetched: string[] }> {
  const fetched: string[] = [];
  const page = await here.open(here.server.http, { ...DESKTOP, permissions }, async (page) => {
    page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await recordAlarm(page);
  });
  const link = await controlLink(page);
  await waitForPeople(page, 1);
  await openDeviceSheet(page);
  expect(fetched.filter((path) => /orking(Sound)?-|ownChime-/.test(path))).toEqual([]);
  await page.getByRole("checkbox", { name: "Mute" }).check();
  await page.getByRole("combobox", { name: "While working" }).selectOption(sound);
  await closeSheet(page);
  return { page, link, fetched };
}

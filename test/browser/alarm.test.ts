import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { DESKTOP, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { readKeyval } from "../harness/keyval";
import { setPageHidden, recordAlarm, loudness } from "../harness/alarm-recorder";
import { act, controlLink, roomIn, setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();
const permissions = ["notifications", "screen-wake-lock"];

/** A device that has been touched once, as a browser asks before it lets a page sound. */
async function arrive(options = DESKTOP): Promise<{ page: Page; link: URL }> {
  const page = await here.open(here.server.http, { ...options, permissions }, recordAlarm);
  const link = await controlLink(page);
  await page.getByText("1 person here").waitFor({ state: "attached" });
  await page.getByText("Press to start working").click();
  await expect.poll(() => page.evaluate(() => globalThis.alarmRecord.tap !== null)).toBe(true);
  return { page, link };
}
/** A period of a few seconds, begun by somebody else. */
async function begin(link: URL, seconds: number): Promise<RoomMessage> {
  await act(here.server, link, { action: "setup", work_duration: seconds });
  await act(here.server, link, { action: "press" });
  return roomNow(link);
}
const roomNow = async (link: URL): Promise<RoomMessage> =>
  (await (await fetch(here.server.room(roomIn(link)))).json()) as RoomMessage;
const planned = (page: Page): Promise<{ inS: number; stopped: boolean }[]> =>
  page.evaluate(() => globalThis.alarmRecord.plannedSounds);
const stopButton = (page: Page): ReturnType<Page["getByRole"]> =>
  page.getByRole("button", { name: "Stop the sound here" });

describe("the chime", () => {
  /*
   * What this proves: nothing of the page runs from a second before the deadline until after it (its only thread is
   * kept busy, which is worse than any throttling of a hidden tab), it believes itself hidden, and yet samples reach
   * the loudspeaker's end of Chromium's audio thread at the deadline. What it does not: that a phone's system lets a
   * hidden browser's audio thread run; there the notification has to call.
   */
  it("of a hidden tab whose timers are dead sounds within 50 ms of the deadline", async () => {
    const { page, link } = await arrive();
    const { ends_at } = await begin(link, 5);
    await expect.poll(async () => (await planned(page)).length).toBeGreaterThan(0);
    await setPageHidden(page, true);
    const late = await page.evaluate((endsAt) => {
      const deadline = endsAt - performance.timeOrigin; // one machine, one clock
      return new Promise<{ ms: number; busyFrom: number } | null>((done) => {
        setTimeout(
          () => {
            const busyFrom = performance.now() - deadline;
            while (performance.now() < deadline + 350);
            const { tap } = globalThis.alarmRecord;
            if (tap === null) return done(null);
            const samples = new Float32Array(tap.analyser.fftSize);
            tap.analyser.getFloatTimeDomainData(samples);
            const end = tap.context.currentTime;
            const first = samples.findIndex((sample) => Math.abs(sample) > 0.001);
            if (first === -1) return done(null);
            const onset = end - (samples.length - first) / tap.context.sampleRate;
            // One pair of the two clocks may have been taken late: the best of many is the truth.
            const pairs: number[] = [];
            const look = (): unknown => {
              const { contextTime = 0, performanceTime = 0 } = tap.context.getOutputTimestamp();
              pairs.push(contextTime * 1000 - performanceTime);
              if (pairs.length < 60) return setTimeout(look, 20);
              return done({ ms: onset * 1000 - Math.max(...pairs) - deadline, busyFrom });
            };
            look();
          },
          deadline - performance.now() - 1000,
        );
      });
    }, ends_at ?? 0);
    console.log("the chime of a hidden tab was late by", late?.ms, "ms");
    expect(late?.busyFrom).toBeLessThan(-500);
    expect(Math.abs(late?.ms ?? Infinity)).toBeLessThan(50);
  });

  it("is planned for the deadline, taken back by a pause, and planned anew with what is left", async () => {
    const { page, link } = await arrive();
    await begin(link, 600);
    await expect.poll(async () => (await planned(page)).at(-1)?.inS).toBeGreaterThan(590);
    await act(here.server, link, { action: "hold" });
    await expect.poll(async () => (await planned(page)).every(({ stopped }) => stopped)).toBe(true);
    // nothing is awaited, so the audio clock may sleep
    await expect.poll(() => page.evaluate(() => globalThis.alarmRecord.tap?.context.state)).toBe("suspended");
    await act(here.server, link, { action: "resume" });
    await expect.poll(async () => (await planned(page)).at(-1)?.stopped).toBe(false);
    await act(here.server, link, { action: "extend", seconds: 300 });
    await expect.poll(async () => (await planned(page)).at(-1)?.inS).toBeGreaterThan(890);
    expect((await planned(page)).filter(({ stopped }) => !stopped)).toHaveLength(1);
  });

  it("does not sound for a skip", async () => {
    const { page, link } = await arrive();
    await begin(link, 600);
    await expect.poll(async () => (await planned(page)).length).toBeGreaterThan(0);
    await act(here.server, link, { action: "skip" });
    await tomato(page, "Break time").waitFor();
    await expect.poll(async () => (await planned(page)).every(({ stopped }) => stopped)).toBe(true);
    expect(await stopButton(page).count()).toBe(0);
  });

  it("is stopped here by a button that presses nothing, and stays on elsewhere", async () => {
    const { page, link } = await arrive(PHONE);
    const other = await here.open(link.href, { ...DESKTOP, permissions }, recordAlarm);
    await other.getByText("2 people here").waitFor({ state: "attached" });
    await other.getByText("Press to start working").click();
    await begin(link, 2);
    await stopButton(page).waitFor();
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.01);
    const before = await roomNow(link);
    await stopButton(page).click();
    await page.getByRole("button", { name: "Silent here" }).waitFor();
    await expect.poll(() => loudness(page)).toBeLessThan(0.001);
    expect(await roomNow(link)).toMatchObject({ state: 2, rev: before.rev });
    await expect.poll(() => loudness(other)).toBeGreaterThan(0.01);
    expect((await page.evaluate(() => globalThis.alarmRecord.vibrations)).at(-1)).toEqual([0]);
  });

  it("moves nothing on a phone when its button comes", async () => {
    const { page, link } = await arrive(SMALL_PHONE);
    await begin(link, 2);
    await stopButton(page).waitFor();
    const shown = () =>
      page.locator("[data-tomato]").evaluate((tomato) => tomato.getBoundingClientRect().top);
    const top = await shown();
    await page.evaluate(() => document.querySelector("[aria-disabled=false]")?.remove());
    expect(await shown()).toBe(top);
    const box = await page.locator("nav").boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(568);
  });

  it("is chosen, tried and muted in the sheet, and the choice is kept", async () => {
    const { page, link } = await arrive();
    await page.getByRole("button", { name: "This device" }).click();
    await page.getByLabel("Chime").selectOption("Marimba");
    await page.getByRole("button", { name: "Test" }).click();
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.01);
    await page.getByRole("checkbox", { name: "Mute" }).click();
    await expect.poll(() => readKeyval(page, "wishes")).toMatchObject({ muted: true });
    await page.reload();
    await page.getByText("1 person here").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "This device" }).click();
    expect(await page.getByLabel("Chime").inputValue()).toBe("marimba");
    expect(await page.getByRole("checkbox", { name: "Mute" }).isChecked()).toBe(true);
    await begin(link, 1);
    await tomato(page, "Break time").waitFor({ state: "attached" });
    expect(await planned(page)).toEqual([]);
  });
});

describe("the device around it", () => {
  it("keeps its screen on while a period runs, also after it was hidden, and no longer", async () => {
    const { page, link } = await arrive();
    const on = (): Promise<boolean> =>
      page.evaluate(() => globalThis.alarmRecord.locks.at(-1)?.released === false);
    expect(await on()).toBe(false);
    await begin(link, 600);
    await expect.poll(on).toBe(true);
    // The browser takes the lock back from a page that is hidden.
    await setPageHidden(page, true);
    await page.evaluate(() => globalThis.alarmRecord.locks.at(-1)?.release());
    await expect.poll(on).toBe(false);
    await setPageHidden(page, false);
    await expect.poll(on).toBe(true);
    await act(here.server, link, { action: "hold" });
    await expect.poll(on).toBe(false);
    await act(here.server, link, { action: "resume" });
    await expect.poll(on).toBe(true);
    await page.getByRole("button", { name: "This device" }).click();
    await page.getByRole("checkbox", { name: "Keep the screen on" }).click();
    await expect.poll(on).toBe(false);
  });

  it("carries a badge while an alarm waits", async () => {
    const { page, link } = await arrive();
    const last = () => page.evaluate(() => globalThis.alarmRecord.badges.at(-1));
    await expect.poll(last).toBe("clear");
    await begin(link, 1);
    await expect.poll(last).toBe("set");
    await act(here.server, link, { action: "press" });
    await expect.poll(last).toBe("clear");
  });

  it("shows the running tomato in a small window, which presses too", async () => {
    const { page, link } = await arrive();
    await begin(link, 600);
    await page.getByRole("button", { name: "This device" }).click();
    const opened = page.context().waitForEvent("page");
    await page.getByRole("button", { name: "Tomato in a small window" }).click();
    const small = await opened;
    await tomato(small, "Work").waitFor();
    const time = () => small.locator("svg text").last().textContent();
    const first = await time();
    expect(first).toMatch(/^(10:00|0?9:5\d)$/);
    await expect.poll(time).not.toBe(first);
    // it is drawn as in the page: the stylesheets have come along
    const width = (await small.locator("button[data-state]").boundingBox())?.width ?? 0;
    expect(width).toBeGreaterThan(200);
    await act(here.server, link, { action: "skip" });
    await tomato(small, "Break time").click();
    await tomato(page, "Short Break").waitFor({ state: "attached" });
    expect(await roomNow(link)).toMatchObject({ state: 3 });
  });
});

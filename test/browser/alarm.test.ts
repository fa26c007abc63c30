import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { DESKTOP, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { readKeyval } from "../harness/keyval";
import { assetPath } from "../harness/asset-path";
import { setPageHidden, recordAlarm, loudness } from "../harness/alarm-recorder";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";
import { changeSetup, readRoom, startWork } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";
import { openAndClick, plannedChimes } from "../harness/sound-page";

const here = setUpBrowser();
const permissions = ["screen-wake-lock"];
const stopButton = (page: Page): ReturnType<Page["getByRole"]> =>
  page.getByRole("button", { name: "Stop the sound here" });

describe("the chime", () => {
  it("the chime is planned for the deadline, cancelled by a pause, and planned again for the remaining time", async () => {
    const { page, link } = await openAndClick(here);
    await startWork(here.server, link, 600);
    await expect.poll(async () => (await plannedChimes(page)).at(-1)?.inS).toBeGreaterThan(590);
    await act(here.server, link, { action: "hold" });
    await expect.poll(async () => (await plannedChimes(page)).every(({ stopped }) => stopped)).toBe(true);
    // No chime is planned, so the audio context is suspended.
    await expect.poll(() => page.evaluate(() => globalThis.alarmRecord.tap?.context.state)).toBe("suspended");
    await act(here.server, link, { action: "resume" });
    await expect.poll(async () => (await plannedChimes(page)).at(-1)?.stopped).toBe(false);
    await act(here.server, link, { action: "extend", seconds: 300 });
    await expect.poll(async () => (await plannedChimes(page)).at(-1)?.inS).toBeGreaterThan(890);
    expect((await plannedChimes(page)).filter(({ stopped }) => !stopped)).toHaveLength(1);
  });

  it("a touch before the script of the alarms has come allows the sound, too", async () => {
    let release = (): void => {};
    const isReleased = new Promise<void>((resolve) => (release = resolve));
    const page = await here.open(here.server.http, { ...DESKTOP, permissions }, async (page) => {
      await recordAlarm(page);
      await page.route(`**${assetPath("Alarms.js")}`, async (route) => {
        await isReleased;
        await route.continue();
      });
    });
    const link = await controlLink(page);
    await page.getByText("Press to start working").click();
    await startWork(here.server, link, 600);
    expect(await page.evaluate(() => globalThis.alarmRecord.tap)).toBe(null);
    release();
    await expect.poll(async () => (await plannedChimes(page)).length).toBeGreaterThan(0);
  });

  it("a skip cancels the chime and makes no sound", async () => {
    const { page, link } = await openAndClick(here);
    await startWork(here.server, link, 600);
    await expect.poll(async () => (await plannedChimes(page)).length).toBeGreaterThan(0);
    await act(here.server, link, { action: "skip" });
    await tomato(page, "Break time").waitFor();
    await expect.poll(async () => (await plannedChimes(page)).every(({ stopped }) => stopped)).toBe(true);
    expect(await stopButton(page).count()).toBe(0);
  });

  it("the button that stops the sound silences this device only and does not press the tomato", async () => {
    const { page, link } = await openAndClick(here, PHONE);
    const other = await here.open(link.href, { ...DESKTOP, permissions }, recordAlarm);
    await waitForPeople(other, 2);
    await other.getByText("Press to start working").click();
    await startWork(here.server, link, 2);
    await stopButton(page).waitFor();
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.01);
    // The page shows the alarm by its own clock, perhaps before the room has rung.
    await expect.poll(() => readRoom(here.server, link)).toMatchObject({ state: 2 });
    const before = await readRoom(here.server, link);
    await stopButton(page).click();
    await page.getByRole("button", { name: "Silent here" }).waitFor();
    await expect.poll(() => loudness(page)).toBeLessThan(0.001);
    expect(await readRoom(here.server, link)).toMatchObject({ state: 2, rev: before.rev });
    await expect.poll(() => loudness(other)).toBeGreaterThan(0.01);
    expect((await page.evaluate(() => globalThis.alarmRecord.vibrations)).at(-1)).toEqual([0]);
  });

  it("the button that stops the sound moves nothing on a small phone when it appears", async () => {
    const { page, link } = await openAndClick(here, SMALL_PHONE);
    await startWork(here.server, link, 2);
    await stopButton(page).waitFor();
    const tomatoTop = () =>
      page.locator("[data-tomato]").evaluate((tomato) => tomato.getBoundingClientRect().top);
    const top = await tomatoTop();
    await page.evaluate(() => document.querySelector("[aria-disabled=false]")?.remove());
    expect(await tomatoTop()).toBe(top);
    const box = await page.locator("nav").boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(568);
  });

  it("a chime that a person chooses, tests and mutes in the sheet is still chosen and muted after a reload", async () => {
    const { page, link } = await openAndClick(here);
    await page.getByRole("button", { name: "This device" }).click();
    await page.getByLabel("Chime").selectOption("Marimba");
    await page.getByRole("button", { name: "Test" }).click();
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.01);
    await page.getByRole("checkbox", { name: "Mute" }).click();
    await expect.poll(() => readKeyval(page, "wishes")).toMatchObject({ muted: true });
    await page.reload();
    await waitForPeople(page, 1);
    await page.getByRole("button", { name: "This device" }).click();
    expect(await page.getByLabel("Chime").inputValue()).toBe("marimba");
    expect(await page.getByRole("checkbox", { name: "Mute" }).isChecked()).toBe(true);
    await startWork(here.server, link, 1);
    await tomato(page, "Break time").waitFor({ state: "attached" });
    expect(await plannedChimes(page)).toEqual([]);
  });
});

describe("a page that nobody has touched", () => {
  it("a page that may not sound yet asks for a tap, offers no button that stops the sound, and a tap starts the sound", async () => {
    const { link } = await openAndClick(here);
    await startWork(here.server, link, 600);
    const page = await here.open(link.href, { ...DESKTOP, permissions }, recordAlarm);
    const chip = page.getByRole("button", { name: "Tap for sound" });
    await chip.waitFor();
    await act(here.server, link, { action: "skip" });
    await tomato(page, "Break time").waitFor();
    await chip.waitFor({ state: "detached" }); // a skip makes no sound
    await act(here.server, link, { action: "press" });
    await act(here.server, link, { action: "skip" });
    await startWork(here.server, link, 2);
    await tomato(page, "Break time").waitFor();
    await chip.waitFor();
    expect(await stopButton(page).count()).toBe(0);
    await chip.click();
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.01);
    await stopButton(page).waitFor();
    expect(await chip.count()).toBe(0);
  });

  it("a muted page that nobody has touched asks for no tap", async () => {
    const { page, link } = await openAndClick(here);
    await page.getByRole("button", { name: "This device" }).click();
    await page.getByRole("checkbox", { name: "Mute" }).click();
    await expect.poll(() => readKeyval(page, "wishes")).toMatchObject({ muted: true });
    await page.reload();
    await waitForPeople(page, 1);
    await startWork(here.server, link, 1);
    await tomato(page, "Break time").waitFor();
    expect(await page.getByRole("button", { name: "Tap for sound" }).count()).toBe(0);
    expect(await stopButton(page).count()).toBe(0);
  });
});

describe("several tabs of a room in one browser", () => {
  /** Two tabs that may both sound, in a room in which `seconds` of work have just started. */
  async function openTwoTabs(seconds: number): Promise<{ tabs: [Page, Page]; link: URL }> {
    const { page, link } = await openAndClick(here);
    const second = await page.context().newPage();
    await recordAlarm(second);
    await second.goto(link.href);
    await waitForPeople(second, 2);
    await second.getByText("Press to start working").click();
    await startWork(here.server, link, seconds);
    return { tabs: [page, second], link };
  }
  const countLoud = async (tabs: readonly Page[]): Promise<number> =>
    (await Promise.all(tabs.map(loudness))).filter((level) => level > 0.01).length;
  /** How many tabs have planned a chime that nobody has stopped. */
  const countPlanned = async (tabs: readonly Page[]): Promise<number> =>
    (await Promise.all(tabs.map(plannedChimes))).filter((all) => all.some(({ stopped }) => !stopped)).length;

  it("of two tabs one sounds, and the button that stops the sound silences both from either of them", async () => {
    const { tabs } = await openTwoTabs(3);
    await expect.poll(() => countPlanned(tabs)).toBe(1);
    await expect.poll(() => countLoud(tabs)).toBe(1);
    for (const tab of tabs) await stopButton(tab).waitFor();
    const silent = (await loudness(tabs[0])) > 0.01 ? tabs[1] : tabs[0];
    await stopButton(silent).click();
    await expect.poll(() => countLoud(tabs)).toBe(0);
    for (const tab of tabs) await tab.getByRole("button", { name: "Silent here" }).waitFor();
  });

  /** A further tab that may sound. */
  async function openThird(first: Page, link: URL): Promise<Page> {
    const third = await first.context().newPage();
    await recordAlarm(third);
    await third.goto(link.href);
    await waitForPeople(third, 3);
    await third.getByText("Press to start working").click();
    return third;
  }
  /** Whether each tab has its lock, and waits for those of all others. */
  const watchEachOther = async (tabs: readonly Page[]): Promise<boolean> => {
    const { held = [], pending = [] } = await (tabs[0] as Page).evaluate(() => navigator.locks.query());
    const count = (locks: readonly LockInfo[]): number =>
      locks.filter(({ name }) => name?.startsWith("shared-pomodoro tab ")).length;
    return count(held) === tabs.length && count(pending) === tabs.length * (tabs.length - 1);
  };

  it("of three tabs, the last opened when the others knew each other and one then reloaded, one sounds, and all are silenced from any", async () => {
    const { tabs: two, link } = await openTwoTabs(600);
    await act(here.server, link, { action: "reset" });
    await expect.poll(() => watchEachOther(two)).toBe(true);
    const tabs = [...two, await openThird(two[0], link)];
    await expect.poll(() => watchEachOther(tabs)).toBe(true);
    await two[1].reload();
    await waitForPeople(two[1], 3);
    await two[1].getByText("Press to start working").click();
    await expect.poll(() => watchEachOther(tabs)).toBe(true);
    await startWork(here.server, link, 3);
    await expect.poll(() => countLoud(tabs)).toBe(1);
    expect(await countPlanned(tabs)).toBe(1);
    for (const tab of tabs) await stopButton(tab).waitFor();
    await stopButton(two[1]).click();
    await expect.poll(() => countLoud(tabs)).toBe(0);
    for (const tab of tabs) await tab.getByRole("button", { name: "Silent here" }).waitFor();
  });

  it("when the tab that sounds crashes in mid-chime, exactly one of the two others goes on", async () => {
    const { tabs: two, link } = await openTwoTabs(600);
    await act(here.server, link, { action: "reset" });
    const tabs = [...two, await openThird(two[0], link)];
    await expect.poll(() => watchEachOther(tabs)).toBe(true);
    await startWork(here.server, link, 3);
    await expect.poll(() => countLoud(tabs)).toBe(1);
    const levels = await Promise.all(tabs.map(loudness));
    const loud = tabs[levels.findIndex((level) => level > 0.01)] as Page;
    const crashed = loud.waitForEvent("crash");
    void loud.goto("chrome://crash").catch(() => {});
    await crashed;
    const left = tabs.filter((tab) => tab !== loud);
    await expect.poll(() => countLoud(left)).toBe(1);
    await stopButton(left[0] as Page).click();
    await expect.poll(() => countLoud(left)).toBe(0);
  });

  it("the tab that sounds hands over in mid-chime when it is closed, and Mute in a tab mutes the other", async () => {
    const { tabs, link } = await openTwoTabs(3);
    await expect.poll(() => countPlanned(tabs)).toBe(1);
    await expect.poll(() => countLoud(tabs)).toBe(1);
    const [loud, other] = (await loudness(tabs[0])) > 0.01 ? tabs : ([tabs[1], tabs[0]] as const);
    await loud.close();
    await expect.poll(() => loudness(other)).toBeGreaterThan(0.01);
    const third = await other.context().newPage();
    await third.goto(link.href);
    await third.getByRole("button", { name: "This device" }).click();
    await third.getByRole("checkbox", { name: "Mute" }).click();
    await expect.poll(() => loudness(other)).toBeLessThan(0.001);
  });

  it("the tab that may sound is chosen, and not one that nobody has touched", async () => {
    const { page, link } = await openAndClick(here);
    const untouched = await page.context().newPage();
    await recordAlarm(untouched);
    await untouched.goto(link.href);
    await waitForPeople(untouched, 2);
    await startWork(here.server, link, 2);
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.01);
    await stopButton(untouched).click();
    await expect.poll(() => loudness(page)).toBeLessThan(0.001);
  });

  it("a tab whose renderer has crashed hands over in mid-chime, also without Web Locks", async () => {
    const { page, link } = await openAndClick(here);
    // The crashed tab is a stand-in that has said that it may sound, and never answers again.
    await page.evaluate((room) => {
      Object.defineProperty(navigator, "locks", { value: undefined });
      const channel = new BroadcastChannel(`shared-pomodoro ring ${room}`);
      channel.postMessage({ id: "", rank: 2, silencedAt: null, ask: true });
      channel.onmessage = ({ data }: MessageEvent<{ ask?: boolean } | null>) => {
        if (data?.ask === true) channel.postMessage({ id: "", rank: 2, silencedAt: null, ask: false });
        channel.onmessage = null;
      };
    }, link.pathname.slice("/r/".length));
    await startWork(here.server, link, 2);
    await stopButton(page).waitFor();
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.01);
  });

  it("where the browser forbids channels between tabs and locks, a tab sounds all the same", async () => {
    const page = await here.open(here.server.http, { ...DESKTOP, permissions }, async (page) => {
      await recordAlarm(page);
      await page.addInitScript(() => {
        const forbid = () => {
          throw new DOMException("forbidden", "SecurityError");
        };
        Object.assign(globalThis, { BroadcastChannel: forbid });
        Object.defineProperty(navigator, "locks", { get: forbid });
      });
    });
    const link = await controlLink(page);
    await waitForPeople(page, 1);
    await page.getByText("Press to start working").click();
    await startWork(here.server, link, 1);
    await expect.poll(() => loudness(page)).toBeGreaterThan(0.01);
  });
});

describe("screen lock, badge and small window", () => {
  it("the screen stays on while a period runs, also after the page was hidden, and not while it is paused", async () => {
    const { page, link } = await openAndClick(here);
    const on = (): Promise<boolean> =>
      page.evaluate(() => globalThis.alarmRecord.locks.at(-1)?.released === false);
    expect(await on()).toBe(false);
    await startWork(here.server, link, 600);
    await expect.poll(on).toBe(true);
    // A browser releases the lock of a hidden page.
    await setPageHidden(page, true);
    await page.evaluate(() => globalThis.alarmRecord.locks.at(-1)?.release());
    await expect.poll(on).toBe(false);
    await setPageHidden(page, false);
    await expect.poll(on).toBe(true);
    // The system takes the lock from a visible page.
    await page.evaluate(() => globalThis.alarmRecord.locks.at(-1)?.release());
    await expect.poll(on).toBe(false);
    await expect.poll(on).toBe(true);
    await act(here.server, link, { action: "hold" });
    await expect.poll(on).toBe(false);
    await act(here.server, link, { action: "resume" });
    await expect.poll(on).toBe(true);
    await page.getByRole("button", { name: "This device" }).click();
    await page.getByRole("checkbox", { name: "Keep the screen on" }).click();
    await expect.poll(on).toBe(false);
  });

  it("the app's icon has a badge while an alarm waits for a press", async () => {
    const { page, link } = await openAndClick(here);
    const lastBadge = () => page.evaluate(() => globalThis.alarmRecord.badges.at(-1));
    await expect.poll(lastBadge).toBe("clear");
    await startWork(here.server, link, 1);
    await expect.poll(lastBadge).toBe("set");
    await act(here.server, link, { action: "press" });
    await expect.poll(lastBadge).toBe("clear");
  });

  it("the small window shows the running tomato, and a press in it is sent to the room", async () => {
    const { page, link } = await openAndClick(here);
    await startWork(here.server, link, 600);
    await page.getByRole("button", { name: "This device" }).click();
    const opened = page.context().waitForEvent("page");
    await page.getByRole("button", { name: "Tomato in a small window" }).click();
    const small = await opened;
    await tomato(small, "Work").waitFor();
    const time = () => small.locator("svg text").last().textContent();
    const first = await time();
    expect(first).toMatch(/^(10:00|0?9:5\d)$/);
    await expect.poll(time).not.toBe(first);
    // The small window has the style sheets of the page, so the tomato has its usual size.
    const width = (await small.locator("button[data-state]").boundingBox())?.width ?? 0;
    expect(width).toBeGreaterThan(200);
    await act(here.server, link, { action: "skip" });
    await tomato(small, "Break time").click();
    await tomato(page, "Short Break").waitFor({ state: "attached" });
    await expect.poll(() => readRoom(here.server, link)).toMatchObject({ state: 3 });
  });

  it("the small window follows theme, language and title, and Space and the shortcuts work in it once for each key press", async () => {
    const { page, link } = await openAndClick(here);
    await page.getByRole("button", { name: "This device" }).click();
    const opened = page.context().waitForEvent("page");
    await page.getByRole("button", { name: "Tomato in a small window" }).click();
    const small = await opened;
    await tomato(small, "Press Me!").waitFor();
    await page.getByRole("button", { name: "This device" }).click();
    await page.getByLabel("Colours").selectOption("Dark");
    await expect.poll(() => small.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.getByLabel("Language").selectOption("Deutsch");
    await expect.poll(() => small.locator("html").getAttribute("lang")).toBe("de");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await changeSetup(here.server, link, { work_duration: 600 }, small);
    /** Sends one key press, held so long that it repeats. */
    const holdKey = async (key: string): Promise<void> => {
      for (const repeat of [false, true, true]) {
        await small.evaluate(
          ({ key, repeat }) =>
            document.body.dispatchEvent(
              new KeyboardEvent("keydown", { key, repeat, bubbles: true, cancelable: true }),
            ),
          { key, repeat },
        );
      }
    };
    await holdKey(" ");
    await expect.poll(async () => (await readRoom(here.server, link)).state).toBe(1);
    const { rev } = await readRoom(here.server, link);
    await expect.poll(() => small.title()).toMatch(/^(10:00|0?9:5\d) /);
    await act(here.server, link, { action: "skip" });
    await expect.poll(() => small.title()).not.toMatch(/^0?9/);
    await holdKey("Enter");
    await expect.poll(async () => (await readRoom(here.server, link)).state).toBe(3);
    expect((await readRoom(here.server, link)).rev).toBe(rev + 2);
    await holdKey("?");
    await page.getByRole("dialog").waitFor();
  });
});

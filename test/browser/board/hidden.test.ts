/*
 * A host tab is hidden most of the day, and Chromium runs a hidden tab's own timers only once a minute: from one minute
 * on if the page was loaded as a whole, else from five. Nothing can shorten that, so two tests show what happens in a
 * hidden tab:
 *
 * - A hidden tab in a real Chromium with its default throttling. A timer of the page, which the app does not use, shows
 *   that the throttling is active; it then stays active while the tab is hidden. The board's pins show that the light is
 *   right before, meanwhile and afterwards. (The room is in its long break, because the title then does not count.)
 * - Six minutes of simulated time: the firmware and the host's code in lockstep on one simulated clock, so that the ping
 *   after 2 s, the state every 30 s and offline after 6 s occur as often as in six real minutes.
 *
 * Neither shows a computer that sleeps, or a browser that freezes or discards tabs to save memory.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeHost } from "../../../src/board/host";
import { makeBoardLock } from "../../../src/board/lock";
import { makeRememberedBoardStore } from "../../../src/board/rememberedBoard";
import { makeSerialFinder } from "../../../src/board/serial";
import { withSession } from "../../../src/board/withSession";
import { FakeClock } from "../../harness/fakes/fake-clock";
import { FakeChannels, FakeLocks } from "../../harness/fakes/fake-locks";
import { FakeRoomLink, WORK_ROOM } from "../../harness/fakes/fake-room-link";
import { FakeSerial, FakeSerialDevice } from "../../harness/fakes/fake-serial";
import { Uno } from "../../firmware/uno";
import { tomato } from "../../harness/browser";
import { collectPageErrors } from "../../harness/page-errors";
import { UsbPort } from "../../harness/usb-port";
import { EmulatedBoard } from "../../harness/emulated-board";
import { launchThrottlingBrowser } from "../../harness/throttling-browser";
import type { ThrottlingBrowser } from "../../harness/throttling-browser";
import { connectBoard } from "../../harness/host-page";
import { closeSheet } from "../../harness/sheet";
import { act, controlLink, setUpBrowser } from "../../harness/browser-setup";
import { requireTools } from "../../harness/with-tools";
import { waitFor } from "../../harness/wait";

const here = setUpBrowser();
const MINUTE = 60_000;
/** The page's own timer has an interval of 250 ms. It counts as throttled when it has not fired for this time, in ms. */
const THROTTLED_AFTER = 5000;
/** How long the throttled tab is observed, in ms. */
const OBSERVED = 15_000;

let browser: ThrottlingBrowser;
let pageErrors: string[];
let simulation: Promise<Simulation> | undefined;
/** Starts the simulation once; both tests use the same one. */
const simulateOnce = (): Promise<Simulation> => (simulation ??= simulateSixMinutes());
const board = new EmulatedBoard();
const hasTools = requireTools("Chromium");
beforeAll(async () => {
  if (!hasTools) return;
  browser = await launchThrottlingBrowser();
  pageErrors = await collectPageErrors(browser.context);
});
afterAll(async () => {
  board.powerOff();
  if (!hasTools) return;
  await browser.close();
});

interface Simulation {
  /** The part of the time in which only the red light was on, 0 to 1. */
  readonly lit: number;
  /** Simulated time of every ping and every state that the board has received, in ms. */
  readonly pings: number[];
  readonly states: number[];
  readonly log: string[];
  readonly skips: number;
}

/** Simulates six minutes of WORK and then a hold of two seconds. Other tasks run in between. */
async function simulateSixMinutes(): Promise<Simulation> {
  const STEP = 5; // ms
  const clock = new FakeClock();
  const uno = new Uno();
  const device = new FakeSerialDevice();
  const serial = new FakeSerial();
  const room = new FakeRoomLink(clock, WORK_ROOM);
  const store = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  const host = makeHost({
    room,
    timers: clock,
    finders: [withSession(makeSerialFinder(serial), clock)],
    lock: makeBoardLock(new FakeLocks(), new FakeChannels().tab(), clock, () => "a tab"),
    store: makeRememberedBoardStore(() => store),
  });
  const received = { pings: [] as number[], states: [] as number[] };
  device.onOpen = () => uno.reset();
  device.onBytes = (bytes) => {
    const text = new TextDecoder().decode(bytes);
    if (text.includes('"ping"')) received.pings.push(clock.now());
    if (text.includes('"state"')) received.states.push(clock.now());
    uno.send(bytes);
  };
  uno.onByte = (byte) => device.send(Uint8Array.of(byte));
  async function run(ms: number): Promise<number> {
    let lit = 0;
    for (let done = 0; done < ms; done += STEP) {
      uno.run(STEP);
      await clock.advance(STEP);
      if (uno.lights.red && !uno.lights.green && !uno.lights.blue) lit++;
    }
    return lit / (ms / STEP);
  }

  serial.choice = device;
  await host.connect("serial");
  await run(1000);
  const [lastBefore] = host.view.value.events; // a hello during the boot may have been logged as noise before it
  const lit = await run(6 * MINUTE);
  uno.button(true);
  await run(2500);
  const laterEvents = host.view.value.events.filter(({ id }) => id > (lastBefore?.id ?? 0));
  const log = laterEvents.flatMap((event) => (event.type === "log" ? [event.log] : []));
  return { lit, ...received, log, skips: room.skips.length };
}

describe("a hidden host tab", () => {
  it(
    "a hidden host tab whose own timers run once a minute keeps the light right, and a hold skips",
    { timeout: 5 * MINUTE },
    async () => {
      const usb = await UsbPort.attach(browser.context, board);
      const page = await browser.context.newPage();
      await page.goto(here.server.http);
      const link = await controlLink(page);
      const guest = await here.open(link.href);
      await connectBoard(page);
      await closeSheet(page);
      for (const action of ["setup", "press", "skip", "press", "skip", "press", "skip", "press"])
        await act(here.server, link, { action, ...(action === "setup" ? { number_cycles: 1 } : {}) });
      await tomato(guest, "Long break time").waitFor();
      await board.waitForLight("blue");

      await page.evaluate(() => {
        const wakes = [performance.now()];
        setInterval(() => wakes.push(performance.now()), 250);
        Object.assign(globalThis, { wakes });
      });
      await (await browser.context.newPage()).bringToFront();
      const visibility = (): Promise<string> => page.evaluate(() => document.visibilityState);
      await expect.poll(visibility).toBe("hidden");
      void simulateOnce(); // runs at the same time, for the next test
      const from = performance.now();
      let wrongLights = 0;
      board.onLights = (_, { red, green, blue }) => {
        if (red.duty > 0 || green.duty > 0 || blue.duty < 1) wrongLights++;
      };
      const wakes = (): Promise<{ since: number; count: number }> =>
        page.evaluate(() => {
          const { wakes } = globalThis as unknown as { wakes: number[] };
          return { since: performance.now() - Math.max(...wakes), count: wakes.length };
        });
      await expect
        .poll(async () => (await wakes()).since, { timeout: 3 * MINUTE, interval: 500 })
        .toBeGreaterThan(THROTTLED_AFTER);
      const { count } = await wakes();
      const throttledAt = performance.now();
      await waitFor("a while", () => performance.now() - throttledAt > OBSERVED, 2 * OBSERVED);
      expect((await wakes()).count - count).toBeLessThanOrEqual(1);
      expect(await visibility()).toBe("hidden");
      expect(wrongLights).toBe(0);
      board.onLights = () => {};
      const lines = board.received.filter(({ at }) => at > from);
      const gaps = lines.slice(1).map(({ at }, i) => at - (lines[i]?.at ?? at));
      expect(Math.max(...gaps)).toBeLessThan(4000);

      await board.tap();
      await tomato(guest, "Press Me!").waitFor();
      await board.tap();
      await tomato(guest, "Work").waitFor();
      await board.waitForLight("red");
      board.press(); // two seconds by the worker's timers, while the page's own timers would be late
      const pressed = performance.now();
      await tomato(guest, "Break time").waitFor();
      expect(performance.now() - pressed).toBeLessThan(6000);
      board.release();
      await board.waitForLight("red, blinking");
      expect(await visibility()).toBe("hidden");
      expect(usb.openedBy).toBe(page);
      expect(pageErrors).toEqual([]);
    },
  );

  it(
    "a board gets a ping every 2 s and the state every 30 s for six simulated minutes and is never offline",
    { timeout: 180_000 },
    async () => {
      const { lit, pings, states, log, skips } = await simulateOnce();
      expect(lit).toBe(1);
      expect(states.length).toBeGreaterThanOrEqual(12);
      expect(pings.length).toBeGreaterThanOrEqual(150);
      const all = [...pings, ...states].sort((a, b) => a - b);
      expect(Math.max(...all.slice(1).map((at, i) => at - (all[i] ?? at)))).toBeLessThan(2100);
      expect(log).toEqual([]);
      expect(skips).toBe(1); // the hold at the end
    },
  );
});

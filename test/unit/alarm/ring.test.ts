import { describe, expect, test } from "vitest";
import { judgeMore } from "../../../party/shared/moreActions";
import { newPomodoro, settle, transition } from "../../../party/shared/pomodoro";
import type { Action, By, Pomodoro } from "../../../party/shared/pomodoro";
import { fromRoomMessage, toRoomMessage } from "../../../party/shared/codec";
import { fade, levelAt, phaseOf, RING_MS, ringOf, sameRing, vibrationFor } from "../../../src/alarm/ring";
import type { Ring } from "../../../src/alarm/ring";

const KIM: By = { name: "Kim", via: "app" };
const MIN = 60_000;

/** A room on a device: every state goes through `ringOf`, as on the page. */
class Device {
  ring: Ring | null = null;
  #pomodoro: Pomodoro = newPomodoro();

  at(now: number, action?: Action): Ring | null {
    const settled = settle(this.#pomodoro, now)[0];
    // the page settles by itself first, so it sees the end of a period before it sees the action
    this.#receive(settled, now);
    this.#pomodoro = action ? transition(settled, { action, by: KIM }, now, judgeMore)[0] : settled;
    this.#receive(this.#pomodoro, now);
    return this.ring;
  }
  /** As a page that has just been opened sees it. */
  fresh = (now: number): Ring | null => ringOf(fromRoomMessage(toRoomMessage(this.#pomodoro, now)));
  #receive(pomodoro: Pomodoro, now: number): void {
    this.ring = ringOf(fromRoomMessage(toRoomMessage(pomodoro, now)));
  }
}
const setup = (settings: Record<string, number>, when: "now" | "next" = "now"): Action => ({
  type: "setup",
  settings,
  when,
});

describe("the moments at which a room rings", () => {
  test("the end of a period rings for at most a minute, and is known from the beginning of the period", () => {
    const device = new Device();
    expect(device.at(0)).toBeNull();
    expect(device.at(1000, { type: "press" })).toEqual({ at: 1000 + 25 * MIN, until: 1000 + 26 * MIN });
    const planned = device.ring;
    expect(device.at(1000 + 25 * MIN)).toEqual(planned); // the ring has begun, and stays the same
    expect(device.fresh(1000 + 25 * MIN)).toEqual(planned); // a page that opens now has the same ring
    expect(device.at(1000 + 25 * MIN + 5000, { type: "press" })?.at).toBe(1000 + 30 * MIN + 5000); // the end of the break
  });

  test("added time moves the ring, a pause removes it, and resuming brings it back", () => {
    const device = new Device();
    device.at(0, { type: "press" });
    expect(device.at(1000, { type: "extend", seconds: 60 })?.at).toBe(26 * MIN);
    expect(device.at(MIN, { type: "hold" })).toBeNull();
    expect(device.at(10 * MIN, { type: "resume" })?.at).toBe(35 * MIN);
  });

  test("an alarm that a person has caused by a skip is silent, also on pages that open later", () => {
    const device = new Device();
    device.at(0, { type: "press" });
    expect(device.at(1000, { type: "skip" })).toBeNull();
    expect(device.at(5000)).toBeNull();
    expect(device.fresh(5000)).toBeNull();
  });

  test("an alarm that falls back because nobody answered it does not ring again", () => {
    const device = new Device();
    device.at(0, { type: "press" });
    expect(device.at(25 * MIN + 2 * 60 * MIN)).toBeNull();
  });

  test("a change of the settings for the next period does not end the ring", () => {
    const device = new Device();
    const planned = device.at(0, { type: "press" });
    device.at(25 * MIN);
    expect(device.at(25 * MIN + 1000, setup({ work_duration: 1500 }, "next"))).toEqual(planned);
  });

  test("an undo that restores an answered alarm does not start a ring", () => {
    const device = new Device();
    device.at(0, { type: "press" });
    device.at(25 * MIN, { type: "press" });
    expect(device.at(25 * MIN + 3000, { type: "undo" })).toBeNull();
  });

  test("an undo of a change of the settings during a ring does not end the ring", () => {
    const device = new Device();
    const planned = device.at(0, { type: "press" });
    device.at(25 * MIN);
    device.at(25 * MIN + 1000, setup({ workDuration: 1500 }, "next"));
    expect(device.at(25 * MIN + 3000, { type: "undo" })).toEqual(planned);
  });

  test("the ring ends when the room continues by itself, and the next ring is known at once", () => {
    const device = new Device();
    device.at(0, setup({ autoContinue: 10 }));
    expect(device.at(0, { type: "press" })).toEqual({ at: 25 * MIN, until: 25 * MIN + 10_000 });
    expect(device.at(25 * MIN)).toEqual({ at: 25 * MIN, until: 25 * MIN + 10_000 });
    expect(device.at(25 * MIN + 10_000)?.at).toBe(30 * MIN + 10_000);
  });

  test("the end of a long break rings if it has one, also on pages that open later", () => {
    const device = new Device();
    device.at(0, setup({ longBreakDuration: 600, numberCycles: 1 }));
    device.at(0, { type: "press" });
    device.at(25 * MIN, { type: "press" });
    device.at(30 * MIN, { type: "press" });
    expect(device.at(55 * MIN, { type: "press" })).toEqual({ at: 65 * MIN, until: 66 * MIN });
    expect(device.at(65 * MIN)).toEqual({ at: 65 * MIN, until: 66 * MIN });
    expect(device.fresh(65 * MIN + 1000)).toEqual({ at: 65 * MIN, until: 66 * MIN });
    expect(device.at(65 * MIN + 2000, setup({ breakDuration: 60 }, "next"))?.at).toBe(65 * MIN);
    expect(device.at(65 * MIN + 3000, { type: "press" })).toBeNull();
  });
});

describe("a ring", () => {
  const ring = { at: 1000, until: 1000 + RING_MS };
  test.each([
    [null, 5000, { phase: "none", changesAt: null }],
    [ring, 999, { phase: "ahead", changesAt: 1000 }],
    [ring, 1000, { phase: "ringing", changesAt: 1000 + RING_MS }],
    [ring, 1000 + RING_MS, { phase: "over", changesAt: null }],
  ])("the phase of the ring %j at %i ms is %j", (ring, now, expected) =>
    expect(phaseOf(ring, now)).toEqual(expected),
  );

  test("two rings are the same if they begin and end at the same moments", () => {
    expect(sameRing(ring, { ...ring })).toBe(true);
    expect(sameRing(null, null)).toBe(true);
    expect(sameRing(ring, null)).toBe(false);
    expect(sameRing(ring, { ...ring, until: 5000 })).toBe(false);
  });

  test("a ring begins at the full level, fades, and is silent at its end", () => {
    expect(fade(60).at(-1)).toEqual({ at: 60, level: 0 });
    expect(levelAt(60, 0)).toBe(1);
    expect(levelAt(60, 20)).toBe(1);
    expect(levelAt(60, 35)).toBeCloseTo(0.625);
    expect(levelAt(60, 60)).toBe(0);
    expect(levelAt(60, 61)).toBe(0);
  });

  test("the vibration is not longer than the ring, and has no more numbers than a browser accepts", () => {
    expect(vibrationFor(0)).toEqual([]);
    expect(vibrationFor(2500)).toHaveLength(4);
    expect(vibrationFor(RING_MS).length).toBeLessThanOrEqual(99);
    expect(vibrationFor(RING_MS).reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(RING_MS);
  });
});

describe("a set start", () => {
  const idle = { ...newPomodoro(), phase: { state: 0 as const, startedAt: null, startsAt: 60_000 } };
  const view = (pomodoro: Pomodoro, now: number) => fromRoomMessage(toRoomMessage(pomodoro, now));
  test("a set start is known before, rings for a minute, and after that the end of the work is known", () => {
    expect(ringOf(view(idle, 0), 0)).toEqual({ at: 60_000, until: 60_000 + RING_MS });
    const work = settle(idle, 60_000)[0];
    expect(ringOf(view(work, 60_000), 60_000)).toEqual({ at: 60_000, until: 60_000 + RING_MS });
    expect(ringOf(view(work, 120_000), 120_000)?.at).toBe(60_000 + 25 * MIN);
  });
  test("work that somebody has started by a press does not ring when it begins", () => {
    const work = transition(newPomodoro(), { action: { type: "press" }, by: KIM }, 0)[0];
    expect(ringOf(view(work, 0), 0)?.at).toBe(25 * MIN);
  });
});

import { describe, expect, it } from "vitest";
import { newPomodoro, settle, transition } from "../../../party/shared/pomodoro";
import type { Action, By, Pomodoro } from "../../../party/shared/pomodoro";
import { fromRoomMessage, toRoomMessage } from "../../../party/shared/codec";
import { fade, levelAt, phaseOf, RING_MS, ringOf, sameRing, vibrationFor } from "../../../src/alarm/ring";
import type { Ring } from "../../../src/alarm/ring";

const KIM: By = { name: "Kim", via: "app" };
const MIN = 60_000;

/** A room as a device hears it: every word goes through `ringOf`, as in the page. */
class Device {
  ring: Ring | null = null;
  #pomodoro: Pomodoro = newPomodoro();

  at(now: number, action?: Action): Ring | null {
    const settled = settle(this.#pomodoro, now)[0];
    // the page settles by itself first, so that it sees time over before it sees the action
    this.#hear(settled, now);
    this.#pomodoro = action ? transition(settled, { action, by: KIM }, now)[0] : settled;
    this.#hear(this.#pomodoro, now);
    return this.ring;
  }
  /** As a page that has just been opened sees it. */
  fresh = (now: number): Ring | null => ringOf(fromRoomMessage(toRoomMessage(this.#pomodoro, now)));
  #hear(pomodoro: Pomodoro, now: number): void {
    this.ring = ringOf(fromRoomMessage(toRoomMessage(pomodoro, now)));
  }
}
const setup = (settings: Record<string, number>, when: "now" | "next" = "now"): Action => ({
  type: "setup",
  settings,
  when,
});

describe("what rings", () => {
  it("is the end of a period, known from its beginning and for at most a minute", () => {
    const device = new Device();
    expect(device.at(0)).toBeNull();
    expect(device.at(1000, { type: "press" })).toEqual({ at: 1000 + 25 * MIN, until: 1000 + 26 * MIN });
    const planned = device.ring;
    expect(device.at(1000 + 25 * MIN)).toEqual(planned); // reached: nothing is planned anew
    expect(device.fresh(1000 + 25 * MIN)).toEqual(planned); // and who comes late hears the same ring
    expect(device.at(1000 + 25 * MIN + 5000, { type: "press" })?.at).toBe(1000 + 30 * MIN + 5000); // the break's end
  });

  it("moves with added time, vanishes with a pause, and comes back with what was left", () => {
    const device = new Device();
    device.at(0, { type: "press" });
    expect(device.at(1000, { type: "extend", seconds: 60 })?.at).toBe(26 * MIN);
    expect(device.at(MIN, { type: "hold" })).toBeNull();
    expect(device.at(10 * MIN, { type: "resume" })?.at).toBe(35 * MIN);
  });

  it("is no skip: the alarm that a person has called is silent, for those who come late too", () => {
    const device = new Device();
    device.at(0, { type: "press" });
    expect(device.at(1000, { type: "skip" })).toBeNull();
    expect(device.at(5000)).toBeNull();
    expect(device.fresh(5000)).toBeNull();
  });

  it("is not the fallback of an alarm that nobody answered", () => {
    const device = new Device();
    device.at(0, { type: "press" });
    expect(device.at(25 * MIN + 2 * 60 * MIN)).toBeNull();
  });

  it("goes on when somebody changes the settings for the next period", () => {
    const device = new Device();
    const planned = device.at(0, { type: "press" });
    device.at(25 * MIN);
    expect(device.at(25 * MIN + 1000, setup({ work_duration: 1500 }, "next"))).toEqual(planned);
  });

  it("does not begin again when an answered alarm is brought back by undo", () => {
    const device = new Device();
    device.at(0, { type: "press" });
    device.at(25 * MIN, { type: "press" });
    expect(device.at(25 * MIN + 3000, { type: "undo" })).toBeNull();
  });

  it("goes on when the settings that were changed while it rings are changed back by undo", () => {
    const device = new Device();
    const planned = device.at(0, { type: "press" });
    device.at(25 * MIN);
    device.at(25 * MIN + 1000, setup({ workDuration: 1500 }, "next"));
    expect(device.at(25 * MIN + 3000, { type: "undo" })).toEqual(planned);
  });

  it("ends where the room goes on by itself, and the next end is known at once", () => {
    const device = new Device();
    device.at(0, setup({ autoContinue: 10 }));
    expect(device.at(0, { type: "press" })).toEqual({ at: 25 * MIN, until: 25 * MIN + 10_000 });
    expect(device.at(25 * MIN)).toEqual({ at: 25 * MIN, until: 25 * MIN + 10_000 });
    expect(device.at(25 * MIN + 10_000)?.at).toBe(30 * MIN + 10_000);
  });

  it("is the long break's end, if it has one; whoever comes late works out when that was", () => {
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
  it.each([
    [null, 5000, { phase: "none", changesAt: null }],
    [ring, 999, { phase: "ahead", changesAt: 1000 }],
    [ring, 1000, { phase: "ringing", changesAt: 1000 + RING_MS }],
    [ring, 1000 + RING_MS, { phase: "over", changesAt: null }],
  ])("%j is at %i %j", (ring, now, expected) => expect(phaseOf(ring, now)).toEqual(expected));

  it("is the same by its two moments", () => {
    expect(sameRing(ring, { ...ring })).toBe(true);
    expect(sameRing(null, null)).toBe(true);
    expect(sameRing(ring, null)).toBe(false);
    expect(sameRing(ring, { ...ring, until: 5000 })).toBe(false);
  });

  it("is full at first, fades, and is silent at its end; who joins late joins at that loudness", () => {
    expect(fade(60).at(-1)).toEqual({ at: 60, level: 0 });
    expect(levelAt(60, 0)).toBe(1);
    expect(levelAt(60, 20)).toBe(1);
    expect(levelAt(60, 35)).toBeCloseTo(0.625);
    expect(levelAt(60, 60)).toBe(0);
    expect(levelAt(60, 61)).toBe(0);
  });

  it("is felt no longer than it is heard, within what a browser takes", () => {
    expect(vibrationFor(0)).toEqual([]);
    expect(vibrationFor(2500)).toHaveLength(4);
    expect(vibrationFor(RING_MS).length).toBeLessThanOrEqual(99);
    expect(vibrationFor(RING_MS).reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(RING_MS);
  });
});

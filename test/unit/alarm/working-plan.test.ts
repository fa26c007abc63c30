import { describe, expect, test } from "vitest";
import { fromRoomMessage, toRoomMessage } from "../../../party/shared/codec";
import type { RoomView } from "../../../party/shared/codec";
import { judgeMore } from "../../../party/shared/moreActions";
import { newPomodoro, settle, transition } from "../../../party/shared/pomodoro";
import type { Action } from "../../../party/shared/pomodoro";
import { ringOf } from "../../../src/alarm/ring";
import { beatError, DUCKED, FADE_S, LEAD_MS, levelsOf, planOf } from "../../../src/alarm/working/workingPlan";

const MIN = 60_000;
const silent = { ring: null, beforeMs: 0 };

/** The room as a page sees it at `now`, after these actions at these moments. */
function roomAt(now: number, ...done: readonly (readonly [number, Action])[]): RoomView {
  let pomodoro = newPomodoro();
  for (const [at, action] of done)
    pomodoro = transition(pomodoro, { action, by: { name: null, via: "app" } }, at, judgeMore)[0];
  return fromRoomMessage(toRoomMessage(settle(pomodoro, now)[0], now));
}
const press: Action = { type: "press" };

describe("the plan of the sound while working", () => {
  test("only running work has a sound: idle, a pause, an alarm and a break have none", () => {
    expect(planOf(null, 0, silent)).toBeNull();
    expect(planOf(roomAt(0), 0, silent)).toBeNull();
    expect(planOf(roomAt(5, [0, press]), 5, silent)).toEqual({ until: 25 * MIN, ducks: [] });
    expect(planOf(roomAt(10, [0, press], [9, { type: "hold" }]), 10, silent)).toBeNull();
    expect(planOf(roomAt(25 * MIN, [0, press]), 25 * MIN, silent)).toBeNull();
    expect(planOf(roomAt(26 * MIN, [0, press], [25.5 * MIN, press]), 26 * MIN, silent)).toBeNull();
  });

  test("work that rings at its set beginning is softer while it rings, on a device that sounds", () => {
    const room = roomAt(MIN + 5, [0, { type: "start", at: MIN }]);
    const ring = ringOf(room, MIN + 5);
    expect(planOf(room, MIN + 5, { ring, beforeMs: 0 })?.ducks).toEqual([{ from: MIN, until: 2 * MIN }]);
    expect(planOf(room, MIN + 5, silent)?.ducks).toEqual([]);
  });

  test("the warning before the end makes the sound softer, too", () => {
    const [duck, ...others] =
      planOf(roomAt(0, [0, press]), 0, { ring: null, beforeMs: 2 * MIN })?.ducks ?? [];
    expect(others).toEqual([]);
    expect(duck?.from).toBeLessThan(23 * MIN);
    expect(duck?.until).toBeGreaterThan(23 * MIN + 4000);
  });

  test("the levels go to full, down for another sound, up again, and to nothing before the end", () => {
    const plan = { until: 100_000, ducks: [{ from: 20_000, until: 30_000 }] };
    expect(levelsOf(plan, 5)).toEqual([
      { at: 5, level: 1 },
      { at: 20_000, level: DUCKED },
      { at: 30_000, level: 1 },
      { at: 100_000 - LEAD_MS, level: 0 },
    ]);
    expect(levelsOf(plan, 25_000).map(({ level }) => level)).toEqual([DUCKED, 1, 0]);
    expect(levelsOf(plan, 99_900)).toEqual([{ at: 99_900, level: 0 }]);
    // What is left of a fade when the chime begins.
    expect(Math.exp(-LEAD_MS / 1000 / FADE_S)).toBeLessThan(0.01);
  });

  test("two series of seconds are at most half a second apart, whichever is first and however long ago it was", () => {
    expect(beatError(1000.02, 3)).toBeCloseTo(0.02);
    expect(beatError(3, 1000.02)).toBeCloseTo(-0.02);
    expect(beatError(-7.01, 4)).toBeCloseTo(-0.01);
  });
});

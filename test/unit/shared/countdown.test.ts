import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeMore } from "../../../party/shared/moreActions";
import { isRunning, newPomodoro, settle, transition } from "../../../party/shared/pomodoro";
import type { Action } from "../../../party/shared/pomodoro";
import type { Pomodoro } from "../../../party/shared/pomodoro";
import { clockText, countdownText, nextChangeMs, progressOf } from "../../../party/shared/countdown";

const START = 1_790_000_000_000;
const by = { name: null, via: "app" } as const;
function roomAfter(actions: Action[], now = START): Pomodoro {
  const room = actions.reduce(
    (p, action) => transition(p, { action, by }, START, judgeMore)[0],
    newPomodoro(),
  );
  return settle(room, now)[0];
}
const press: Action = { type: "press" };

describe("the countdown", () => {
  test.each([
    [0, "00:00"],
    [59, "00:59"],
    [1500, "25:00"],
    [3599, "59:59"],
    [3600, "1:00:00"],
    [86_400, "24:00:00"],
  ])("the countdown of %i seconds is %s", (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });

  test("the countdown shows the whole period at its first moment, and 00:00 only when it is over", () => {
    const room = roomAfter([press]);
    expect(countdownText(room, START)).toBe("25:00");
    expect(countdownText(room, START + 1)).toBe("25:00");
    expect(countdownText(room, START + 1000)).toBe("24:59");
    expect(countdownText(room, START + 1_499_999)).toBe("00:01");
    expect(countdownText(room, START + 1_500_000)).toBe("00:00");
  });

  test("an alarm counts up from the end of the period, as +m:ss", () => {
    const room = roomAfter([press], START + 1_500_000);
    expect(countdownText(room, START + 1_500_000 + 130_500)).toBe("+2:10");
    expect(countdownText(room, START + 1_500_000 + 3_661_000)).toBe("+1:01:01");
  });

  test("a long break counts its whole minutes up from the first one on, and changes once a minute", () => {
    const room = { phase: { state: 5, startedAt: START, ringsAt: null, over: false, rangAt: null } } as const;
    expect(countdownText(room, START + 59_999)).toBe("");
    expect(nextChangeMs(room, START + 59_999)).toBe(1);
    expect(countdownText(room, START + 60_000)).toBe("1 min");
    expect(nextChangeMs(room, START + 60_000)).toBe(60_000);
    expect(countdownText(room, START + 125 * 60_000)).toBe("125 min");
  });

  test("a paused countdown does not change, and an untimed state has no countdown", () => {
    const held = roomAfter([press, { type: "hold" }]);
    expect(countdownText(held, START + 99_000)).toBe("25:00");
    expect(nextChangeMs(held, START + 99_000)).toBeNull();
    expect(countdownText(roomAfter([]), START)).toBe("");
    expect(nextChangeMs(roomAfter([]), START)).toBeNull();
  });

  test("a room that waits for a set start counts down to it, and has no ring", () => {
    const { undo: _undo, ...idle } = newPomodoro();
    const room = { ...idle, phase: { state: 0 as const, startedAt: null, startsAt: START + 3_700_000 } };
    expect(countdownText(room, START)).toBe("1:01:40");
    expect(nextChangeMs(room, START)).toBe(1000);
    expect(progressOf(room, START)).toBeNull();
  });

  test("the countdown changes exactly when `nextChangeMs` says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_700_000 }), (elapsed) => {
        const now = START + elapsed;
        const room = roomAfter([press], now);
        const wait = nextChangeMs(room, now);
        if (wait === null) return;
        const text = countdownText(room, now);
        expect(countdownText(room, now + wait - 1)).toBe(text);
        if (!isRunning(room.phase) || wait < room.phase.endsAt - now) {
          expect(countdownText(room, now + wait)).not.toBe(text);
        }
      }),
    );
  });

  test("the progress goes from 0 to 1 over a period, extensions included", () => {
    const room = roomAfter([press, { type: "extend", seconds: 1500 }]);
    expect(progressOf(room, START)).toBe(0);
    expect(progressOf(room, START + 1_500_000)).toBe(0.5);
    expect(progressOf(room, START + 9_000_000)).toBe(1);
  });
});

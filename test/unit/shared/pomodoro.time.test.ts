/** Tests what time does in a room: deadlines, late settling, the fallback, rings, and how long undo is offered. */
import { describe, expect, test } from "vitest";
import { settle, WORK_ALARM } from "../../../party/shared/pomodoro";
import type { Pomodoro } from "../../../party/shared/pomodoro";
import type { Settings } from "../../../party/shared/settings";
import {
  act,
  at,
  extend,
  frozen,
  HOLD,
  hours,
  KIM,
  LEE,
  play,
  PRESS,
  RESET,
  RESUME,
  room,
  resultOf,
} from "./helpers";
import { seconds, settled, setup, SKIP, T0, TIMER, UNDO, wire } from "./helpers";

/** A room that is set up at T0 (rev 1): work 100 s, break 20 s, two cycles. */
const small = (more: Partial<Settings> = {}): Pomodoro =>
  play(room(), [0, setup({ workDuration: 100, breakDuration: 20, numberCycles: 2, ...more })]);
const working = (more: Partial<Settings> = {}): Pomodoro => play(small(more), [0, PRESS]);
const onBreak = (more: Partial<Settings> = {}): Pomodoro => play(working(more), [100, PRESS]);
/** A room that is in LONG_BREAK from 340 s on. */
const resting = (more: Partial<Settings> = {}): Pomodoro =>
  play(onBreak(more), [120, PRESS], [220, PRESS], [240, PRESS], [340, PRESS]);

describe("a deadline", () => {
  test("a period does not end a millisecond before its deadline", () => {
    const before = working();
    const { pomodoro, rang } = resultOf(settle(before, at(100) - 1));
    expect(pomodoro).toBe(before);
    expect(rang).toBeNull();
  });

  test.each([
    ["on time", 0],
    ["a millisecond late", 1],
    ["a minute late", 60_000],
    ["an hour and a half late", 5_400_000],
  ])("a period ends at its deadline when the server is %s", (_, late) => {
    expect(wire(working(), at(100) + late)).toMatchObject({
      state: 2,
      message: "Break time",
      started_at: at(100),
      ends_at: null,
      rev: 3,
      by: TIMER,
      undo_until: null,
    });
    expect(wire(onBreak(), at(120) + late)).toMatchObject({
      state: 4,
      started_at: at(120),
      rev: 5,
      cycle: 1,
    });
  });

  test("settling a deadline that has been settled changes nothing", () => {
    const once = settled(working(), at(100));
    expect(settle(once, at(100))[0]).toBe(once);
    expect(settle(once, at(130))).toEqual([once, []]);
  });

  test("a held period never ends, however long it is held", () => {
    const held = play(working(), [30, HOLD]);
    expect(settle(held, at(30) + hours(24 * 365))[0]).toBe(held);
  });

  test("a resumed period ends after the time that was left when it was held", () => {
    const resumed = play(working(), [30, HOLD], [1000, RESUME]);
    expect(wire(resumed, at(1070) - 1).state).toBe(1);
    expect(wire(resumed, at(1070))).toMatchObject({ state: 2, started_at: at(1070) });
  });

  test("a deadline is settled before an action is judged, so a late press answers the alarm", () => {
    const { pomodoro, refused } = act(working(), PRESS, at(105));
    expect(refused).toBeNull();
    expect(wire(pomodoro, at(105))).toMatchObject({
      state: 3,
      started_at: at(105),
      ends_at: at(125),
      cycle: 1,
      rev: 4,
    });
  });

  test("a deadline is settled even if the action after it is refused", () => {
    const { pomodoro, refused, rang } = act(working(), HOLD, at(100));
    expect(refused?.code).toBe("not-now");
    expect(pomodoro).toEqual(settled(working(), at(100)));
    expect(rang).toBe(2);
  });

  test("a deadline in the future changes nothing, even if the clock is set back to before the room began", () => {
    const before = working();
    expect(settle(before, T0 - hours(1))[0]).toBe(before);
  });
});

describe("a press in a running period", () => {
  test("a press in a running period has no effect on the alarm that follows", () => {
    const pressed = play(working(), [10, PRESS], [20, PRESS], [99, PRESS]);
    expect(pressed).toEqual(working());
    expect(wire(pressed, at(150))).toMatchObject({ state: 2, started_at: at(100), cycle: 0 });
    const inBreak = play(onBreak(), [105, PRESS]);
    expect(wire(inBreak, at(150))).toMatchObject({ state: 4, started_at: at(120) });
  });

  test("a press in a running period changes nothing, so the change before it can still be undone", () => {
    const { pomodoro, refused } = act(play(working(), [5, PRESS]), UNDO, at(8));
    expect(refused).toBeNull();
    expect(wire(pomodoro, at(8))).toMatchObject({ state: 0, started_at: at(0), rev: 3 });
  });
});

describe("auto_continue", () => {
  test("auto_continue presses an alarm after its time, as the timer, and its press cannot be undone", () => {
    const pomodoro = working({ autoContinue: 10 });
    expect(wire(pomodoro, at(110) - 1)).toMatchObject({ state: 2, continues_at: at(110) });
    expect(wire(pomodoro, at(110))).toMatchObject({
      state: 3,
      started_at: at(110),
      ends_at: at(130),
      cycle: 1,
      rev: 4,
      by: TIMER,
      undo_until: null,
    });
    const { refused } = act(pomodoro, UNDO, at(110));
    expect(refused?.code).toBe("no-undo");
  });

  test("several passed deadlines with auto_continue each count from the end of the one before", () => {
    const pomodoro = working({ autoContinue: 10 });
    // 100 alarm, 110 break, 130 alarm, 140 work, 240 alarm, 250 break, 270 alarm, 280 work, 380 alarm, 390 long break
    expect(wire(pomodoro, at(139))).toMatchObject({
      state: 4,
      started_at: at(130),
      continues_at: at(140),
      rev: 5,
    });
    expect(wire(pomodoro, at(140))).toMatchObject({
      state: 1,
      started_at: at(140),
      ends_at: at(240),
      rev: 6,
    });
    expect(wire(pomodoro, at(385))).toMatchObject({ state: 2, started_at: at(380), cycle: 2, rev: 11 });
    expect(wire(pomodoro, at(390))).toMatchObject({
      state: 5,
      started_at: at(390),
      cycle: 0,
      rev: 12,
      by: TIMER,
    });
  });

  test("auto_continue never presses in LONG_BREAK", () => {
    const pomodoro = working({ autoContinue: 10, longBreakDuration: 60 });
    expect(wire(pomodoro, at(390) + hours(1000))).toMatchObject({
      state: 5,
      started_at: at(390),
      over: true,
      continues_at: null,
      rev: 13,
    });
  });

  test("auto_continue presses an alarm before the fallback after two hours", () => {
    const pomodoro = play(room(), [0, setup({ workDuration: 100, autoContinue: 3600 })], [0, PRESS]);
    expect(wire(pomodoro, at(100) + hours(1))).toMatchObject({ state: 3, started_at: at(3700) });
  });

  test("auto_continue presses an alarm that a skip has started, counted from the skip", () => {
    const pomodoro = play(working({ autoContinue: 10 }), [50, SKIP]);
    expect(wire(pomodoro, at(59))).toMatchObject({ state: 2, started_at: at(50), continues_at: at(60) });
    expect(wire(pomodoro, at(60))).toMatchObject({ state: 3, started_at: at(60), by: TIMER });
  });

  test("a current alarm is not pressed when auto_continue is set for the next one", () => {
    const pomodoro = play(working(), [110, setup({ autoContinue: 5 }, "next")]);
    expect(wire(pomodoro, at(200))).toMatchObject({ state: 2, auto_continue: 5, continues_at: null });
    expect(wire(pomodoro, at(100) + hours(2))).toMatchObject({ state: 0 });
  });

  test("a current alarm is still pressed when auto_continue is removed for the next one", () => {
    const pomodoro = play(working({ autoContinue: 30 }), [110, setup({ autoContinue: 0 }, "next")]);
    expect(wire(pomodoro, at(129))).toMatchObject({ state: 2, auto_continue: 0, continues_at: at(130) });
    expect(wire(pomodoro, at(130))).toMatchObject({ state: 3, started_at: at(130) });
    expect(wire(pomodoro, at(150))).toMatchObject({ state: 4, continues_at: null });
  });
});

describe("setup for the next period", () => {
  test("a setup for the next period leaves the deadline of the running one and applies from the next one on", () => {
    const changed = play(working(), [50, setup({ workDuration: 7, breakDuration: 9 }, "next")]);
    expect(wire(changed, at(60))).toMatchObject({ state: 1, ends_at: at(100), total_ms: 100_000 });
    const then = play(changed, [100, PRESS]);
    expect(wire(then, at(100))).toMatchObject({ state: 3, ends_at: at(109) });
    expect(wire(play(then, [110, PRESS]), at(110))).toMatchObject({ state: 1, ends_at: at(117) });
  });

  test("a setup for the next period leaves the pending ring of the current long break", () => {
    const changed = play(resting({ longBreakDuration: 60 }), [350, setup({ longBreakDuration: 5 }, "next")]);
    expect(wire(changed, at(360))).toMatchObject({ state: 5, ends_at: at(400), over: false });
  });

  test("a setup with fewer cycles than are done makes the next press start the long break", () => {
    const changed = play(onBreak(), [120, PRESS], [130, setup({ numberCycles: 1 }, "next")], [220, PRESS]);
    expect(wire(changed, at(220))).toMatchObject({ state: 5, cycle: 0 });
  });
});

describe("an alarm that nobody answers", () => {
  test.each([
    ["BREAK_ALARM", working(), 100, 4],
    ["WORK_ALARM", onBreak(), 120, 6],
  ] as const)("an unanswered %s falls back to IDLE, cycle 0, after two hours", (_, pomodoro, rang, rev) => {
    const falls = at(rang) + hours(2);
    expect([2, 4]).toContain(wire(pomodoro, falls - 1).state);
    expect(wire(pomodoro, falls)).toMatchObject({
      state: 0,
      started_at: falls,
      cycle: 0,
      rev,
      by: TIMER,
      undo_until: null,
    });
    expect(wire(pomodoro, falls + hours(9)).started_at).toBe(falls);
  });

  test("an alarm that a skip has started falls back two hours after the skip", () => {
    const skipped = play(working(), [50, SKIP]);
    expect(wire(skipped, at(50) + hours(2) - 1).state).toBe(2);
    expect(wire(skipped, at(50) + hours(2)).state).toBe(0);
  });

  test("a setup for the next period does not answer an alarm", () => {
    const changed = play(working(), [5000, setup({ workDuration: 60 }, "next")]);
    expect(wire(changed, at(100) + hours(2))).toMatchObject({ state: 0, work_duration: 60 });
  });

  test("a long break never falls back", () => {
    expect(wire(resting(), at(340) + hours(1000))).toMatchObject({
      state: 5,
      started_at: at(340),
      over: false,
    });
  });
});

describe("the long break's ring", () => {
  test("the long break rings once, at its time, and still waits for a press", () => {
    const pomodoro = resting({ longBreakDuration: 60 });
    expect(wire(pomodoro, at(400) - 1)).toMatchObject({ state: 5, ends_at: at(400), over: false, rev: 12 });
    const after = { state: 5, started_at: at(340), ends_at: null, over: true, rev: 13, by: TIMER };
    expect(wire(pomodoro, at(400))).toMatchObject(after);
    expect(wire(pomodoro, at(400) + hours(100))).toMatchObject(after);
    expect(wire(play(pomodoro, [500, PRESS]), at(500))).toMatchObject({
      state: 0,
      over: false,
      ends_at: null,
    });
  });

  test("a long break does not ring if long_break_duration is 0", () => {
    expect(wire(resting(), at(400))).toMatchObject({ state: 5, ends_at: null, over: false, rev: 12 });
  });
});

describe("a ring", () => {
  const rangAt = (pomodoro: Pomodoro, now: number) => resultOf(settle(frozen(pomodoro), now)).rang;

  test("the end of WORK and of SHORT_BREAK rings, and the ring has the state of the alarm that begins", () => {
    expect(rangAt(working(), at(100))).toBe(2);
    expect(rangAt(onBreak(), at(120))).toBe(4);
    expect(rangAt(working(), at(4000))).toBe(2);
  });

  test("the end of a long break rings if it has one", () => {
    expect(rangAt(resting({ longBreakDuration: 60 }), at(400))).toBe(5);
  });

  test("no action rings, not even a skip", () => {
    for (const action of [SKIP, HOLD, RESET, extend(60), setup(), setup({}, "next"), PRESS]) {
      expect(act(working(), action, at(50)).rang, action.type).toBeNull();
    }
    expect(act(play(working(), [50, SKIP]), PRESS, at(60)).rang).toBeNull();
  });

  test("the fallback after two hours does not ring", () => {
    const alarm = settled(working(), at(100));
    expect(rangAt(alarm, at(100) + hours(2))).toBeNull();
  });

  test("the press of auto_continue does not ring", () => {
    const alarm = settled(working({ autoContinue: 10 }), at(100));
    expect(rangAt(alarm, at(110))).toBeNull();
  });

  test("several passed deadlines give one ring, that of the last one that rings", () => {
    const pomodoro = working({ autoContinue: 10 });
    expect(rangAt(pomodoro, at(135))).toBe(4);
    expect(rangAt(pomodoro, at(245))).toBe(2);
    expect(rangAt(working({ autoContinue: 10, longBreakDuration: 60 }), at(5000))).toBe(5);
  });

  test("a deadline that an action finds due rings, even if the action is refused", () => {
    expect(act(working(), PRESS, at(105)).rang).toBe(2);
    expect(act(working(), PRESS, at(105), { on: 99 }).rang).toBe(2);
  });

  test("an undo rings if the period that it restores has ended since", () => {
    expect(act(play(working(), [95, HOLD]), UNDO, at(104)).rang).toBe(2);
    expect(act(play(working(), [95, HOLD]), UNDO, at(99)).rang).toBeNull();
  });
});

describe("undo", () => {
  test("undo is offered for exactly ten seconds, the last millisecond included", () => {
    const pressed = play(small(), [20, PRESS]);
    expect(wire(pressed, at(20)).undo_until).toBe(at(30));
    expect(wire(pressed, at(30)).undo_until).toBe(at(30));
    expect(wire(pressed, at(30) + 1).undo_until).toBeNull();
    expect(act(pressed, UNDO, at(30)).refused).toBeNull();
    const late = act(pressed, UNDO, at(30) + 1);
    expect(late.refused?.code).toBe("no-undo");
    expect(late.pomodoro).toEqual(pressed);
  });

  test("undo in an untouched room is refused", () => {
    expect(act(room(), UNDO, T0).refused?.code).toBe("no-undo");
  });

  test("undo of a setup restores settings, cycle and the original deadline", () => {
    const before = onBreak();
    const mistaken = play(before, [111, setup({ workDuration: 1, breakDuration: 1, numberCycles: 1 })]);
    const { pomodoro } = act(mistaken, UNDO, at(115), { by: LEE });
    expect(wire(pomodoro, at(115))).toStrictEqual({
      ...wire(before, at(115)),
      rev: 6,
      by: LEE,
      did: "undone",
      undo_until: null,
    });
    expect(wire(pomodoro, at(115))).toMatchObject({ ends_at: at(120), cycle: 1, work_duration: 100 });
  });

  test("undo of the first change restores the state of an untouched room, except rev and by", () => {
    const { pomodoro } = act(play(room(), [0, PRESS]), UNDO, at(1));
    expect(wire(pomodoro, at(1))).toMatchObject({ state: 0, started_at: null, rev: 2, by: KIM });
  });

  test("undo settles a restored deadline that has passed, in the same change", () => {
    const held = play(working(), [95, HOLD]);
    const { pomodoro, refused } = act(held, UNDO, at(103));
    expect(refused).toBeNull();
    expect(wire(pomodoro, at(103))).toMatchObject({
      state: 2,
      started_at: at(100),
      rev: held.rev + 1,
      by: KIM,
      undo_until: null,
    });
  });

  test("undo settles several restored deadlines that have passed, in the same change", () => {
    const held = play(working({ autoContinue: 5 }), [99, HOLD]);
    const { pomodoro } = act(held, UNDO, at(108));
    expect(wire(pomodoro, at(108))).toMatchObject({
      state: 3,
      started_at: at(105),
      cycle: 1,
      rev: held.rev + 1,
    });
  });

  test("undo restores an alarm as IDLE if it would have fallen back since", () => {
    const falls = 100 + 7200;
    const answered = play(working(), [falls - 2, PRESS]);
    const { pomodoro } = act(answered, UNDO, at(falls + 3));
    expect(wire(pomodoro, at(falls + 3))).toMatchObject({
      state: 0,
      started_at: at(falls),
      rev: answered.rev + 1,
    });
  });

  test("an undo cannot be undone", () => {
    const { pomodoro: undone } = act(play(working(), [50, HOLD]), UNDO, at(52));
    expect(wire(undone, at(52)).undo_until).toBeNull();
    expect(act(undone, UNDO, at(53)).refused?.code).toBe("no-undo");
  });

  test("undo takes back only the last change, not the one before it", () => {
    const twice = play(working(), [50, HOLD], [51, RESUME]);
    const { pomodoro } = act(twice, UNDO, at(53));
    expect(wire(pomodoro, at(53))).toMatchObject({ held_ms: seconds(50) });
    expect(act(pomodoro, UNDO, at(54)).refused?.code).toBe("no-undo");
  });

  test("undo is not offered any more once the timer has changed the room", () => {
    const extended = play(onBreak(), [119, extend(2)]);
    expect(wire(extended, at(121)).undo_until).toBe(at(129));
    expect(wire(extended, at(122)).undo_until).toBeNull();
    expect(act(extended, UNDO, at(122)).refused?.code).toBe("no-undo");
  });

  test("the ten seconds of undo count from the last change by a person", () => {
    const twice = play(working(), [9, HOLD], [18, RESET]);
    expect(wire(twice, at(28)).undo_until).toBe(at(28));
    expect(act(twice, UNDO, at(28)).refused).toBeNull();
  });

  test("undo by another person is accepted and attributed to that person", () => {
    const { pomodoro } = act(play(working(), [50, RESET]), UNDO, at(55), { by: LEE });
    expect(wire(pomodoro, at(55))).toMatchObject({ state: 1, by: LEE, ends_at: at(100) });
  });

  test("undo of a late press restores the room after the deadline that the press has settled", () => {
    const { pomodoro: pressed } = act(working(), PRESS, at(105));
    const { pomodoro } = act(pressed, UNDO, at(108));
    expect(wire(pomodoro, at(108))).toMatchObject({ state: 2, started_at: at(100), rev: 5, cycle: 0 });
  });

  test("undo of a setup for the next period restores the settings and nothing else", () => {
    const changed = play(working(), [50, setup({ workDuration: 7 }, "next")]);
    const { pomodoro } = act(changed, UNDO, at(60));
    expect(wire(pomodoro, at(60))).toMatchObject({ state: 1, work_duration: 100, ends_at: at(100) });
  });
});

describe("`until`", () => {
  test("an action is accepted at its `until` and refused as stale after it", () => {
    expect(act(working(), HOLD, at(50), { until: at(50) }).refused).toBeNull();
    const late = act(working(), HOLD, at(50) + 1, { until: at(50) });
    expect(late.refused?.code).toBe("stale");
    expect(late.pomodoro).toEqual(working());
  });

  test("`until` and `on` are judged before the machine, so an action that the state refuses is stale first", () => {
    expect(act(working(), RESUME, at(50), { until: at(49) }).refused?.code).toBe("stale");
    expect(act(working(), RESUME, at(50), { on: 1 }).refused?.code).toBe("stale");
    expect(act(working(), RESUME, at(50), { on: 2, until: at(50) }).refused?.code).toBe("not-now");
    expect(act(working(), UNDO, at(50), { on: 7 }).refused?.code).toBe("stale");
  });

  test("an action that was aimed at another state of the same rev is stale and changes nothing", () => {
    const { rev, phase } = working();
    expect(act(working(), HOLD, at(50), { on: rev, state: phase.state }).refused).toBeNull();
    const other = act(working(), HOLD, at(50), { on: rev, state: WORK_ALARM });
    expect(other.refused?.code).toBe("stale");
    expect(other.pomodoro).toEqual(working());
  });

  test("`until` is judged before `on`", () => {
    const both = act(working(), HOLD, at(50), { until: at(49), on: 99 }).refused;
    const only = act(working(), HOLD, at(50), { until: at(49) }).refused;
    expect(both).toEqual(only);
  });
});

describe("`on`", () => {
  test("an action with `on` is accepted at that rev only", () => {
    expect(act(working(), HOLD, at(50), { on: 2 }).refused).toBeNull();
    for (const on of [0, 1, 3]) {
      const { pomodoro, refused } = act(working(), HOLD, at(50), { on });
      expect(refused?.code).toBe("stale");
      expect(pomodoro).toEqual(working());
    }
  });

  test("`on` is compared after due deadlines are settled", () => {
    expect(act(working(), PRESS, at(105), { on: 2 }).refused?.code).toBe("stale");
    expect(act(working(), PRESS, at(105), { on: 3 }).refused).toBeNull();
  });

  test("a press with a stale `on` is refused even if it would change nothing", () => {
    expect(act(working(), PRESS, at(50), { on: 1 }).refused?.code).toBe("stale");
  });

  test("one of two presses that are aimed at the same alarm is accepted", () => {
    const first = act(working(), PRESS, at(105), { on: 3 });
    const second = act(first.pomodoro, PRESS, at(105), { on: 3 });
    expect([first.refused, second.refused?.code]).toEqual([null, "stale"]);
    expect(second.pomodoro).toEqual(first.pomodoro);
  });

  test("an action with `on` 0 is accepted in an untouched room only", () => {
    expect(act(room(), PRESS, T0, { on: 0 }).refused).toBeNull();
    expect(act(working(), HOLD, at(50), { on: 0 }).refused?.code).toBe("stale");
  });
});

describe("extend", () => {
  const day = () => play(room(), [0, setup({ workDuration: 86_400 })], [0, PRESS]);

  test("extend makes the time left at most 86,400 s", () => {
    const filled = play(day(), [60, extend(60)]);
    expect(wire(filled, at(60))).toMatchObject({ ends_at: at(60 + 86_400), total_ms: seconds(86_460) });
    const { pomodoro, refused } = act(day(), extend(61), at(60));
    expect(refused).toMatchObject({ code: "bad-message", detail: expect.stringContaining("seconds") });
    expect(pomodoro).toEqual(day());
  });

  test("the limit of extend is compared with the time left, to the millisecond", () => {
    expect(act(day(), extend(1), at(1) - 1).refused?.code).toBe("bad-message");
    expect(act(day(), extend(1), at(1)).refused).toBeNull();
  });

  test("the limit of extend in a held period does not depend on how long it is held", () => {
    const held = play(day(), [60, HOLD]);
    expect(act(held, extend(61), at(5000)).refused?.code).toBe("bad-message");
    expect(wire(play(held, [5000, extend(60)]), at(5000))).toMatchObject({
      held_ms: seconds(86_400),
      total_ms: seconds(86_460),
      ends_at: null,
    });
  });

  test("extend may be repeated, and total_ms counts each", () => {
    const longer = play(working(), [10, extend(30)], [20, extend(3600)]);
    expect(wire(longer, at(20))).toMatchObject({
      ends_at: at(3730),
      total_ms: seconds(3730),
      started_at: at(0),
    });
  });

  test("extend in an alarm continues the period, and its alarm rings again at its end", () => {
    const again = play(working(), [150, extend(60)]);
    expect(wire(again, at(210) - 1)).toMatchObject({ state: 1, ends_at: at(210), total_ms: seconds(60) });
    expect(resultOf(settle(again, at(210)))).toMatchObject({ rang: 2 });
    expect(wire(play(again, [215, PRESS]), at(215))).toMatchObject({ state: 3, cycle: 1 });
  });

  test("extend after a short break does not count its cycle twice", () => {
    const again = play(onBreak(), [130, extend(60)], [190, PRESS]);
    expect(wire(again, at(190))).toMatchObject({ state: 1, cycle: 1 });
  });
});

describe("a whole set", () => {
  test("a set with the default settings is four works and three short breaks, then the long break", () => {
    const seen: number[] = [];
    let pomodoro = room();
    let now = T0;
    for (let step = 0; step < 16; step++) {
      const { state, ends_at: ends } = wire(pomodoro, now);
      seen.push(state);
      now = ends ?? now + 1000;
      pomodoro = ends === null ? act(pomodoro, PRESS, now).pomodoro : settled(pomodoro, now);
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 5]);
    expect(wire(pomodoro, now)).toMatchObject({ state: 0, cycle: 0 });
  });
});

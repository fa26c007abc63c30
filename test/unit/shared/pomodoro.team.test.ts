/** Tests the actions of a team in every state: the list, the turns, the title, and a start at a set time. */
import { describe, expect, test } from "vitest";
import { nextDeadline, settle } from "../../../party/shared/pomodoro";
import type { Action, Pomodoro } from "../../../party/shared/pomodoro";
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
  resultOf,
  room,
} from "./helpers";
import { seconds, settled, setup, SKIP, T0, TIMER, UNDO, wire } from "./helpers";

const ITEMS = [
  { id: "a", text: "chapter 3", done: false },
  { id: "b", text: "tests", done: true },
];
const names = (...away: readonly number[]) =>
  ["Ada", "Bo", "Cy"].map((name, index) => ({ name, away: away.includes(index) }));
const list = (items = ITEMS): Action => ({ type: "list", items });
const turns = (index: number, ...away: readonly number[]): Action => ({
  type: "turns",
  names: names(...away),
  at: index,
});
const NEXT: Action = { type: "next" };
const title = (text: string | null): Action => ({ type: "title", title: text });
const start = (n: number | null): Action => ({ type: "start", at: n === null ? null : at(n) });

const SMALL = setup({ workDuration: 100, breakDuration: 20, numberCycles: 1 });
/** Every state, with turns at Ada, and when it is looked at, in s after T0. */
const STATES: readonly (readonly [name: string, pomodoro: Pomodoro, now: number])[] = [
  ["IDLE", play(room(), [0, SMALL]), 50],
  ["IDLE with a start", play(room(), [0, SMALL], [1, start(900)]), 50],
  ["running WORK", play(room(), [0, SMALL], [0, PRESS]), 50],
  ["held WORK", play(room(), [0, SMALL], [0, PRESS], [10, HOLD]), 50],
  ["BREAK_ALARM", play(room(), [0, SMALL], [0, PRESS]), 150],
  ["running SHORT_BREAK", play(room(), [0, SMALL], [0, PRESS], [100, PRESS]), 115],
  ["held SHORT_BREAK", play(room(), [0, SMALL], [0, PRESS], [100, PRESS], [105, HOLD]), 117],
  ["WORK_ALARM", play(room(), [0, SMALL], [0, PRESS], [100, PRESS]), 150],
  ["LONG_BREAK", play(room(), [0, SMALL], [0, PRESS], [100, PRESS], [120, PRESS], [220, PRESS]), 250],
];

describe.each(STATES)("%s", (name, pomodoro, second) => {
  const now = at(second);
  const before = wire(pomodoro, now);
  const changed = { rev: before.rev + 1, by: LEE, undo_until: now + 10_000 };
  const { did: _did, ...timer } = before;
  const withTurns = act(pomodoro, turns(0, 1), now).pomodoro;

  test.each([
    ["a list", list(), { ...timer, list: ITEMS, did: "list-changed", ...changed }],
    ["a title", title("Class 4b"), { ...timer, title: "Class 4b", did: "title-changed", ...changed }],
    ["turns", turns(2, 0), { ...timer, turns: { names: names(0), at: 2 }, did: "turns-changed", ...changed }],
  ])("%s changes nothing else, and an undo takes it back", (_, action, expected) => {
    const { pomodoro: next, refused } = act(pomodoro, action, now, { by: LEE });
    expect(refused).toBeNull();
    expect(wire(next, now)).toStrictEqual(expected);
    const { pomodoro: undone } = act(next, UNDO, now + 1000, { by: LEE });
    const { did: _d, rev: _rev, by: _by, now: _now, undo_until: _until, ...rest } = wire(undone, now + 1000);
    expect(before).toMatchObject(rest);
    expect(rest).not.toHaveProperty("list");
    expect(rest).not.toHaveProperty("turns");
    expect(rest).not.toHaveProperty("title");
    expect(undone).not.toHaveProperty("title");
  });

  test("next gives the turn to the next one who is not away, and an undo takes it back", () => {
    const { pomodoro: next } = act(withTurns, NEXT, now, { by: LEE });
    expect(wire(next, now)).toMatchObject({ turns: { at: 2 }, did: "turn-passed", by: LEE });
    expect(wire(next, now).state).toBe(before.state);
    expect(wire(act(next, UNDO, now).pomodoro, now)).toMatchObject({ turns: { at: 0 }, did: "undone" });
  });

  test("next is refused without turns and where everybody else is away, with a reason", () => {
    expect(act(pomodoro, NEXT, now).refused).toEqual({ code: "not-now", detail: "nobody takes turns" });
    for (const away of [
      [1, 2],
      [0, 1, 2],
    ]) {
      const { pomodoro: alone } = act(pomodoro, turns(0, ...away), now);
      const { refused, pomodoro: after } = act(alone, NEXT, now);
      expect(refused).toEqual({ code: "not-now", detail: "everyone else is away" });
      expect(after).toBe(alone);
    }
  });

  test.each([-1, 3, undefined])("turns at the index %s are refused as bad-message that names at", (index) => {
    const { refused, pomodoro: after } = act(pomodoro, { type: "turns", names: names(), at: index }, now);
    expect(refused).toMatchObject({ code: "bad-message", detail: expect.stringMatching(/^at: /) });
    expect(after).toEqual(settled(pomodoro, now));
  });

  test("clearing what is not there is accepted and changes nothing", () => {
    for (const action of [list([]), { type: "turns", names: null } as const, title(null)]) {
      expect(resultOfAction(pomodoro, action, now)).toEqual([settled(pomodoro, now), null]);
    }
  });

  const isIdle = name.startsWith("IDLE");
  test(`a start is ${isIdle ? "set" : "refused as not-now"}`, () => {
    const { pomodoro: next, refused } = act(pomodoro, start(second + 600), now, { by: LEE });
    if (isIdle) {
      expect(wire(next, now)).toStrictEqual({
        ...timer,
        starts_at: at(second + 600),
        did: "start-set",
        ...changed,
      });
      const { pomodoro: undone } = act(next, UNDO, now);
      expect(wire(undone, now).starts_at).toBe(before.starts_at);
      const { pomodoro: cleared } = act(next, start(null), now);
      expect(wire(cleared, now)).toMatchObject({ state: 0, did: "start-cleared" });
      expect(wire(cleared, now)).not.toHaveProperty("starts_at");
    } else {
      expect(refused?.code).toBe("not-now");
      expect(act(pomodoro, start(null), now).refused?.code).toBe("not-now");
    }
  });

  test("a list, turns and a next that are aimed at another rev are stale and change nothing", () => {
    for (const action of [list(), turns(0), NEXT, start(null)]) {
      const { refused, pomodoro: after } = act(pomodoro, action, now, { on: before.rev + 1 });
      expect(refused?.code).toBe("stale");
      expect(after).toEqual(settled(pomodoro, now));
    }
  });

  test("the same title again changes nothing, null takes it away, and an undo brings it back", () => {
    const { pomodoro: named } = act(pomodoro, title("Class 4b"), now);
    expect(act(named, title("Class 4b"), now).pomodoro).toBe(named);
    const { pomodoro: untitled } = act(named, title(null), now, { by: LEE });
    expect(wire(untitled, now)).toMatchObject({ did: "title-changed", by: LEE });
    expect(wire(untitled, now)).not.toHaveProperty("title");
    expect(wire(act(untitled, UNDO, now).pomodoro, now)).toMatchObject({ title: "Class 4b", did: "undone" });
  });

  test.each([
    ["press", PRESS],
    ["reset", RESET],
    ["skip", SKIP],
    ["setup", setup({ workDuration: 7 })],
    ["setup for the next period", setup({ workDuration: 7 }, "next")],
    ["extend", extend(30)],
  ])("%s keeps the list and the title", (_, action) => {
    const { pomodoro: named } = act(act(pomodoro, list(), now).pomodoro, title("Class 4b"), now);
    const { pomodoro: kept } = act(named, action, now);
    expect([kept.list, kept.title]).toEqual([ITEMS, "Class 4b"]);
  });
});

function resultOfAction(pomodoro: Pomodoro, action: Action, now: number): unknown {
  const { pomodoro: after, refused } = act(pomodoro, action, now);
  return [after, refused];
}

describe("turns", () => {
  const working = play(room(), [0, SMALL], [0, turns(0, 1)], [0, PRESS]);

  test("the turn goes on when work ends by time, however late the server is, and an undo of the answer keeps it", () => {
    expect(wire(working, at(100)).turns?.at).toBe(2);
    expect(wire(working, at(100) + hours(3))).toMatchObject({ state: 0, turns: { at: 2 } });
    const answered = play(working, [110, PRESS], [112, UNDO]);
    expect(wire(answered, at(112))).toMatchObject({ state: 2, turns: { at: 2 } });
  });

  test("the turn goes on when work is skipped, and an undo of the skip gives it back", () => {
    const skipped = play(working, [30, SKIP]);
    expect(wire(skipped, at(30))).toMatchObject({ state: 2, turns: { at: 2 } });
    expect(wire(play(skipped, [33, UNDO]), at(33))).toMatchObject({ state: 1, turns: { at: 0 } });
  });

  test("a reset, a setup and the end or the skip of a break leave the turn as it is", () => {
    expect(wire(play(working, [30, RESET]), at(30)).turns?.at).toBe(0);
    expect(wire(play(working, [30, SMALL]), at(30)).turns?.at).toBe(0);
    const onBreak = play(working, [100, PRESS]);
    expect(wire(onBreak, at(120))).toMatchObject({ state: 4, turns: { at: 2 } });
    expect(wire(play(onBreak, [110, SKIP]), at(110))).toMatchObject({ state: 4, turns: { at: 2 } });
    expect(wire(play(working, [100, SKIP]), at(100))).toMatchObject({ state: 1, turns: { at: 2 } });
  });

  test("an extension that continues work from its alarm gives the turn back, and the end passes it on once", () => {
    const longer = play(working, [110, extend(60)]);
    expect(wire(longer, at(110))).toMatchObject({ state: 1, turns: { at: 0 } });
    expect(wire(longer, at(170))).toMatchObject({ state: 2, turns: { at: 2 } });
    expect(wire(play(longer, [112, UNDO]), at(112))).toMatchObject({ state: 2, turns: { at: 2 } });
  });

  test("an extension of a break or of running work leaves the turn as it is", () => {
    expect(wire(play(working, [30, extend(60)]), at(30)).turns?.at).toBe(0);
    expect(wire(play(working, [100, PRESS], [125, extend(60)]), at(125))).toMatchObject({
      state: 3,
      turns: { at: 2 },
    });
  });

  test("where everybody else is away, the turn stays", () => {
    const alone = play(room(), [0, SMALL], [0, turns(1, 0, 2)], [0, PRESS]);
    expect(wire(alone, at(100)).turns?.at).toBe(1);
  });

  test("with auto_continue, each work period that has passed meanwhile passes the turn on", () => {
    const auto = setup({ workDuration: 10, breakDuration: 5, numberCycles: 24, autoContinue: 5 });
    const mob = play(room(), [0, auto], [0, turns(0)], [0, PRESS]);
    expect([10, 35, 60, 85].map((second) => wire(mob, at(second)).turns?.at)).toEqual([1, 2, 0, 1]);
  });
});

describe("a start at a set time", () => {
  const waiting = play(room(), [0, SMALL], [1, start(900)]);

  test("work begins exactly at that moment, as the timer, and rings", () => {
    expect(nextDeadline(waiting)).toBe(at(900));
    expect(settle(frozen(waiting), at(900) - 1)[0]).toBe(waiting);
    for (const late of [0, 1, 99_999]) {
      const { pomodoro, rang } = resultOf(settle(frozen(waiting), at(900) + late));
      expect(rang).toBe(1);
      expect(wire(pomodoro, at(900) + late)).toMatchObject({
        state: 1,
        started_at: at(900),
        ends_at: at(1000),
        rang_at: at(900),
        by: TIMER,
        rev: waiting.rev + 1,
        undo_until: null,
      });
    }
  });

  test("a server that is later also lets everything happen that followed, and rings for the last of it", () => {
    const { pomodoro, rang } = resultOf(settle(frozen(waiting), at(1100)));
    expect(rang).toBe(2);
    expect(wire(pomodoro, at(1100))).toMatchObject({ state: 2, started_at: at(1000), rev: waiting.rev + 2 });
  });

  test.each([
    ["a press", PRESS, 1],
    ["a setup", setup(), 0],
  ])("%s before it clears it, and its undo sets it again", (_, action, state) => {
    const { pomodoro: cleared } = act(waiting, action, at(500));
    expect(wire(cleared, at(500)).state).toBe(state);
    expect(wire(cleared, at(500))).not.toHaveProperty("starts_at");
    const undone = play(cleared, [505, UNDO]);
    expect(wire(undone, at(505))).toMatchObject({ state: 0, starts_at: at(900) });
  });

  test("an undo after the moment has passed begins the work that was due", () => {
    const cleared = play(waiting, [895, start(null)]);
    const { pomodoro, rang } = act(cleared, UNDO, at(902));
    expect(rang).toBe(1);
    expect(wire(pomodoro, at(902))).toMatchObject({ state: 1, started_at: at(900), did: "undone" });
  });

  test("a setup for the next period, the list and the turns leave it as it is", () => {
    const kept = play(waiting, [2, setup({ workDuration: 7 }, "next")], [3, list()], [4, turns(0)]);
    expect(wire(kept, at(5)).starts_at).toBe(at(900));
    expect(wire(kept, at(900))).toMatchObject({ state: 1, ends_at: at(907), list: ITEMS });
  });

  const week = 7 * 86_400;
  test.each([
    [50, "bad-message"],
    [49, "bad-message"],
    [50 + week + 0.001, "bad-message"],
    [50.001, null],
    [50 + week, null],
  ])("at 50 s, a start at %s s is answered with %s", (second, code) => {
    const idle = play(room(), [0, SMALL]);
    const { refused, pomodoro } = act(idle, start(second), at(50));
    expect(refused?.code ?? null).toBe(code);
    if (refused !== null) {
      expect(refused.detail).toMatch(/^at: /);
      expect(pomodoro).toBe(idle);
    }
  });

  test("an undo of a skip of the work that it began does not ring again, and a resume of it does not either", () => {
    const undone = play(waiting, [950, SKIP], [955, UNDO]);
    expect(wire(undone, at(955))).toMatchObject({ state: 1, started_at: at(900), by: KIM });
    expect(wire(undone, at(955))).not.toHaveProperty("rang_at");
    expect(wire(play(waiting, [950, HOLD], [955, PRESS]), at(955)).rang_at).toBe(at(900));
  });

  test("an untouched room can wait for a start", () => {
    const untouched = act(room(), { type: "start", at: T0 + seconds(5) }, T0).pomodoro;
    expect(wire(untouched, T0)).toMatchObject({
      state: 0,
      started_at: null,
      starts_at: T0 + seconds(5),
      rev: 1,
    });
    expect(wire(untouched, T0 + seconds(5))).toMatchObject({ state: 1, started_at: T0 + seconds(5), rev: 2 });
  });
});

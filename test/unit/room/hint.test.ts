import { describe, expect, it } from "vitest";
import { judgeMore } from "../../../party/shared/moreActions";
import { newPomodoro, settle, transition } from "../../../party/shared/pomodoro";
import type { Action, By, Pomodoro } from "../../../party/shared/pomodoro";
import { fromRoomMessage, toRoomMessage } from "../../../party/shared/codec";
import type { RoomView } from "../../../party/shared/codec";
import en from "../../../src/i18n/controls/words/en";
import { countdownText, progressOf } from "../../../party/shared/countdown";
import { changeText, hintOf, refusalText } from "../../../src/room/hint";

const START = 1_790_000_000_000;
const kim: By = { name: "Kim", via: "app" };
const at = (): string => "14:25";
const step = (room: Pomodoro, action: Action, by: By = kim): Pomodoro =>
  transition(room, { action, by }, START, judgeMore)[0];
const fresh = newPomodoro();
const work = step(fresh, { type: "press" });
const alarm = settle(work, START + 1_500_000)[0];
const view = (room: Pomodoro, now = START): RoomView => fromRoomMessage(toRoomMessage(room, now));
/** Returns the description of the change from `before` to `after`; null if the rev is the same. */
const told = (before: Pomodoro, after: Pomodoro): string | null =>
  before.rev === after.rev ? null : changeText(view(after), en);

type Who = Parameters<typeof hintOf>[3];
/** The hint for somebody who may press, where `who` does not say otherwise. */
const hintFor = (room: RoomView, who: Partial<Who> = {}, time = at): ReturnType<typeof hintOf> =>
  hintOf(room, en, time, { isWatcher: false, isConnected: true, waitsFor: null, ...who });
const hintText = (...which: Parameters<typeof hintFor>): string =>
  hintFor(...which)
    .filter(Boolean)
    .join(". ");

describe("the text under the tomato", () => {
  it("the hint says in every state what a press does or when the room rings", () => {
    const hint = (room: Pomodoro): string => hintText(view(room));
    expect(hint(fresh)).toBe("Press to start working, then 5 min of break");
    const odd = step(fresh, { type: "setup", settings: { breakDuration: 90 }, when: "now" });
    expect(hint(odd)).toBe("Press to start working, then 1:30 min of break");
    expect(hint(work)).toBe("Work ends at 14:25");
    expect(hint(step(work, { type: "hold" }))).toBe("Paused. Press to go on");
    expect(hint(alarm)).toBe("Work done, waiting since 14:25. Press to start your break");
    const last = { ...alarm, cycle: 3 };
    expect(hint(last)).toBe("Work done, waiting since 14:25. Press to start the long break");
    expect(hint(step(last, { type: "press" }))).toBe(
      "It lasts until somebody presses. Back? Press for a new set",
    );
    const rest = step(alarm, { type: "press" });
    expect(hint(rest)).toBe("Break ends at 14:25");
    expect(hint(step(rest, { type: "skip" }))).toBe(
      "Break over, waiting since 14:25. Press to start working",
    );
  });

  it("the hint for a watcher names no press, but the same end times", () => {
    const hint = (room: Pomodoro): string => hintText(view(room), { isWatcher: true });
    expect(hint(work)).toBe("Work ends at 14:25");
    for (const room of [fresh, alarm, step(work, { type: "hold" })])
      expect(hint(room)).toBe("Waiting for somebody with the control link");
  });

  it("the hint for a watcher names the only person who may press", () => {
    const hint = (room: Pomodoro): string => hintText(view(room), { isWatcher: true, waitsFor: "Anna" });
    for (const room of [fresh, alarm]) expect(hint(room)).toBe("Waiting for Anna");
    expect(hint(work)).toBe("Work ends at 14:25");
  });

  it("the hint names the end of a long break that has one, and its ring", () => {
    const settings = { ...fresh.settings, longBreakDuration: 900 };
    const pause = step({ ...alarm, cycle: 3, settings }, { type: "press" });
    const told = view(pause);
    expect(hintText(told)).toBe("The long break ends at 14:25. Back? Press for a new set");
    expect(countdownText(told, START)).toBe("15:00");
    expect(progressOf(told, START + 450_000)).toBe(0.5);
    const over = view(settle(pause, START + 900_000)[0], START + 900_000);
    expect(hintText(over)).toBe("The long break is over. Back? Press for a new set");
    expect(countdownText(over, START + 900_000)).toBe("15 min");
  });

  it("what a press does is apart from what a notice replaces in every state that waits for a press", () => {
    const last = { ...alarm, cycle: 3 };
    for (const [room, press] of [
      [step(work, { type: "hold" }), "Press to go on"],
      [alarm, "Press to start your break"],
      [last, "Press to start the long break"],
      [step(step(alarm, { type: "press" }), { type: "skip" }), "Press to start working"],
      [step(last, { type: "press" }), "Back? Press for a new set"],
    ] as const)
      expect(hintFor(view(room))[1]).toBe(press);
  });

  it("the hint suggests no press while there is no connection", () => {
    const hint = (room: Pomodoro): string => hintText(view(room), { isConnected: false });
    expect(hint(work)).toBe("Work ends at 14:25");
    for (const room of [fresh, alarm, step(work, { type: "hold" })])
      expect(hint(room)).toBe("Not connected: a press cannot reach the room now");
  });

  it("a notice does not replace that there is no connection", () => {
    expect(hintFor(view(alarm), { isConnected: false })[1]).toBe(
      "Not connected: a press cannot reach the room now",
    );
  });

  it("a change of the durations is described with the new durations", () => {
    const settings = { workDuration: 3000, breakDuration: 600 };
    const next = step(work, { type: "setup", settings, when: "next" });
    expect(told(work, next)).toBe("Kim changed the setup to 50/10");
    const odd = step(fresh, { type: "setup", settings: { workDuration: 90 }, when: "now" });
    expect(told(fresh, odd)).toBe("Kim changed the setup to 1:30/5");
  });

  it("a reset is described as a return to the start, not as the end of the set", () => {
    expect(told(work, step(work, { type: "reset" }))).toBe("Kim went back to the start");
  });

  it("a change is described with the person's name or their board's, and a change by the timer is not described", () => {
    expect(told(fresh, work)).toBe("Kim started work");
    expect(told(work, alarm)).toBeNull();
    expect(told(alarm, step(alarm, { type: "press" }, { name: "Ada", via: "board" }))).toBe(
      "Ada's board started the break",
    );
    expect(told(alarm, step(alarm, { type: "press" }, { name: null, via: "app" }))).toBe("Break started");
    expect(told(work, step(work, { type: "hold" }))).toBe("Kim paused");
    expect(told(work, step(work, { type: "extend", seconds: 60 }))).toBe("Kim added time");
    expect(told(work, step(work, { type: "skip" }))).toBe("Kim skipped");
    expect(told(work, work)).toBeNull();
  });

  it("an extension in an alarm is described as added time, not as a start", () => {
    const rest = settle(step(alarm, { type: "press" }), START + 1_500_000 + 300_000)[0];
    for (const [room, state] of [
      [alarm, 1],
      [rest, 3],
    ] as const) {
      const next = step(room, { type: "extend", seconds: 60 });
      expect(next.phase.state).toBe(state);
      expect(told(room, next)).toBe("Kim added time");
    }
  });

  it("an undo is described as an undo, not as the change that it looks like", () => {
    const ada: By = { name: "Ada", via: "app" };
    for (const [room, action] of [
      [work, "skip"],
      [work, "reset"],
      [alarm, "press"],
      [fresh, "press"],
    ] as const) {
      const done = step(room, { type: action });
      expect(told(done, step(done, { type: "undo" }, ada))).toBe("Ada undid that");
      expect(told(done, step(done, { type: "undo" }, { name: null, via: "app" }))).toBe("Undone");
    }
  });

  it("an old change that cannot be undone any more is still described as itself", () => {
    const later = START + 60_000;
    expect(changeText(view(work, later), en)).toBe("Kim started work");
    const held = step(work, { type: "hold" });
    expect(changeText(view(held, later), en)).toBe("Kim paused");
  });

  it("a change by a person without a name is described without a name", () => {
    const nobody: By = { name: null, via: "app" };
    const changes: readonly (readonly [Pomodoro, Action, string])[] = [
      [fresh, { type: "press" }, "Work started"],
      [work, { type: "hold" }, "Paused"],
      [step(work, { type: "hold" }), { type: "press" }, "Resumed"],
      [work, { type: "skip" }, "Skipped"],
      [work, { type: "extend", seconds: 60 }, "Time added"],
      [work, { type: "reset" }, "Back at the start"],
      [{ ...alarm, cycle: 3 }, { type: "press" }, "Long break started"],
      [step({ ...alarm, cycle: 3 }, { type: "press" }), { type: "press" }, "Set finished"],
    ];
    for (const [room, action, words] of changes) expect(told(room, step(room, action, nobody))).toBe(words);
  });

  it("a setup that ends the long break is described as a setup, not as the end of the set", () => {
    const rest = step({ ...alarm, cycle: 3 }, { type: "press" });
    const settings = { numberCycles: 4 };
    expect(told(rest, step(rest, { type: "setup", settings, when: "now" }))).toBe(
      "Kim went back to the start",
    );
    const durations = { workDuration: 600 };
    expect(told(rest, step(rest, { type: "setup", settings: durations, when: "now" }))).toBe(
      "Kim changed the setup to 10/5",
    );
  });

  it("the durations in a described change are minutes, with their seconds where they have some", () => {
    for (const [workDuration, breakDuration, text] of [
      [3125, 300, "52:05/5"],
      [90, 59, "1:30/0:59"],
      [3600, 60, "60/1"],
    ] as const) {
      const settings = { workDuration, breakDuration };
      const changed = step(fresh, { type: "setup", settings, when: "now" });
      expect(told(fresh, changed)).toBe(`Kim changed the setup to ${text}`);
    }
  });

  it("a change that this app does not know is not described", () => {
    expect(changeText({ ...view(work), did: "danced" as never }, en)).toBeNull();
  });

  it("every refusal has a text", () => {
    const codes = [
      "offline",
      "unknown",
      "stale",
      "not-allowed",
      "wrong-key",
      "not-now",
      "no-undo",
      "too-fast",
      "too-big",
      "bad-message",
      "bad-json",
    ] as const;
    for (const code of codes) expect(refusalText({ ok: false, code }, en)).toMatch(/\w{3}/);
    expect(refusalText({ ok: true, ms: 1 }, en)).toBeNull();
  });
});

describe("a set start", () => {
  const waiting = { ...fresh, phase: { state: 0 as const, startedAt: null, startsAt: START + 60_000 } };
  const hint = (options: object): string => hintText({ ...waiting, undoUntil: null }, options, () => "09:00");
  it("the hint says that a press starts before it", () => {
    expect(hint({})).toBe("Press to start now");
  });
  it("who cannot press is not told to: the tomato says when work begins", () => {
    expect(hint({ isWatcher: true })).toBe("");
    expect(hint({ isConnected: false })).toBe("Not connected: a press cannot reach the room now");
  });
});

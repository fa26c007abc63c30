/** What a later state of a room tells about an action whose answer was lost. */
import { describe, expect, test } from "vitest";
import type { ChangeMessage } from "../../../party/shared/clientMessages";
import { toRoomMessage } from "../../../party/shared/codec";
import { judgeMore } from "../../../party/shared/moreActions";
import { newPomodoro, settle, transition } from "../../../party/shared/pomodoro";
import type { Action, By, Pomodoro } from "../../../party/shared/pomodoro";
import { makeDoneTest } from "../../../src/room/doneTest";

const NOW = 1_790_000_000_000;
const KIM: By = { name: "Kim", via: "app" };
const step = (room: Pomodoro, action: Action, by = KIM, at = NOW): Pomodoro =>
  transition(room, { action, by }, at, judgeMore)[0];
const tell = (room: Pomodoro, at = NOW) => toRoomMessage(room, at);
const working = step(newPomodoro(), { type: "press" });
const HOLD: ChangeMessage = { action: "hold", on: 1 };

describe("an action whose answer was lost", () => {
  const isHold = makeDoneTest(HOLD, "Kim", tell(working), NOW);
  test.each<[string, Pomodoro, boolean]>([
    ["the room is as it was", working, false],
    ["the last change is this action", step(working, { type: "hold" }), true],
    ["somebody else did the same", step(working, { type: "hold" }, { name: "Ada", via: "app" }), false],
    [
      "the person did the same in another way",
      step(working, { type: "hold" }, { name: "Kim", via: "api" }),
      false,
    ],
    ["the person did something else", step(working, { type: "skip" }), false],
    [
      "somebody changed the room afterwards",
      step(step(working, { type: "hold" }), { type: "resume" }),
      false,
    ],
  ])("it has happened or not where %s", (_, room, expected) => {
    expect(isHold(tell(room))).toBe(expected);
  });

  test("a press that answers a deadline, which the device has predicted, is recognized", () => {
    const later = NOW + 1_500_000 + 10;
    const isPress = makeDoneTest({ action: "press", on: 2 }, "Kim", tell(working), later);
    const rung = settle(working, later)[0];
    expect(isPress(tell(rung, later))).toBe(false);
    expect(isPress(tell(step(rung, { type: "press" }, KIM, later), later))).toBe(true);
  });

  test("an undo is recognized, also of a person without a name", () => {
    const nobody: By = { name: null, via: "app" };
    const isUndo = makeDoneTest({ action: "undo", on: 1 }, "", tell(working), NOW);
    expect(isUndo(tell(step(working, { type: "undo" }, nobody)))).toBe(true);
    expect(isUndo(tell(step(working, { type: "reset" }, nobody)))).toBe(false);
  });
});

/** Tests the prediction of a room on a device against the machine. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeMore } from "../../../party/shared/moreActions";
import { newPomodoro, settle, transition } from "../../../party/shared/pomodoro";
import type { Action, Pomodoro } from "../../../party/shared/pomodoro";
import { fromRoomMessage, toRoomMessage } from "../../../party/shared/codec";
import type { RoomView } from "../../../party/shared/codec";
import { predict } from "../../../src/room/predict";

const by = { name: "Kim", via: "app" } as const;
const actions = fc.oneof(
  fc
    .constantFrom<Action["type"]>("press", "press", "press", "skip", "hold", "resume", "reset")
    .map((type) => ({ type }) as Action),
  fc.integer({ min: 1, max: 600 }).map((seconds): Action => ({ type: "extend", seconds })),
  fc
    .record({
      workDuration: fc.integer({ min: 1, max: 60 }),
      autoContinue: fc.constantFrom(0, 5, 10),
      longBreakDuration: fc.constantFrom(0, 20),
    })
    .map((settings): Action => ({ type: "setup", settings, when: "now" })),
);
const steps = fc.array(fc.tuple(actions, fc.integer({ min: 0, max: 40_000 })), { maxLength: 25 });
const START = 1_790_000_000_000;

function play(sequence: [Action, number][]): { room: Pomodoro; now: number } {
  let room = newPomodoro();
  let now = START;
  for (const [action, wait] of sequence) {
    now += wait;
    room = transition(room, { action, by }, now, judgeMore)[0];
  }
  return { room, now };
}
const viewOf = (room: Pomodoro, now: number): RoomView => fromRoomMessage(toRoomMessage(room, now));
const withoutUndo = (room: Pomodoro | RoomView): object => {
  const { undo: _undo, undoUntil: _until, ...rest } = room as Pomodoro & RoomView;
  return rest;
};

describe("the predicted room", () => {
  it("a room message is parsed to the room that it was made from, except the state that an undo restores", () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const { room, now } = play(sequence);
        const settled = settle(room, now)[0];
        expect(withoutUndo(viewOf(settled, now))).toEqual(withoutUndo(settled));
      }),
    );
  });

  it("a predicted room changes with time exactly as on the server, however long no message comes", () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 10_000_000 }), (sequence, later) => {
        const { room, now } = play(sequence);
        const settled = settle(room, now)[0];
        const here = predict(viewOf(settled, now), [], now + later);
        expect(withoutUndo(here)).toEqual(withoutUndo(settle(settled, now + later)[0]));
      }),
    );
  });

  it("the prediction of a pending action is the server's answer", () => {
    fc.assert(
      fc.property(steps, actions, (sequence, action) => {
        const { room, now } = play(sequence);
        const settled = settle(room, now)[0];
        const here = predict(viewOf(settled, now), [{ id: "1", action, by, on: settled.rev, at: now }], now);
        expect(withoutUndo(here)).toEqual(
          withoutUndo(transition(settled, { action, by, on: settled.rev }, now)[0]),
        );
      }),
    );
  });

  it("an action with a stale `on` has no effect on the prediction", () => {
    const room = transition(newPomodoro(), { action: { type: "press" }, by }, START)[0];
    const late = [{ id: "1", action: { type: "reset" } as const, by, on: 0, at: START + 1000 }];
    const view = viewOf(room, START);
    expect(predict(view, late, START + 1000)).toEqual(view);
  });
});

import { describe, expect, test } from "vitest";
import { fromRoomMessage, toRoomMessage } from "../../../party/shared/codec";
import type { HistoryRecord } from "../../../party/shared/historyWire";
import { judgeMore } from "../../../party/shared/moreActions";
import { newPomodoro, transition } from "../../../party/shared/pomodoro";
import { finishedOf, fruitsOf, halvesOf, unripeSteps } from "../../../src/features/history/vine/vine";

const recordsOf = (...hows: readonly HistoryRecord["how"][]): HistoryRecord[] =>
  hows.map((how, i) => ({
    started_at: i * 10,
    ended_at: i * 10 + 5,
    planned: 5,
    worked: 5,
    paused: 0,
    how,
    people: 1,
    list_done: 0,
  }));
const ripeness = (records: readonly HistoryRecord[], unripe: number): boolean[] =>
  fruitsOf(records, unripe).map(({ ripe }) => ripe);

describe("the vine of a day", () => {
  test("each finished tomato hangs on the vine, and no other work does", () => {
    const fruits = fruitsOf(recordsOf("done", "reset", "skipped", "done", "setup"), 0);
    expect(fruits.map(({ at }) => at)).toEqual([5, 35]);
  });

  test("those of the set that is not over are green, and a skipped step of it takes the place of one", () => {
    expect(ripeness(recordsOf("done", "done", "done"), 2)).toEqual([true, false, false]);
    expect(ripeness(recordsOf("done", "skipped", "done"), 2)).toEqual([true, false]);
    expect(ripeness(recordsOf("done", "done"), 4)).toEqual([false, false]);
  });

  test("a set ripens together at the long break, and work that was reset ripens, too", () => {
    let pomodoro = newPomodoro();
    const counts: number[] = [];
    for (const type of ["press", "skip", "press", "skip", "press", "skip", "press"] as const) {
      pomodoro = transition(pomodoro, { action: { type }, by: { name: null, via: "app" } }, 0, judgeMore)[0];
      counts.push(unripeSteps(fromRoomMessage(toRoomMessage(pomodoro, 0))));
    }
    expect(counts).toEqual([0, 1, 1, 1, 1, 2, 2]);
    pomodoro = transition(
      pomodoro,
      { action: { type: "reset" }, by: { name: null, via: "app" } },
      0,
      judgeMore,
    )[0];
    expect(unripeSteps(fromRoomMessage(toRoomMessage(pomodoro, 0)))).toBe(0);
    expect(unripeSteps(null)).toBe(0);
  });

  test("the left part of the vine fills first, and many tomatoes are split between both parts", () => {
    const lengths = (count: number): number[] =>
      halvesOf(Array.from({ length: count })).map((half) => half.length);
    expect([0, 3, 7, 9, 20].map(lengths)).toEqual([
      [0, 0],
      [3, 0],
      [7, 0],
      [7, 2],
      [10, 10],
    ]);
  });
});

describe("the list of a day", () => {
  test("each finished tomato has what this device worked on in it, once, and no other work is in the list", () => {
    const entry = (text: string, from: number, to: number) => ({
      room: "kitchen",
      text,
      from,
      to,
      done: false,
    });
    const log = [entry("Write", 0, 5), entry("Write", 3, 5), entry("Read", 4, 5), entry("Call", 21, 24)];
    expect(finishedOf(recordsOf("done", "skipped", "done", "reset"), log)).toEqual([
      { from: 0, to: 5, worked: 5, texts: ["Write", "Read"] },
      { from: 20, to: 25, worked: 5, texts: ["Call"] },
    ]);
  });
});

import { describe, expect, test } from "vitest";
import type { RoomView } from "../../../party/shared/codec";
import { DIAL, marksOf, ringOf } from "../../../party/shared/dial";
import { newPomodoro } from "../../../party/shared/pomodoro";
import type { Phase } from "../../../party/shared/pomodoro";
import type { Settings } from "../../../party/shared/settings";

const MINUTE_MS = 60_000;
function roomWith(phase: Phase, settings: Partial<Settings> = {}): RoomView {
  const { undo: _undo, ...empty } = newPomodoro();
  return { ...empty, phase, settings: { ...empty.settings, ...settings }, undoUntil: null };
}
const work = (leftMs: number, totalMs: number): RoomView =>
  roomWith({ state: 1, startedAt: 0, totalMs, endsAt: leftMs });
const numbers = (dash: string): number[] => dash.split(" ").map(Number);
const idle: Phase = { state: 0, startedAt: null };

describe("the ring", () => {
  test("the ring shows the share of the time that is left, from the whole dial to none of it", () => {
    const lengths = [25, 20, 12.5, 5].map((left) =>
      numbers(ringOf(work(left * MINUTE_MS, 25 * MINUTE_MS), 0).dash),
    );
    expect(lengths).toEqual([
      [60, 60],
      [48, 60],
      [30, 60],
      [12, 60],
    ]);
    expect(numbers(ringOf(work(90 * MINUTE_MS, 25 * MINUTE_MS), 0).dash)[0]).toBe(DIAL); // a clock that was set back
  });

  test("the ring of the last minute has a piece for each 5 s that are left, however long the period is", () => {
    const piecesOf = (leftMs: number, totalMs: number): [string, number] => {
      const { timed, dash } = ringOf(work(leftMs, totalMs), 0);
      return [timed, numbers(dash).length / 2 - 1];
    };
    for (const totalMs of [24 * 60 * MINUTE_MS, 25 * MINUTE_MS, MINUTE_MS]) {
      expect(piecesOf(60_000, totalMs)).toEqual(["last", 12]);
      expect(piecesOf(55_001, totalMs)).toEqual(["last", 12]);
      expect(piecesOf(55_000, totalMs)).toEqual(["last", 11]);
      expect(piecesOf(1, totalMs)).toEqual(["last", 1]);
      expect(piecesOf(0, totalMs)).toEqual(["last", 0]);
    }
    expect(piecesOf(3000, 3000)).toEqual(["last", 1]);
    expect(ringOf(work(60_001, 25 * MINUTE_MS), 0).timed).toBe("true");
  });

  test("the ring of a set start has a piece for each 5 min of the last hour before it, and all of them earlier", () => {
    const piecesOf = (minutes: number): number => {
      const { timed, dash } = ringOf(roomWith({ ...idle, startsAt: minutes * MINUTE_MS }), 0);
      expect(timed).toBe("start");
      return numbers(dash).length / 2 - 1;
    };
    expect([1440, 61, 60, 55, 54, 5, 1, 0].map(piecesOf)).toEqual([12, 12, 12, 11, 11, 1, 1, 0]);
  });

  test("the ring of an alarm and of a long break that has rung is a flower, and nothing is drawn where no time runs", () => {
    const alarm = { startedAt: 0, continuesAt: null, rangAt: 0 };
    const longBreak = { state: 5, startedAt: 0, ringsAt: null, rangAt: null } as const;
    const timed = (phase: Phase): string => ringOf(roomWith(phase), 9000).timed;
    expect([timed({ state: 2, ...alarm }), timed({ state: 4, ...alarm })]).toEqual(["over", "over"]);
    expect([timed({ ...longBreak, over: true }), timed({ ...longBreak, over: false })]).toEqual([
      "over",
      "false",
    ]);
    expect(ringOf(roomWith(idle), 0)).toEqual({ timed: "false", dash: "0 60" });
    expect(ringOf(null, 0)).toEqual({ timed: "false", dash: "0 60" });
  });
});

describe("the marks of the dial", () => {
  /** How many marks of each kind there are; the one at the top is one of them. */
  const counts = (room: RoomView | null): number[] =>
    marksOf(room).map((dash) => Math.round(Math.max(1, DIAL / numbers(dash).reduce((a, b) => a + b))));
  test.each([
    [25, 25, 5],
    [5, 5, 1],
    [60, 60, 12],
    [90, 90, 18],
    [120, 24, 4],
    [1440, 24, 4],
    [0.05, 1, 1],
  ])("work of %f minutes has %i marks, and %i of them are long", (minutes, short, long) => {
    expect(counts(work(1000, minutes * MINUTE_MS))).toEqual([short, long]);
    expect(counts(roomWith(idle, { workDuration: minutes * 60 }))).toEqual([short, long]);
  });

  test("a mark is where the ring ends after each whole minute, also in a period of 52:05", () => {
    const totalMs = 3_125_000;
    const [short] = marksOf(work(totalMs, totalMs));
    const step = numbers(short).reduce((a, b) => a + b);
    for (const minute of [2, 17, 52])
      expect(numbers(ringOf(work(minute * MINUTE_MS, totalMs), 0).dash)[0]).toBeCloseTo(minute * step, 1);
  });

  test("the marks of a page that knows no room are those of a new one", () => {
    expect(marksOf(null)).toEqual(marksOf(roomWith(idle)));
  });
});

/** How the start program lets overdue rooms ring before their turns. The worker and the time are simulated. */
import { expect, test } from "vitest";
import { restAfter, ringInTurn } from "../../../party/ops/overdueRooms";
import { MAX_ROOMS } from "../../../party/shared/overdueRooms";

const ROOMS = Array.from({ length: 5 * MAX_ROOMS + 3 }, (_, i) => i.toString(16).padStart(64, "0"));

/** A worker that takes `msPerRoom`, and lets `may` of so many rooms ring; an Error: it does not answer. */
function create(msPerRoom: number, may: (count: number) => number | Error = (count) => count) {
  const state = { now: 0, rung: [] as string[], busyMs: 0, endsAt: Infinity };
  const run = (): Promise<boolean> =>
    ringInTurn(ROOMS, {
      ring: (rooms) => {
        state.now += rooms.length * msPerRoom;
        state.busyMs += rooms.length * msPerRoom;
        const count = may(rooms.length);
        if (count instanceof Error) return Promise.reject(count);
        state.rung.push(...rooms.slice(0, count));
        return Promise.resolve(count);
      },
      wait: (ms) => Promise.resolve((state.now += ms)),
      clock: () => state.now,
      isOver: () => state.now >= state.endsAt,
    });
  return { state, run };
}

test.each([
  ["a quarter as long", 1.25, 1.25],
  ["as long", 5, 2],
  ["as long", 300, 2],
])("after each answer it is waited %s, where a room takes the worker %d ms", async (_words, ms, share) => {
  const { state, run } = create(ms);
  expect(await run()).toBe(true);
  expect(state.rung).toEqual(ROOMS);
  expect(state.busyMs).toBe(ROOMS.length * ms);
  expect(state.now / state.busyMs).toBeCloseTo(share, 1);
});

test("the slower an answer was, the longer it is waited", () => {
  const answers = [0, 1, 12, 50, 51, 1000];
  const rests = answers.map(restAfter);
  expect(rests).toEqual(rests.toSorted((a, b) => a - b));
  expect(rests.map((rest, i) => rest <= (answers[i] ?? 0))).not.toContain(false);
});

test("rooms that cannot be woken at present are tried again after half a second, and each rings once", async () => {
  const free = [2, 0, 0, 1, 0];
  const { state, run } = create(0, (count) => free.shift() ?? count);
  expect(await run()).toBe(true);
  expect(state.rung).toEqual(ROOMS);
  expect(state.now).toBe(3 * 500);
});

test("a worker that does not answer, or not as expected, is asked again", async () => {
  let tries = 0;
  const { state, run } = create(0, (count) =>
    ++tries % 2 === 1 ? new Error("the server answers 500") : count,
  );
  expect(await run()).toBe(true);
  expect(state.rung).toEqual(ROOMS);
});

test("where the server ends, or all turns are over, the rest is left to the alarms", async () => {
  const { state, run } = create(10);
  state.endsAt = 3 * 10 * MAX_ROOMS; // the first answer, as long again, and the second one
  expect(await run()).toBe(false);
  expect(state.rung).toEqual(ROOMS.slice(0, 2 * MAX_ROOMS));

  const full = create(1, () => 0);
  full.state.endsAt = 10_000;
  expect(await full.run()).toBe(false);
  expect(full.state.rung).toEqual([]);
});

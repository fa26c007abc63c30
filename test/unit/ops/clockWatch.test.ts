/** How the start program finds that the wall clock was set, or that the machine slept. */
import { expect, test } from "vitest";
import { StepFinder, stepSince } from "../../../party/ops/clockWatch";

const T0 = 1_790_000_000_000;
const HOUR = 3_600_000;

test("clocks that go on together make no step, however long a look is late", () => {
  const finder = new StepFinder({ wall: T0, monotonic: 1000 });
  for (const ms of [1000, 2000, 60_000, 8 * HOUR, 8 * HOUR + 400])
    expect(finder.look({ wall: T0 + ms, monotonic: 1000 + ms })).toBeNull();
});

test("a step is found once, with its size, and with the moments before which and after which something was written", () => {
  const finder = new StepFinder({ wall: T0, monotonic: 0 });
  finder.look({ wall: T0 + 9000, monotonic: 9000 });
  expect(finder.look({ wall: T0 + 10_000 - HOUR, monotonic: 10_000 })).toEqual({
    byMs: -HOUR,
    since: T0,
    at: T0 + 9000 - HOUR,
  });
  expect(finder.look({ wall: T0 + 11_000 - HOUR, monotonic: 11_000 })).toBeNull();
  expect(finder.look({ wall: T0 + 12_000, monotonic: 12_000 })).toEqual({
    byMs: HOUR,
    since: T0 + 10_000 - HOUR,
    at: T0 + 11_000,
  });
});

test("a machine that has slept makes a step forward, because its monotonic clock stood still", () => {
  const finder = new StepFinder({ wall: T0, monotonic: 0 });
  expect(finder.look({ wall: T0 + HOUR, monotonic: 1000 })).toMatchObject({ byMs: HOUR - 1000 });
});

test("small steps that add up are a step", () => {
  const back = new StepFinder({ wall: T0, monotonic: 0 });
  expect(back.look({ wall: T0 - 500, monotonic: 1000 })).toBeNull();
  expect(back.look({ wall: T0 - 1000, monotonic: 2000 })).toMatchObject({ byMs: -3000 });

  const finder = new StepFinder({ wall: T0, monotonic: 0 });
  expect(finder.look({ wall: T0 + 1300, monotonic: 1000 })).toBeNull();
  expect(finder.look({ wall: T0 + 2600, monotonic: 2000 })).toMatchObject({ byMs: 600 });
});

test("a start before the moment that the last server has seen is a step back of unknown times", () => {
  expect(stepSince(T0, T0 + 5)).toBeNull();
  expect(stepSince(0, T0)).toBeNull();
  expect(stepSince(T0 + HOUR, T0)).toEqual({ byMs: -HOUR, since: Number.MAX_SAFE_INTEGER, at: T0 });
});

import { expect, test } from "vitest";
import { driftAt, isNight } from "../../../src/app/views/standby";

test("the tomato of standby is at another place every minute of ten hours, and never far from the middle", () => {
  const places = Array.from({ length: 600 }, (_, minute) => driftAt(minute));
  for (const [i, { x, y }] of places.entries()) {
    expect(Math.abs(x)).toBeLessThanOrEqual(8);
    expect(Math.abs(y)).toBeLessThanOrEqual(5);
    const before = places[i - 1];
    if (before !== undefined) expect(Math.hypot(x - before.x, y - before.y)).toBeGreaterThan(0);
  }
});

test("standby is dimmed from nine in the evening to seven, and always in dark colours", () => {
  expect([20, 21, 6, 7].map((hour) => isNight(hour, false))).toEqual([false, true, true, false]);
  expect(isNight(12, true)).toBe(true);
});

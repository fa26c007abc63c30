import fc from "fast-check";
import { expect, test } from "vitest";
import { beginGesture, moveGesture } from "../../../../src/features/turn/gesture";
import type { Gesture, Plate, Point } from "../../../../src/features/turn/gesture";

const play = (plate: Plate, [first, ...rest]: readonly Point[]): Gesture =>
  rest.reduce(
    (gesture, at) => moveGesture(gesture, plate, at),
    beginGesture(plate, first ?? { x: NaN, y: NaN }),
  );
const pointAt = (plate: Plate, degrees: number, radius: number): Point => ({
  x: plate.x + radius * Math.sin((degrees * Math.PI) / 180),
  y: plate.y - radius * Math.cos((degrees * Math.PI) / 180),
});

/** Tomatoes from that of a small window to that of a wall, anywhere on the screen. */
const plates = fc.record({
  x: fc.double({ min: 0, max: 2000, noNaN: true }),
  y: fc.double({ min: 0, max: 2000, noNaN: true }),
  radius: fc.double({ min: 80, max: 600, noNaN: true }),
});
const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** A press: a pointer that goes down anywhere and trembles by less than 8 px to each side. */
const presses = fc
  .tuple(
    plates,
    within(0, 360),
    within(0, 1),
    fc.array(fc.record({ x: within(-5.6, 5.6), y: within(-5.6, 5.6) }), { maxLength: 30 }),
  )
  .map(([plate, degrees, share, tremble]) => {
    const from = pointAt(plate, degrees, share * plate.radius);
    return { plate, path: [from, ...tremble.map(({ x, y }) => ({ x: from.x + x, y: from.y + y }))] };
  });

/** A twist: an arc of at least 20° and 24 px on the ring or on the outer half of the fruit, by an unsteady hand. */
const twists = fc
  .tuple(
    plates,
    within(0, 360),
    within(20, 700),
    fc.constantFrom(1, -1),
    within(0.5, 1),
    fc.array(within(-0.04, 0.04), { minLength: 90, maxLength: 90 }),
  )
  .map(([plate, from, sweep, way, share, wobble]) => {
    const radius = share * plate.radius;
    const degrees = way * Math.max(sweep, (40 / radius / Math.PI) * 180);
    const path = [0, ...wobble].map((off, i) =>
      pointAt(plate, from + (degrees * i) / wobble.length, radius * (1 + off)),
    );
    return { plate, path, degrees };
  });

/** A stroke through the tomato, which goes around nothing: away from the middle, or towards it. */
const strokes = fc
  .tuple(plates, within(0, 360), within(0.26, 1), within(0.26, 1.5))
  .map(([plate, degrees, from, to]) => ({
    plate,
    path: Array.from({ length: 12 }, (_, i) =>
      pointAt(plate, degrees, plate.radius * (from + ((to - from) * i) / 11)),
    ),
  }));

test("of 1,000 random gestures no press is taken for a twist, and no twist for a press", () => {
  const gestures = fc.oneof(
    presses.map(({ plate, path }) => ({ plate, path, degrees: 0 })),
    twists,
    strokes.map(({ plate, path }) => ({ plate, path, degrees: 0 })),
  );
  let twisted = 0;
  fc.assert(
    fc.property(gestures, ({ plate, path, degrees }) => {
      const seen = play(plate, path);
      expect(seen.isTwist).toBe(degrees !== 0);
      if (degrees === 0) return;
      twisted++;
      expect(seen.degrees).toBeCloseTo(degrees, 6);
    }),
    { numRuns: 1000 },
  );
  expect(twisted).toBeGreaterThan(200);
  expect(twisted).toBeLessThan(800);
});

test("a twist that returns to where it began stays a twist, by nothing", () => {
  const plate: Plate = { x: 200, y: 200, radius: 200 };
  const there = Array.from({ length: 10 }, (_, i) => pointAt(plate, i * 6, 150));
  const seen = play(plate, [...there, ...there.toReversed()]);
  expect([seen.isTwist, Math.round(seen.degrees)]).toEqual([true, 0]);
});

test("a movement across the middle of the tomato counts no half turn", () => {
  const plate: Plate = { x: 200, y: 200, radius: 200 };
  const across = Array.from({ length: 31 }, (_, i) => ({ x: 50 + i * 10, y: 203 }));
  const { isTwist, degrees } = play(plate, across);
  expect(isTwist).toBe(false);
  expect(Math.abs(degrees)).toBeLessThan(8);
});

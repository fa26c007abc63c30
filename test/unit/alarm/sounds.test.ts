import { describe, expect, test } from "vitest";
import { CHIMES, samplesOf } from "../../../src/alarm/sounds";

const RATE = 44_100;
const loudest = (samples: Float32Array): number =>
  samples.reduce((max, one) => Math.max(max, Math.abs(one)), 0);

describe("the chimes", () => {
  test("there are at least four chimes", () => expect(CHIMES.length).toBeGreaterThanOrEqual(4));

  test.each(CHIMES)("the chime %s is loud, is not clipped, and has no click where it repeats", (name) => {
    const samples = samplesOf(name, RATE);
    expect(samples.every(Number.isFinite)).toBe(true);
    expect(loudest(samples)).toBeGreaterThan(0.8);
    expect(loudest(samples)).toBeLessThanOrEqual(0.9);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
    expect(samples.length / RATE).toBeGreaterThan(2);
    expect(samples.length / RATE).toBeLessThan(5);
  });

  test.each(CHIMES)("the chime %s is nearly silent before it repeats", (name) => {
    const samples = samplesOf(name, RATE);
    expect(loudest(samples.subarray(Math.round(samples.length * 0.95)))).toBeLessThan(0.12);
  });

  test("all chimes differ", () => {
    const shapes = CHIMES.map((name) => samplesOf(name, 8000).slice(400, 420).join());
    expect(new Set(shapes).size).toBe(CHIMES.length);
  });
});

import { describe, expect, it, test } from "vitest";
import { makeLoop } from "../../../src/alarm/ownLoop";
import { WORKING_SOUNDS } from "../../../src/alarm/working/preferences";
import type { WorkingSoundName } from "../../../src/alarm/working/preferences";
import { loopOf } from "../../../src/alarm/working/workingSamples";

const RATE = 8000;
const names = WORKING_SOUNDS.filter((name): name is WorkingSoundName => name !== "nothing");
const peakOf = (samples: Float32Array): number =>
  samples.reduce((max, one) => Math.max(max, Math.abs(one)), 0);
const powerOf = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);

describe.each(names)("the sound %s", (name) => {
  it(`the sound ${name} is audible, is nowhere clipped, and is the same every time`, () => {
    const channels = loopOf(name, RATE);
    for (const samples of channels) {
      expect(peakOf(samples)).toBeGreaterThan(0.1);
      expect(peakOf(samples)).toBeLessThan(1);
    }
    const bytes = (all: Float32Array[]): Buffer[] => all.map(({ buffer }) => Buffer.from(buffer));
    const again = bytes(loopOf(name, RATE));
    expect(bytes(channels).every((one, i) => one.equals(again[i] ?? Buffer.of()))).toBe(true);
  });

  it(`the sound ${name} has no click where its end meets its beginning`, () => {
    for (const samples of loopOf(name, RATE)) {
      const steps = samples.map((one, i) => Math.abs(one - (samples.at(i - 1) ?? 0)));
      const largest = peakOf(steps.subarray(1));
      expect(steps[0]).toBeLessThanOrEqual(largest);
    }
  });
});

test("a clock ticks at the beginning of each second of its loop and is silent between two beats", () => {
  const [samples = new Float32Array()] = loopOf("tick", RATE);
  expect(samples.length).toBe(2 * RATE);
  for (const second of [0, 1]) {
    expect(peakOf(samples.subarray(second * RATE, (second + 0.03) * RATE))).toBeGreaterThan(0.1);
    expect(peakOf(samples.subarray((second + 0.2) * RATE, (second + 1) * RATE))).toBe(0);
  }
});

test("noise has the same level in the seam of its loop as elsewhere", () => {
  const [samples = new Float32Array()] = loopOf("rain", RATE);
  const [seam, rest] = [powerOf(samples.subarray(0, RATE)), powerOf(samples.subarray(RATE))];
  expect(seam / rest).toBeGreaterThan(0.85);
  expect(seam / rest).toBeLessThan(1.15);
});

describe("one repetition of a person's own chime", () => {
  it("a quiet short sound becomes as loud as the other chimes, and silence follows it", () => {
    const loop = makeLoop([Float32Array.of(0, 0.01, -0.02, 0.01, ...Array<number>(400).fill(0.001))], 100);
    expect(loop?.[0]?.length).toBe(404);
    expect(peakOf(loop?.[0] ?? new Float32Array())).toBeCloseTo(0.9);
    expect(makeLoop([Float32Array.of(1, 1, 1)], 100)?.[0]?.length).toBe(200);
  });

  it("a file without a sound in it, or with values that are no numbers, is none", () => {
    expect(makeLoop([new Float32Array(100)], 100)).toBeNull();
    expect(makeLoop([Float32Array.of(Number.NaN)], 100)).toBeNull();
    expect(makeLoop([], 100)).toBeNull();
  });
});

import { expect, test } from "vitest";
import { clickSamples } from "../../../src/alarm/click";

test.each([44_100, 48_000])(
  "the click of a turned tomato at %i Hz is short, and begins and ends in silence",
  (rate) => {
    const samples = clickSamples(rate);
    const loudness = (from: number, to: number): number =>
      Math.max(...samples.slice(from * rate, to * rate).map(Math.abs));
    expect(samples[0]).toBe(0);
    expect(loudness(0, 0.005)).toBeGreaterThan(0.2);
    expect(loudness(0, 0.4)).toBeLessThan(1);
    expect(loudness(0.06, 0.4)).toBeLessThan(0.001);
  },
);

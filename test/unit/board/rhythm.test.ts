import { describe, expect, it } from "vitest";
import type { LightState } from "../../../src/board/board";
import { colourAt, msUntilChange } from "../../../src/board/rhythm";

const light = (state: number, part: Partial<LightState> = {}): LightState => ({
  state,
  held: false,
  offline: false,
  ...part,
});
const OFF = { r: 0, g: 0, b: 0 };
const RED = { r: 1, g: 0, b: 0 };
const GREEN = { r: 0, g: 1, b: 0 };
const BLUE = { r: 0, g: 0, b: 1 };
const WHITE = { r: 1, g: 1, b: 1 };
const OFFLINE = light(3, { offline: true });

/** The durations of on, off, on … in the first `ms` ms, sampled every millisecond. */
function durations(what: LightState, ms: number): number[] {
  const lengths: number[] = [];
  for (let at = 0; at < ms; at++) {
    const { r, g, b } = colourAt(what, at);
    const isOn = r + g + b > 0;
    if ((lengths.length % 2 === 1) !== isOn) lengths.push(0);
    lengths[lengths.length - 1]! += 1;
  }
  return lengths;
}

describe("an RGB light", () => {
  it("the light of IDLE fades up and down in white once in 4 s, to at most a tenth of full brightness", () => {
    const idle = light(0);
    expect(colourAt(idle, 0)).toEqual(OFF);
    expect(colourAt(idle, 2000).r).toBeCloseTo(0.1);
    expect(colourAt(idle, 4000).r).toBeCloseTo(0);
    for (let at = 0; at < 8000; at += 37) {
      const { r, g, b } = colourAt(idle, at);
      expect(r).toBeLessThanOrEqual(0.1);
      expect([g, b]).toEqual([r, r]);
    }
  });
  it.each([
    [1, "WORK", RED],
    [3, "SHORT_BREAK", GREEN],
    [5, "LONG_BREAK", BLUE],
  ])("the light of state %i (%s) is steady", (state, _name, colour) => {
    for (const at of [0, 59, 499, 500, 1999, 123_456]) expect(colourAt(light(state), at)).toEqual(colour);
    expect(msUntilChange(light(state), 0)).toBe(Infinity);
  });
  it.each([
    [2, "BREAK_ALARM", RED],
    [4, "WORK_ALARM", GREEN],
  ])("the light of state %i (%s) blinks 500 ms on and 500 ms off", (state, _name, colour) => {
    expect(colourAt(light(state), 0)).toEqual(colour);
    expect(durations(light(state), 2000)).toEqual([500, 500, 500, 500]);
  });
  it.each([1, 3])("the light of a paused state %i has a tenth of its brightness", (state) => {
    const full = colourAt(light(state), 0);
    const paused = colourAt(light(state, { held: true }), 0);
    expect(paused).toEqual({ r: full.r / 10, g: full.g / 10, b: full.b / 10 });
  });
  it("an offline light flashes white for 60 ms a second, whatever it showed before", () => {
    expect(colourAt(OFFLINE, 0)).toEqual(WHITE);
    expect(colourAt({ ...OFFLINE, held: true }, 0)).toEqual(WHITE);
    expect(durations(OFFLINE, 2000)).toEqual([60, 940, 60, 940]);
  });
  it("the light of an unknown state is dark", () => {
    expect(colourAt(light(9), 0)).toEqual(OFF);
  });
  it("msUntilChange returns the time until the light looks different", () => {
    expect(msUntilChange(light(2), 120)).toBe(380);
    expect(msUntilChange(light(2), 700)).toBe(300);
    expect(msUntilChange(OFFLINE, 1000)).toBe(60);
    expect(msUntilChange(light(0), 0)).toBeLessThanOrEqual(50);
  });
});

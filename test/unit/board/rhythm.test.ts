import { describe, expect, it } from "vitest";
import type { LightMeaning } from "../../../src/board/board";
import { colourAt, lastsFor, levelAt } from "../../../src/board/rhythm";

const light = (state: number, part: Partial<LightMeaning> = {}): LightMeaning => ({
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

/** Lengths of on, off, on … in ms over `ms`, sampled every millisecond. */
function beats(level: (at: number) => number, ms: number): number[] {
  const lengths: number[] = [];
  for (let at = 0; at < ms; at++) {
    const on = level(at) > 0;
    if ((lengths.length % 2 === 1) !== on) lengths.push(0);
    lengths[lengths.length - 1]! += 1;
  }
  return lengths;
}
const rgb = (what: LightMeaning) => (at: number) => {
  const { r, g, b } = colourAt(what, at);
  return r + g + b;
};
const one = (what: LightMeaning) => (at: number) => levelAt(what, at);

describe("a light of three colours", () => {
  it("breathes white in IDLE, once in 4 s, at most a tenth bright", () => {
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
  ])("is steady in %i %s", (state, _name, colour) => {
    for (const at of [0, 59, 499, 500, 1999, 123_456]) expect(colourAt(light(state), at)).toEqual(colour);
    expect(lastsFor(light(state), 0)).toBe(Infinity);
  });
  it.each([
    [2, "BREAK_ALARM", RED],
    [4, "WORK_ALARM", GREEN],
  ])("blinks 500 ms on, 500 ms off in %i %s", (state, _name, colour) => {
    expect(colourAt(light(state), 0)).toEqual(colour);
    expect(beats(rgb(light(state)), 2000)).toEqual([500, 500, 500, 500]);
  });
  it.each([1, 3])("shows a paused state %i at a tenth of its brightness", (state) => {
    const full = colourAt(light(state), 0);
    const paused = colourAt(light(state, { held: true }), 0);
    expect(paused).toEqual({ r: full.r / 10, g: full.g / 10, b: full.b / 10 });
  });
  it("blips white for 60 ms a second while offline, whatever it showed", () => {
    expect(colourAt(OFFLINE, 0)).toEqual(WHITE);
    expect(colourAt({ ...OFFLINE, held: true }, 0)).toEqual(WHITE);
    expect(beats(rgb(OFFLINE), 2000)).toEqual([60, 940, 60, 940]);
  });
  it("is dark in a state that nobody knows", () => {
    expect(colourAt(light(9), 0)).toEqual(OFF);
  });
  it("says when it looks different next", () => {
    expect(lastsFor(light(2), 120)).toBe(380);
    expect(lastsFor(light(2), 700)).toBe(300);
    expect(lastsFor(OFFLINE, 1000)).toBe(60);
    expect(lastsFor(light(0), 0)).toBeLessThanOrEqual(50);
  });
});

describe("a light of one colour", () => {
  it("breathes in IDLE as the others do", () => expect(levelAt(light(0), 2000)).toBeCloseTo(0.1));
  it("is steady in WORK", () => expect(beats(one(light(1)), 4000)).toEqual([4000]));
  it("blinks 500 ms on, 500 ms off in BREAK_ALARM", () => {
    expect(beats(one(light(2)), 2000)).toEqual([500, 500, 500, 500]);
  });
  it("is dark for 60 ms every 2 s in SHORT_BREAK", () => {
    expect(beats(one(light(3)), 4000)).toEqual([1940, 60, 1940, 60]);
  });
  it("blinks twice for 150 ms a second in WORK_ALARM", () => {
    expect(beats(one(light(4)), 1000)).toEqual([150, 150, 150, 550]);
  });
  it("is dark for 60 ms twice every 2 s in LONG_BREAK", () => {
    expect(beats(one(light(5)), 2000)).toEqual([1580, 60, 300, 60]);
  });
  it("is a tenth as bright while paused, in the same rhythm", () => {
    expect(levelAt(light(3, { held: true }), 0)).toBeCloseTo(0.1);
    expect(beats(one(light(3, { held: true })), 2000)).toEqual([1940, 60]);
  });
  it("blips for 60 ms a second while offline", () => {
    expect(beats(one(OFFLINE), 2000)).toEqual([60, 940, 60, 940]);
  });
});

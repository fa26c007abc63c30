import { beforeEach, describe, expect, it, vi } from "vitest";
import { stateLine } from "./lines";
import type { LightPin, Trace } from "./light-meter";
import { Uno } from "./uno";

vi.setConfig({ testTimeout: 60_000 }); // the simulation is slow on a busy machine

type Watched = Record<LightPin, Trace>;

let uno: Uno;

/** Sends a state and watches the lights for some ms from the moment at which its rhythm begins. */
function show(s: number, held: 0 | 1, ms: number): Watched {
  uno.send(stateLine(s, held));
  uno.runUntil(() => uno.takeLines().some((line) => line.includes('"ok"')), 30);
  return uno.watch(ms);
}

/** The times from one start of light to the next, in ms. */
const periods = (trace: Trace) => {
  const starts = trace.highs.map((high) => high.from).filter((from) => from > 0);
  return starts.slice(1).map((from, i) => from - (starts[i] ?? NaN));
};

/** The lengths of light, and of darkness, that lie completely in the window, in ms. */
const lights = (trace: Trace) => trace.highs.slice(1, -1).map((high) => high.to - high.from);
const darks = (trace: Trace) =>
  trace.highs.slice(1).map((high, i) => high.from - (trace.highs[i]?.to ?? NaN));

/** Expects at least `min` lengths that repeat the expected ones within 2.1 ms (about two ticks of millis()). */
function expectAll(found: number[], expected: number[], min: number) {
  expect(found.length).toBeGreaterThanOrEqual(min);
  found.forEach((ms, i) => {
    const expectedMs = expected[i % expected.length] ?? NaN;
    expect(Math.abs(ms - expectedMs), `${ms} ms, not ${expectedMs}`).toBeLessThan(2.1);
  });
}

const expectDark = (trace: Trace) => expect(trace.duty).toBe(0);
const expectSteady = (trace: Trace) => expect(trace.duty).toBe(1);

beforeEach(() => {
  uno = new Uno();
  uno.run(50);
  uno.takeLines();
});

describe("the light of an Uno", () => {
  it("the lights are dark on a chip in reset", () => {
    const lights = new Uno().watch(0.1);
    for (const pin of ["red", "green", "blue", "mono"] as const) expectDark(lights[pin]);
  });

  it("both lights of IDLE fade over 4 s and never exceed 10 %, the RGB light in white", () => {
    const windows = [show(0, 0, 100)];
    while (windows.length < 80) {
      windows.push(uno.watch(100));
      if (windows.length % 20 === 0) uno.send('{"t":"ping"}\n'); // without it the board would be offline after 6 s
    }
    for (const pin of ["red", "green", "blue", "mono"] as const) {
      const duty = windows.map((window) => window[pin].duty);
      expect(Math.max(...duty)).toBeLessThanOrEqual(0.1);
      expect(Math.max(...duty)).toBeGreaterThan(0.08);
      for (const bottom of [0, 39, 40, 79]) expect(duty[bottom]).toBeLessThan(0.01);
      for (const top of [19, 20, 59, 60]) expect(duty[top]).toBeGreaterThan(0.08);
      for (let i = 0; i < 19; i++) expect(duty[i + 1]).toBeGreaterThanOrEqual((duty[i] ?? NaN) - 0.004);
      for (let i = 0; i < 40; i++)
        expect(Math.abs((duty[i] ?? NaN) - (duty[i + 40] ?? NaN))).toBeLessThan(0.005);
    }
    windows.forEach(({ red, green, blue }) => {
      expect(Math.abs(red.duty - green.duty)).toBeLessThan(0.005);
      expect(Math.abs(red.duty - blue.duty)).toBeLessThan(0.005);
    });
  });

  it("the RGB light of WORK is steady red, and the one-colour light is steady", () => {
    const { red, green, blue, mono } = show(1, 0, 3000);
    expectSteady(red);
    expectSteady(mono);
    expectDark(green);
    expectDark(blue);
  });

  it("both lights of BREAK_ALARM blink 500 ms on and 500 ms off, beginning with on, the RGB light in red", () => {
    const { red, green, blue, mono } = show(2, 0, 5000);
    for (const trace of [red, mono]) {
      expect(trace.highs[0]?.from).toBe(0);
      expectAll(lights(trace), [500], 3);
      expectAll(darks(trace), [500], 3);
    }
    expectDark(green);
    expectDark(blue);
  });

  it("the RGB light of SHORT_BREAK is steady green, and the one-colour light is dark for 60 ms every 2 s", () => {
    const { red, green, blue, mono } = show(3, 0, 5950);
    expectSteady(green);
    expectAll(darks(mono), [60], 2);
    expectAll(periods(mono), [2000], 1);
    expectDark(red);
    expectDark(blue);
  });

  it("the RGB light of WORK_ALARM blinks green 500 ms on and 500 ms off, and the one-colour light blinks twice a second for 150 ms", () => {
    const { red, green, blue, mono } = show(4, 0, 4000);
    expectAll(lights(green), [500], 2);
    expectAll(darks(green), [500], 3);
    expectAll(lights(mono), [150], 6);
    expectAll(darks(mono), [150, 550], 6);
    expectDark(red);
    expectDark(blue);
  });

  it("the RGB light of LONG_BREAK is steady blue, and the one-colour light is dark for 60 ms twice every 2 s", () => {
    const { red, green, blue, mono } = show(5, 0, 5950);
    expectSteady(blue);
    expectAll(darks(mono), [60], 5);
    expectAll(periods(mono), [240, 1760], 4);
    expectDark(red);
    expectDark(green);
  });

  it.each([
    [1, "red", "WORK"],
    [3, "green", "SHORT_BREAK"],
  ] as const)(
    "the lights of a paused period have a tenth of their brightness (%i, %s, %s)",
    (s, colour, _name) => {
      const watched = show(s, 1, 1900);
      for (const pin of ["red", "green", "blue"] as const) {
        if (pin !== colour) expectDark(watched[pin]);
      }
      expect(watched[colour].duty).toBeGreaterThan(0.095);
      expect(watched[colour].duty).toBeLessThan(0.105);
      expect(watched.mono.duty).toBeGreaterThan(0.095);
      expect(watched.mono.duty).toBeLessThan(0.105);
    },
  );

  it("the one-colour light of a paused SHORT_BREAK keeps its rhythm", () => {
    const { mono } = show(3, 1, 4500);
    const gaps = darks(mono).filter((ms) => ms > 5); // shorter ones are the PWM of the dim light
    expectAll(gaps, [60], 2);
  });

  it("the lights have full brightness again when the period is resumed", () => {
    show(1, 1, 100);
    const { red, mono } = show(1, 0, 500);
    expectSteady(red);
    expectSteady(mono);
  });

  it("the light changes within 5 ms of the end of the line", () => {
    show(1, 0, 100);
    uno.send(stateLine(5));
    const { blue } = uno.watch(60);
    const line = (stateLine(5).length * 10_000) / 115_200; // ms on the wire
    expect((blue.highs[0]?.from ?? NaN) - line).toBeLessThan(5);
  });

  it("the same state again does not restart the rhythm", () => {
    const first = show(2, 0, 1250); // in the middle of the second on time
    expect(first.red.highs).toHaveLength(2);
    const { red } = show(2, 0, 2000);
    expect(red.highs[0]?.to).toBeLessThan(260);
  });
});

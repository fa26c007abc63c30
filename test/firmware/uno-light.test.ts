import { beforeEach, describe, expect, it, vi } from "vitest";
import { stateLine } from "./lines";
import type { LightPin, Trace } from "./light-meter";
import { Uno } from "./uno";

vi.setConfig({ testTimeout: 60_000 }); // simulated seconds cost real ones on a busy machine

type Watched = Record<LightPin, Trace>;

let uno: Uno;

/** Shows a state and watches it for some seconds, from the moment its rhythm begins. */
function show(s: number, held: 0 | 1, ms: number): Watched {
  uno.send(stateLine(s, held));
  uno.runUntil(() => uno.takeLines().some((line) => line.includes('"ok"')), 30);
  return uno.watch(ms);
}

/** ms from one beginning of light to the next. */
const periods = (trace: Trace) => {
  const starts = trace.highs.map((high) => high.from).filter((from) => from > 0);
  return starts.slice(1).map((from, i) => from - (starts[i] ?? NaN));
};

/** ms of each stretch of light, and of darkness, that lies whole in the window. */
const lights = (trace: Trace) => trace.highs.slice(1, -1).map((high) => high.to - high.from);
const darks = (trace: Trace) =>
  trace.highs.slice(1).map((high, i) => high.from - (trace.highs[i]?.to ?? NaN));

/** Every one of them, within a tick and a half of millis(). */
function expectAll(found: number[], expected: number[], at: number) {
  expect(found.length).toBeGreaterThanOrEqual(at);
  found.forEach((ms, i) => {
    const want = expected[i % expected.length] ?? NaN;
    expect(Math.abs(ms - want), `${ms} ms, not ${want}`).toBeLessThan(2.1);
  });
}

const dark = (trace: Trace) => expect(trace.duty).toBe(0);
const steady = (trace: Trace) => expect(trace.duty).toBe(1);

beforeEach(() => {
  uno = new Uno();
  uno.run(50);
  uno.takeLines();
});

describe("The light of an Uno", () => {
  it("is dark on a chip in reset", () => {
    const lights = new Uno().watch(0.1);
    for (const pin of ["red", "green", "blue", "mono"] as const) dark(lights[pin]);
  });

  it("breathes white over 4 s in IDLE, never above 10 %, and so does the one-colour light", () => {
    const windows = [show(0, 0, 100)];
    while (windows.length < 80) {
      windows.push(uno.watch(100));
      if (windows.length % 20 === 0) uno.send('{"t":"ping"}\n'); // or it would be offline after 6 s
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

  it("is steady red in WORK, and the one-colour light steady", () => {
    const { red, green, blue, mono } = show(1, 0, 3000);
    steady(red);
    steady(mono);
    dark(green);
    dark(blue);
  });

  it("blinks red in BREAK_ALARM, 500 ms on and 500 ms off, at once on, and so does the one-colour light", () => {
    const { red, green, blue, mono } = show(2, 0, 5000);
    for (const trace of [red, mono]) {
      expect(trace.highs[0]?.from).toBe(0);
      expectAll(lights(trace), [500], 3);
      expectAll(darks(trace), [500], 3);
    }
    dark(green);
    dark(blue);
  });

  it("is steady green in SHORT_BREAK; the one-colour light is dark for 60 ms every 2 s", () => {
    const { red, green, blue, mono } = show(3, 0, 5950);
    steady(green);
    expectAll(darks(mono), [60], 2);
    expectAll(periods(mono), [2000], 1);
    dark(red);
    dark(blue);
  });

  it("blinks green in WORK_ALARM, 500 ms on and 500 ms off; the one-colour light blinks twice a second, 150 ms each", () => {
    const { red, green, blue, mono } = show(4, 0, 4000);
    expectAll(lights(green), [500], 2);
    expectAll(darks(green), [500], 3);
    expectAll(lights(mono), [150], 6);
    expectAll(darks(mono), [150, 550], 6);
    dark(red);
    dark(blue);
  });

  it("is steady blue in LONG_BREAK; the one-colour light is dark for 60 ms twice every 2 s", () => {
    const { red, green, blue, mono } = show(5, 0, 5950);
    steady(blue);
    expectAll(darks(mono), [60], 5);
    expectAll(periods(mono), [240, 1760], 4);
    dark(red);
    dark(green);
  });

  it.each([
    [1, "red", "WORK"],
    [3, "green", "SHORT_BREAK"],
  ] as const)(
    "keeps the colour of a paused period at a tenth of its brightness (%i, %s, %s)",
    (s, colour, _name) => {
      const watched = show(s, 1, 1900);
      for (const pin of ["red", "green", "blue"] as const) {
        if (pin !== colour) dark(watched[pin]);
      }
      expect(watched[colour].duty).toBeGreaterThan(0.095);
      expect(watched[colour].duty).toBeLessThan(0.105);
      expect(watched.mono.duty).toBeGreaterThan(0.095);
      expect(watched.mono.duty).toBeLessThan(0.105);
    },
  );

  it("keeps the rhythm of the one-colour light in a paused SHORT_BREAK", () => {
    const { mono } = show(3, 1, 4500);
    const gaps = darks(mono).filter((ms) => ms > 5); // shorter ones are the dimming
    expectAll(gaps, [60], 2);
  });

  it("is at full brightness again when the period goes on", () => {
    show(1, 1, 100);
    const { red, mono } = show(1, 0, 500);
    steady(red);
    steady(mono);
  });

  it("changes within 5 ms of the end of the line", () => {
    show(1, 0, 100);
    uno.send(stateLine(5));
    const { blue } = uno.watch(60);
    const line = (stateLine(5).length * 10_000) / 115_200; // ms on the wire
    expect((blue.highs[0]?.from ?? NaN) - line).toBeLessThan(5);
  });

  it("does not begin its rhythm anew when the same state is told again", () => {
    const first = show(2, 0, 1250); // in the middle of the second light
    expect(first.red.highs).toHaveLength(2);
    const { red } = show(2, 0, 2000);
    expect(red.highs[0]?.to).toBeLessThan(260);
  });
});

import { describe, expect, it, vi } from "vitest";
import { stateLine } from "./lines";
import { bytesAt, type Event, levelAt, levelsOf, linesOf } from "./micropython";
import { button, FULL, host, lightsBetween, PICO, PING, run, START } from "./micropython-host";

vi.setConfig({ testTimeout: 60_000 });

const COLOURS = ["red", "green", "blue"] as const;

describe("the light of a MicroPython board", () => {
  it("the light of IDLE fades in white over 4 s and never exceeds 10 %", async () => {
    const recording = await run(8200, host(0, 0, 8200));
    for (const pin of Object.values(PICO)) {
      const levels = levelsOf(recording, pin).filter(([at]) => at >= START && at < 8200);
      const top = Math.max(...levels.map(([, level]) => level));
      expect(top).toBeLessThanOrEqual(FULL / 10);
      expect(top).toBeGreaterThan(0.09 * FULL);
      for (const at of [2100, 6100]) expect(levelAt(recording, pin, at)).toBeGreaterThan(0.09 * FULL);
      for (const at of [4100, 8100]) expect(levelAt(recording, pin, at)).toBeLessThan(0.001 * FULL);
    }
  });

  it.each([
    [1, "red", 0, "WORK"],
    [1, "red", 1, "paused WORK"],
    [3, "green", 0, "SHORT_BREAK"],
    [3, "green", 1, "paused SHORT_BREAK"],
    [5, "blue", 0, "LONG_BREAK"],
  ] as const)("the light of state %i (%s, held %i: %s) is steady", async (s, colour, held, _name) => {
    const recording = await run(3000, host(s, held, 3000));
    for (const pin of COLOURS) {
      const expected = pin !== colour ? 0 : held ? Math.floor(FULL / 10) : FULL;
      expect(levelAt(recording, PICO[pin], START)).toBe(expected);
      expect(levelsOf(recording, PICO[pin]).filter(([at]) => at > START && at < 3000)).toEqual([]);
    }
  });

  const rhythms: [number, (typeof COLOURS)[number] | "mono", number[][], string][] = [
    [
      2,
      "red",
      [
        [0, 500],
        [1000, 1500],
        [2000, 2500],
      ],
      "BREAK_ALARM",
    ],
    [
      2,
      "mono",
      [
        [0, 500],
        [1000, 1500],
        [2000, 2500],
      ],
      "BREAK_ALARM",
    ],
    [
      4,
      "green",
      [
        [0, 500],
        [1000, 1500],
        [2000, 2500],
      ],
      "WORK_ALARM",
    ],
    [
      4,
      "mono",
      [
        [0, 150],
        [300, 450],
        [1000, 1150],
        [1300, 1450],
        [2000, 2150],
      ],
      "WORK_ALARM",
    ],
    [
      3,
      "mono",
      [
        [0, 1940],
        [2000, 3940],
      ],
      "SHORT_BREAK",
    ],
    [
      5,
      "mono",
      [
        [0, 1700],
        [1760, 1940],
        [2000, 3700],
        [3760, 3940],
      ],
      "LONG_BREAK",
    ],
  ];
  it.each(rhythms)(
    "the light of state %i has its rhythm (%s at ms %j: %s)",
    async (s, pin, expected, _name) => {
      const recording = await run(4600, host(s, 0, 4600));
      const lights = lightsBetween(levelsOf(recording, PICO[pin]), START, 4600);
      expect(lights.map(([from, to]) => [from - START, to - START]).slice(0, expected.length)).toEqual(
        expected,
      );
    },
  );

  it("the light is offline (white for 60 ms a second) at the start and after 6 s of silence, but not after a ping", async () => {
    const recording = await run(12_000, [...bytesAt(3000, stateLine(1)), ...bytesAt(11_000, PING)]);
    for (const pin of Object.values(PICO)) {
      const flashes = lightsBetween(levelsOf(recording, pin), 0, 2999);
      expect(flashes).toEqual([
        [0, 60],
        [1000, 1060],
        [2000, 2060],
      ]);
    }
    expect(levelAt(recording, PICO.red, 8999)).toBe(FULL);
    expect(lightsBetween(levelsOf(recording, PICO.green), 3001, 11_000)).toEqual([
      [9000, 9060],
      [10_000, 10_060],
    ]);
    expect(levelAt(recording, PICO.red, 11_500)).toBe(FULL);
    expect(levelAt(recording, PICO.green, 11_500)).toBe(0);
  });

  it("a Pico W's built-in light, which has no PWM, is dark where it would be dim", async () => {
    const setup = { machine: "Raspberry Pi Pico W with RP2040" };
    const alarm = await run(1700, host(2, 0, 1700), setup);
    expect(lightsBetween(levelsOf(alarm, "LED"), START, 1700)).toEqual([
      [100, 600],
      [1100, 1600],
    ]);
    const paused = await run(1000, host(1, 1, 1000), setup);
    expect(levelAt(paused, "LED", 500)).toBe(0);
    expect(levelAt(paused, PICO.red, 500)).toBe(Math.floor(FULL / 10));
  });
});

describe("a MicroPython board whose ticks_ms() wraps", () => {
  const setup = { ticks: 2 ** 30 - 10_000 }; // 10 s before

  it("rhythm, debouncing and the 6 s of silence stay correct for 30 s around the wrap of ticks_ms()", async () => {
    const presses: Event[] = [9_990, 20_000].flatMap((at): Event[] => [
      [at, "button", true],
      [at + 100, "button", false],
    ]);
    const recording = await run(30_000, [...host(2, 0, 21_000), ...presses], setup);
    const lights = lightsBetween(levelsOf(recording, PICO.red), START, 25_900);
    expect(lights).toHaveLength(26);
    lights.forEach(([from, to], i) => expect([from, to]).toEqual([100 + 1000 * i, 600 + 1000 * i]));
    expect(linesOf(recording).filter((line) => line.includes("btn"))).toEqual([
      button("down", 1),
      button("up", 2),
      button("down", 3),
      button("up", 4),
    ]);
    expect(levelsOf(recording, PICO.green).find(([at, level]) => at > START && level > 0)?.[0]).toBe(26_000);
  });

  it("a silence is measured across the wrap of ticks_ms()", async () => {
    const recording = await run(17_000, bytesAt(9000, stateLine(1)), setup);
    expect(lightsBetween(levelsOf(recording, PICO.green), 9001, 16_500)).toEqual([
      [15_000, 15_060],
      [16_000, 16_060],
    ]);
  });
});

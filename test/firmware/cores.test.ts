/**
 * The sketch on the cores of boards that no emulator runs here. The stubs are as strict as the cores where the sketch
 * depends on them: when a port accepts bytes, what its variant has already named, and which pin is which.
 */
import { describe, expect } from "vitest";
import { testWith } from "../harness/with-tools";
import { compileFor, CORES } from "./cores";
import type { CoreInput, CoreName } from "./cores";
import { hello, stateLine } from "./lines";

const it = testWith("C++ compiler");
const NAMES = Object.keys(CORES) as CoreName[];
const HELLO = '{"t":"hello","p":1}';
const down = (n: number): string => `{"t":"btn","e":"down","n":${n}}`;
const up = (n: number): string => `{"t":"btn","e":"up","n":${n}}`;
/** A host that opens the port 2 s after the start, sends hello and the state, and stays. */
const host = (s: number): CoreInput[] => [
  [2000, "open"],
  [2100, "send", HELLO],
  [2200, "send", stateLine(s).trimEnd()],
];
const boardOf = (name: CoreName): string => (name.startsWith("UNO") ? "arduino" : "esp32");

describe("the sketch on every core", () => {
  for (const name of NAMES) {
    it(`the sketch compiles, answers and sends its button on ${name}`, () => {
      const { lines, errors } = compileFor(name).run([
        ...host(1),
        [2300, "down"],
        [2500, "up"],
        [2700, "send", '{"t":"ping"}'],
        [3000, "end"],
      ]);
      expect(errors).toEqual([]);
      const answers = lines.filter(({ at }) => at >= 2100).map(({ text }) => text);
      expect(answers).toEqual([
        hello(boardOf(name)),
        '{"t":"ok","s":1,"left":1500}',
        down(1),
        up(2),
        '{"t":"pong"}',
      ]);
    }, 60_000);

    it(`the button has no effect while the light shows offline on ${name}, and its events are counted`, () => {
      const { lines } = compileFor(name).run([
        [1000, "down"],
        [1200, "up"],
        ...host(1),
        [8300, "down"], // 6 s after the last line
        [8400, "up"],
        [9000, "send", HELLO],
        [9100, "down"],
        [9200, "end"],
      ]);
      const events = lines.filter(({ text }) => text.includes("btn"));
      expect(events).toEqual([{ at: expect.any(Number), text: down(5) }]);
    }, 60_000);
  }

  it("on an ESP32-C3, S2 or S3 with CDC on boot off the compiler says which menu to use, and else it says nothing", () => {
    const text = "USB CDC On Boot";
    expect(compileFor("ESP32-C3 with CDC on boot off").warnings).toContain(text);
    for (const name of NAMES)
      if (name !== "ESP32-C3 with CDC on boot off") expect(compileFor(name).warnings).toBe("");
  }, 120_000);
});

describe("the pins of boards with a light of their own", () => {
  const litPins = (name: CoreName, s: number): number[] => {
    const { pins, errors } = compileFor(name).run([...host(s), [3000, "end"]]);
    expect(errors).toEqual([]);
    const levels = new Map(pins.map(({ pin, level }) => [pin, level]));
    return [...levels].flatMap(([pin, level]) => (level > 0 ? [pin] : [])).sort((a, b) => a - b);
  };

  it("red, green and blue are right where the built-in light is one of their pins", () => {
    expect(litPins("Heltec WiFi LoRa 32 V2", 1)).toEqual([25]);
    expect(litPins("Heltec WiFi LoRa 32 V2", 5)).toEqual([27]);
    expect(litPins("TTGO LoRa32 v2.1", 3)).toEqual([26]);
    expect(litPins("ESP32-C3 with hardware CDC", 1)).toEqual([5]);
    expect(litPins("ESP32-C3 with hardware CDC", 5)).toEqual([7]);
  }, 120_000);

  it("a board whose built-in light has a pin of its own shows it as well", () => {
    expect(litPins("UNO R4 WiFi", 1)).toEqual([9, 13]);
    expect(litPins("ESP32 DevKit", 1)).toEqual([2, 25]);
    expect(litPins("ESP32-S3 with hardware CDC", 1)).toEqual([5]); // an addressable light needs its own protocol
  }, 120_000);
});

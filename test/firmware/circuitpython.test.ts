import { describe, expect, it } from "vitest";
import { type Event, levelAt, levelsOf, runCircuitPython, runWithoutBoot } from "./micropython";

const COLOURS = { red: "GP16", green: "GP17", blue: "GP18" } as const;
const TICKS = 2 ** 29;

async function run(...args: Parameters<typeof runCircuitPython>) {
  const recording = await runCircuitPython(...args);
  expect(recording.error).toBeNull();
  return recording;
}

const reports = ({ log }: { log: Event[] }) => log.filter(([, what]) => what === "report");
const told = (ms: number, ...bytes: number[]): Event => [ms, "report", bytes];

/** Reads the items of a HID report descriptor: [tag and type, value]. */
function items(descriptor: number[]): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < descriptor.length;) {
    const head = descriptor[at] ?? NaN;
    const size = [0, 1, 2, 4][head & 3] ?? NaN;
    const value = descriptor.slice(at + 1, at + 1 + size).reduce((sum, byte, i) => sum + byte * 256 ** i, 0);
    found.push([head & 0xfc, value]);
    at += 1 + size;
  }
  return found;
}

describe("The do-it-yourself button on USB", () => {
  it("is one HID device: vendor page, usage 1, no report id, one byte in, four bytes out", async () => {
    const { log } = await run(10);
    const devices = log.find(([, what]) => what === "enable")?.[2] as { descriptor: number[] }[];
    expect(devices).toMatchObject([{ usagePage: 0xff00, usage: 1, ids: [0], in: 1, out: 4 }]);
    expect(items(devices[0]?.descriptor ?? [])).toEqual([
      [0x04, 0xff00], // usage page
      [0x08, 1], // usage
      [0xa0, 1], // application collection
      [0x14, 0], // logical minimum
      [0x24, 255], // logical maximum
      [0x74, 8], // report size
      [0x94, 1], // report count
      [0x08, 1],
      [0x80, 2], // input: data, variable, absolute
      [0x94, 4],
      [0x08, 1],
      [0x90, 2], // output: the same
      [0xc0, 0], // end of the collection
    ]);
  });

  it("says what to do where boot.py was forgotten", async () => {
    const { error } = await runWithoutBoot(10);
    expect(error).toContain("copy boot.py too");
  });
});

describe("The do-it-yourself button", () => {
  it("reports bit 0 once when it is pressed for 20 ms, bounces and all, and 0 when it is let go", async () => {
    const bounce = (start: number, pressed: boolean): Event[] =>
      Array.from({ length: 7 }, (_, i): Event => [start + 5 * i, "button", i % 2 === 0 ? pressed : !pressed]);
    const recording = await run(1000, [...bounce(100, true), ...bounce(500, false)]);
    expect(reports(recording)).toEqual([
      [150, "report", [1]],
      [550, "report", [0]],
    ]);
  });

  it("takes no notice of a contact of 19 ms", async () => {
    const recording = await run(500, [
      [100, "button", true],
      [119, "button", false],
    ]);
    expect(reports(recording)).toEqual([]);
  });

  it("tries again when USB is busy", async () => {
    const recording = await run(500, [
      [90, "busy", true],
      [100, "button", true],
      [200, "busy", false],
    ]);
    expect(reports(recording)).toEqual([[200, "report", [1]]]);
  });

  it("never reports a press late that was over before USB was back", async () => {
    const recording = await run(1000, [
      [90, "unplugged", true],
      [100, "button", true],
      [200, "button", false],
      [300, "button", true],
      [400, "unplugged", false],
      [600, "button", false],
    ]);
    expect(reports(recording)).toEqual([[620, "report", [0]]]);
  });

  it("debounces where ticks_ms() begins again", async () => {
    const recording = await run(300, [[90, "button", true]], { ticks: TICKS - 100 });
    expect(reports(recording)).toEqual([[110, "report", [1]]]);
  });
});

describe("The light of the do-it-yourself button", () => {
  it("is dark until it is told", async () => {
    const recording = await run(2000);
    for (const pin of Object.values(COLOURS)) expect(levelsOf(recording, pin)).toEqual([[0, 0]]);
  });

  it("shows the colour it is told, from 0 to full, until it is told another", async () => {
    const recording = await run(3000, [told(100, 255, 26, 1, 0), told(2000, 0, 128, 255, 0)]);
    const at = (ms: number) => Object.values(COLOURS).map((pin) => levelAt(recording, pin, ms));
    expect(at(100)).toEqual([65535, 26 * 257, 257]);
    expect(at(1999)).toEqual([65535, 26 * 257, 257]);
    expect(at(2000)).toEqual([0, 128 * 257, 65535]);
  });

  it("blinks 500 ms on and 500 ms off where it is asked to, beginning with light", async () => {
    const recording = await run(3300, [told(100, 0, 255, 0, 1)]);
    expect(levelsOf(recording, COLOURS.green).slice(1)).toEqual(
      [100, 600, 1100, 1600, 2100, 2600, 3100].map((ms, i) => [ms, i % 2 === 0 ? 65535 : 0]),
    );
    expect(levelsOf(recording, COLOURS.red).every(([, level]) => level === 0)).toBe(true);
  });

  it("keeps its beat when told the same again, and stops at once when told to", async () => {
    const again = [300, 550, 800].map((ms) => told(ms, 255, 0, 0, 1));
    const recording = await run(2500, [told(100, 255, 0, 0, 1), ...again, told(1700, 255, 0, 0, 0)]);
    expect(levelsOf(recording, COLOURS.red).slice(1)).toEqual([
      [100, 65535],
      [600, 0],
      [1100, 65535],
      [1600, 0],
      [1700, 65535],
    ]);
  });

  it("blinks on where ticks_ms() begins again", async () => {
    const recording = await run(3300, [told(100, 0, 0, 255, 1)], { ticks: TICKS - 1234 });
    expect(
      levelsOf(recording, COLOURS.blue)
        .slice(1)
        .map(([ms]) => ms),
    ).toEqual([100, 600, 1100, 1600, 2100, 2600, 3100]);
  });

  it("goes dark when USB is gone", async () => {
    const recording = await run(1000, [told(100, 255, 255, 255, 0), [500, "unplugged", true]]);
    for (const pin of Object.values(COLOURS)) expect(levelAt(recording, pin, 600)).toBe(0);
  });
});

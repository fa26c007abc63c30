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
const sentReport = (ms: number, ...bytes: number[]): Event => [ms, "report", bytes];

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

describe("the do-it-yourself button on USB", () => {
  it("the board is one HID device with the vendor page, usage 1, no report id, one input byte and four output bytes", async () => {
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

  it("code.py without boot.py says what to do", async () => {
    const { error } = await runWithoutBoot(10);
    expect(error).toContain("copy boot.py too");
  });
});

describe("the do-it-yourself button", () => {
  it("a bouncing press is reported once as 1 after 20 stable ms, and the release once as 0", async () => {
    const bounce = (start: number, pressed: boolean): Event[] =>
      Array.from({ length: 7 }, (_, i): Event => [start + 5 * i, "button", i % 2 === 0 ? pressed : !pressed]);
    const recording = await run(1000, [...bounce(100, true), ...bounce(500, false)]);
    expect(reports(recording)).toEqual([
      [150, "report", [1]],
      [550, "report", [0]],
    ]);
  });

  it("a contact of 19 ms is not reported", async () => {
    const recording = await run(500, [
      [100, "button", true],
      [119, "button", false],
    ]);
    expect(reports(recording)).toEqual([]);
  });

  it("a report is sent again when USB is no longer busy", async () => {
    const recording = await run(500, [
      [90, "busy", true],
      [100, "button", true],
      [200, "busy", false],
    ]);
    expect(reports(recording)).toEqual([[200, "report", [1]]]);
  });

  it("a press that was over before USB was connected again is not reported", async () => {
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

  it("debouncing works across the wrap of ticks_ms()", async () => {
    const recording = await run(300, [[90, "button", true]], { ticks: TICKS - 100 });
    expect(reports(recording)).toEqual([[110, "report", [1]]]);
  });
});

describe("the light of the do-it-yourself button", () => {
  it("the light is dark before the first report", async () => {
    const recording = await run(2000);
    for (const pin of Object.values(COLOURS)) expect(levelsOf(recording, pin)).toEqual([[0, 0]]);
  });

  it("the light shows the colour of a report, from 0 to full, until the next report", async () => {
    const recording = await run(3000, [sentReport(100, 255, 26, 1, 0), sentReport(2000, 0, 128, 255, 0)]);
    const at = (ms: number) => Object.values(COLOURS).map((pin) => levelAt(recording, pin, ms));
    expect(at(100)).toEqual([65535, 26 * 257, 257]);
    expect(at(1999)).toEqual([65535, 26 * 257, 257]);
    expect(at(2000)).toEqual([0, 128 * 257, 65535]);
  });

  it("the light blinks 500 ms on and 500 ms off if the report requests it, beginning with on", async () => {
    const recording = await run(3300, [sentReport(100, 0, 255, 0, 1)]);
    expect(levelsOf(recording, COLOURS.green).slice(1)).toEqual(
      [100, 600, 1100, 1600, 2100, 2600, 3100].map((ms, i) => [ms, i % 2 === 0 ? 65535 : 0]),
    );
    expect(levelsOf(recording, COLOURS.red).every(([, level]) => level === 0)).toBe(true);
  });

  it("the same report again does not restart the blinking, and a report without the flag stops it at once", async () => {
    const again = [300, 550, 800].map((ms) => sentReport(ms, 255, 0, 0, 1));
    const recording = await run(2500, [
      sentReport(100, 255, 0, 0, 1),
      ...again,
      sentReport(1700, 255, 0, 0, 0),
    ]);
    expect(levelsOf(recording, COLOURS.red).slice(1)).toEqual([
      [100, 65535],
      [600, 0],
      [1100, 65535],
      [1600, 0],
      [1700, 65535],
    ]);
  });

  it("blinking continues across the wrap of ticks_ms()", async () => {
    const recording = await run(3300, [sentReport(100, 0, 0, 255, 1)], { ticks: TICKS - 1234 });
    expect(
      levelsOf(recording, COLOURS.blue)
        .slice(1)
        .map(([ms]) => ms),
    ).toEqual([100, 600, 1100, 1600, 2100, 2600, 3100]);
  });

  it("the light goes dark when USB is disconnected", async () => {
    const recording = await run(1000, [sentReport(100, 255, 255, 255, 0), [500, "unplugged", true]]);
    for (const pin of Object.values(COLOURS)) expect(levelAt(recording, pin, 600)).toBe(0);
  });
});

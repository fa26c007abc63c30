import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { hello, invalidLines, validLines } from "./lines";
import { bytesAt, type Event, linesOf } from "./micropython";
import { button, host, PING, run } from "./micropython-host";

vi.setConfig({ testTimeout: 60_000 });

describe("the lines of a MicroPython board", () => {
  it.each([
    ["rp2", "Raspberry Pi Pico with RP2040", "rp2040"],
    ["rp2", "Raspberry Pi Pico 2 W with RP2350", "rp2350"],
    ["esp32", "Generic ESP32 module with ESP32", "esp32"],
    ["esp32", "Generic ESP32C3 module with ESP32C3", "esp32c3"],
  ])("the first line is a hello with the board's name (%s, %s: %s)", async (platform, machine, name) => {
    const recording = await run(50, [], { platform, machine });
    expect(linesOf(recording)).toEqual([hello(name)]);
  });

  it("every hello is answered with a hello, whatever its protocol number", async () => {
    const recording = await run(100, bytesAt(20, '{"t":"hello","p":1}\n{"t":"hello","p":2}\n'));
    expect(linesOf(recording)).toEqual(Array<string>(3).fill(hello("rp2040")));
  });

  it("every line of the table gets its answer, in order", async () => {
    const table = [...validLines, ...invalidLines];
    const bytes = table.flatMap(([, line], i) => bytesAt(20 + 20 * i, `${line}\n`));
    const recording = await run(40 + 20 * table.length, bytes);
    const answers = linesOf(recording).slice(1);
    expect(answers).toHaveLength(table.length);
    table.forEach(([description, , answer], i) => expect(answers[i], description).toBe(answer));
  });

  it("a line that arrives byte by byte is answered at its end, and empty lines are ignored", async () => {
    const bytes = [...PING].flatMap((char, i) => bytesAt(20 + 10 * i, char));
    const recording = await run(400, [...bytes, ...bytesAt(300, "\n\r\n\n")]);
    expect(linesOf(recording)).toEqual([hello("rp2040"), '{"t":"pong"}']);
    expect(recording.log.find(([, , value]) => value === '{"t":"pong"}\n')?.[0]).toBe(
      20 + 10 * (PING.length - 1),
    );
  });

  it("random bytes cause no button event, and a hello afterwards is answered", async () => {
    const noise = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom(...new TextEncoder().encode('{}[]":,\\u0123456789tfnsehlopingx.-+ \r\n')),
      ),
      { maxLength: 4000 },
    );
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        const lines = linesOf(
          await run(400, [...bytesAt(10, bytes), ...bytesAt(300, '\n{"t":"hello","p":1}\n')]),
        );
        expect(lines.filter((line) => line.includes("btn"))).toEqual([]);
        expect(lines.at(-1)).toBe(hello("rp2040"));
      }),
      { numRuns: 15 },
    );
  });
});

describe("the button of a MicroPython board", () => {
  it("a bouncing press and a bouncing release are each reported once, after 20 stable ms, and n counts them", async () => {
    const bounce = (start: number, pressed: boolean): Event[] =>
      Array.from({ length: 7 }, (_, i): Event => [start + 5 * i, "button", i % 2 === 0 ? pressed : !pressed]);
    const recording = await run(500, [...host(1, 0, 0), ...bounce(200, true), ...bounce(300, false)]);
    const presses = recording.log.filter(([, , value]) => String(value).includes("btn"));
    expect(presses).toEqual([
      [250, "stdout", `${button("down", 1)}\n`],
      [350, "stdout", `${button("up", 2)}\n`],
    ]);
  });

  it("a button that is held at the start is no press", async () => {
    const held: Event[] = [[1, "button", true]];
    const recording = await run(500, [...held, ...host(1, 0, 0), [300, "button", false]]);
    expect(linesOf(recording).filter((line) => line.includes("btn"))).toEqual([button("up", 1)]);
  });

  it("button events without a host are counted but not sent, so that no old press waits in the USB stack", async () => {
    const recording = await run(600, [
      [100, "button", true],
      [200, "button", false],
      ...bytesAt(300, '{"t":"hello","p":1}\n'),
      [400, "button", true],
    ]);
    expect(linesOf(recording).slice(1)).toEqual([hello("rp2040"), button("down", 3)]);
  });
});

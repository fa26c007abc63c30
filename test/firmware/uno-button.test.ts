import { beforeEach, describe, expect, it, vi } from "vitest";
import { hello } from "./lines";
import { Uno } from "./uno";

vi.setConfig({ testTimeout: 60_000 }); // simulated seconds cost real ones on a busy machine

const event = (e: "down" | "up", n: number) => `{"t":"btn","e":"${e}","n":${n}}`;

let uno: Uno;

function after(ms: number): string[] {
  uno.run(ms);
  return uno.takeLines();
}

beforeEach(() => {
  uno = new Uno();
  after(100);
});

describe("The button of an Uno", () => {
  it("needs no resistor: the pin pulls itself up", () => {
    expect(uno.buttonPulledUp).toBe(true);
  });

  it("reports a press on its way down, 20 ms after the contact closes", () => {
    const closed = uno.ms;
    let first = 0;
    uno.onByte = () => (first ||= uno.ms);
    uno.button(true);
    expect(after(40)).toEqual([event("down", 1)]);
    expect(first - closed).toBeGreaterThan(18.9); // millis() counts in steps of 1.024 ms
    expect(first - closed).toBeLessThan(23);
  });

  it("reports the release, and nothing while it is held", () => {
    uno.button(true);
    expect(after(40)).toEqual([event("down", 1)]);
    expect(after(3000)).toEqual([]);
    uno.button(false);
    expect(after(40)).toEqual([event("up", 2)]);
    expect(after(3000)).toEqual([]);
  });

  it("makes one down and one up of a contact that bounces for 30 ms both times", () => {
    for (const [pressed, expected] of [
      [true, event("down", 1)],
      [false, event("up", 2)],
    ] as const) {
      for (let i = 0; i < 10; i++) {
        uno.button(pressed);
        uno.run(1.7);
        uno.button(!pressed);
        uno.run(1.3);
      }
      uno.button(pressed);
      expect(after(60)).toEqual([expected]);
    }
  });

  it("takes no notice of contacts shorter than 18 ms", () => {
    for (let i = 0; i < 20; i++) {
      uno.button(true);
      uno.run(18);
      uno.button(false);
      uno.run(30);
    }
    expect(uno.takeLines()).toEqual([]);
  });

  it("takes no notice of a release shorter than 18 ms", () => {
    uno.button(true);
    uno.run(50);
    uno.button(false);
    uno.run(18);
    uno.button(true);
    expect(after(100)).toEqual([event("down", 1)]);
  });

  it("counts every event, past nine and past ninety-nine", () => {
    const expected = [];
    for (let n = 1; n <= 102; n += 2) {
      uno.button(true);
      uno.run(30);
      uno.button(false);
      uno.run(30);
      expected.push(event("down", n), event("up", n + 1));
    }
    expect(after(20)).toEqual(expected);
  });

  it("counts from 1 again after a reset", () => {
    uno.button(true);
    uno.run(50);
    uno.button(false);
    uno.run(50);
    uno.reset();
    uno.takeLines();
    expect(after(50)).toEqual([hello("uno")]);
    uno.button(true);
    expect(after(50)).toEqual([event("down", 1)]);
  });

  it("counts on when it is asked for hello", () => {
    uno.button(true);
    uno.run(50);
    uno.send('{"t":"hello","p":1}\n');
    uno.run(50);
    uno.button(false);
    expect(after(50)).toEqual([event("down", 1), hello("uno"), event("up", 2)]);
  });

  it("makes no press of a button that is held while the board starts", () => {
    uno.button(true);
    uno.reset();
    uno.takeLines();
    expect(after(500)).toEqual([hello("uno")]);
    uno.button(false);
    expect(after(50)).toEqual([event("up", 1)]);
    uno.button(true);
    expect(after(50)).toEqual([event("down", 2)]);
  });

  it("is heard in the midst of traffic, and never breaks another line", () => {
    uno.send('{"t":"hello","p":1}\n'.repeat(20));
    const expected = [];
    for (let n = 1; n <= 4; n += 2) {
      uno.button(true);
      uno.run(30);
      uno.button(false);
      uno.run(30);
      expected.push(event("down", n), event("up", n + 1));
    }
    const lines = after(500);
    const events = lines.filter((line) => line.includes("btn"));
    expect(expected).toEqual(expect.arrayContaining(events)); // a full outbox may cost some; `n` then has a gap
    expect(lines.filter((line) => !line.includes("btn")).every((line) => line === hello("uno"))).toBe(true);
  });
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import { hello } from "./lines";
import { Uno } from "./uno";

vi.setConfig({ testTimeout: 60_000 }); // the simulation is slow on a busy machine

const event = (e: "down" | "up", n: number) => `{"t":"btn","e":"${e}","n":${n}}`;

let uno: Uno;

function linesAfter(ms: number): string[] {
  uno.run(ms);
  return uno.takeLines();
}

/** A host is there from now on: the light is not offline for the next 6 s. */
function connect() {
  uno.send('{"t":"hello","p":1}\n');
  linesAfter(100);
}

beforeEach(() => {
  uno = new Uno();
  linesAfter(100);
  connect();
});

describe("the button of an Uno", () => {
  it("the button needs no resistor, because the pin has its pull-up on", () => {
    expect(uno.buttonPulledUp).toBe(true);
  });

  it("a press is reported 20 ms after the contact closes", () => {
    const closed = uno.ms;
    let first = 0;
    uno.onByte = () => (first ||= uno.ms);
    uno.button(true);
    expect(linesAfter(40)).toEqual([event("down", 1)]);
    expect(first - closed).toBeGreaterThan(18.9); // millis() counts in steps of 1.024 ms
    expect(first - closed).toBeLessThan(23);
  });

  it("a held button reports nothing until its release", () => {
    uno.button(true);
    expect(linesAfter(40)).toEqual([event("down", 1)]);
    expect(linesAfter(3000)).toEqual([]);
    uno.button(false);
    expect(linesAfter(40)).toEqual([event("up", 2)]);
    expect(linesAfter(3000)).toEqual([]);
  });

  it("a contact that bounces for 30 ms both times gives one down and one up", () => {
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
      expect(linesAfter(60)).toEqual([expected]);
    }
  });

  it("contacts of 18 ms are ignored", () => {
    for (let i = 0; i < 20; i++) {
      uno.button(true);
      uno.run(18);
      uno.button(false);
      uno.run(30);
    }
    expect(uno.takeLines()).toEqual([]);
  });

  it("a release of 18 ms is ignored", () => {
    uno.button(true);
    uno.run(50);
    uno.button(false);
    uno.run(18);
    uno.button(true);
    expect(linesAfter(100)).toEqual([event("down", 1)]);
  });

  it("every event is counted, above 9 and above 99 as well", () => {
    const expected = [];
    for (let n = 1; n <= 102; n += 2) {
      uno.button(true);
      uno.run(30);
      uno.button(false);
      uno.run(30);
      expected.push(event("down", n), event("up", n + 1));
    }
    expect(linesAfter(20)).toEqual(expected);
  });

  it("events are counted from 1 again after a reset", () => {
    uno.button(true);
    uno.run(50);
    uno.button(false);
    uno.run(50);
    uno.reset();
    uno.takeLines();
    expect(linesAfter(50)).toEqual([hello("uno")]);
    connect();
    uno.button(true);
    expect(linesAfter(50)).toEqual([event("down", 1)]);
  });

  it("events are counted on after a hello", () => {
    uno.button(true);
    uno.run(50);
    uno.send('{"t":"hello","p":1}\n');
    uno.run(50);
    uno.button(false);
    expect(linesAfter(50)).toEqual([event("down", 1), hello("uno"), event("up", 2)]);
  });

  it("a button that is held while the board starts is no press", () => {
    uno.button(true);
    uno.reset();
    uno.takeLines();
    expect(linesAfter(500)).toEqual([hello("uno")]);
    connect();
    uno.button(false);
    expect(linesAfter(50)).toEqual([event("up", 1)]);
    uno.button(true);
    expect(linesAfter(50)).toEqual([event("down", 2)]);
  });

  it("button events between many other lines do not damage a line", () => {
    uno.send('{"t":"hello","p":1}\n'.repeat(20));
    const expected = [];
    for (let n = 1; n <= 4; n += 2) {
      uno.button(true);
      uno.run(30);
      uno.button(false);
      uno.run(30);
      expected.push(event("down", n), event("up", n + 1));
    }
    const lines = linesAfter(500);
    const events = lines.filter((line) => line.includes("btn"));
    expect(expected).toEqual(expect.arrayContaining(events)); // a full outbox may drop some; `n` then has a gap
    expect(lines.filter((line) => !line.includes("btn")).every((line) => line === hello("uno"))).toBe(true);
  });
});

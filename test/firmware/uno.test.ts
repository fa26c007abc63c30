import { beforeEach, describe, expect, it } from "vitest";
import { hello, refused, stateLine, understood } from "./lines";
import { Uno } from "./uno";

let uno: Uno;

/** One line, and what the board says to it within 60 ms (an answer of 90 bytes takes 8). */
function ask(line: string): string[] {
  uno.send(`${line}\n`);
  uno.run((line.length + 1) * 0.087 + 60);
  return uno.takeLines();
}

beforeEach(() => {
  uno = new Uno();
});

describe("An Uno with the committed firmware", () => {
  it("says hello when it starts, within 20 ms", () => {
    uno.run(20);
    expect(uno.takeLines()).toEqual([hello("uno")]);
  });

  it("says hello again after a reset", () => {
    uno.run(50);
    uno.takeLines();
    uno.reset();
    uno.run(50);
    expect(uno.takeLines()).toEqual([hello("uno")]);
  });
});

describe("An Uno that has started", () => {
  beforeEach(() => {
    uno.run(50);
    uno.takeLines();
  });

  it("says hello whenever it is asked, as often as it is asked", () => {
    for (let i = 0; i < 3; i++) expect(ask('{"t":"hello","p":1}')).toEqual([hello("uno")]);
  });

  it.each([2, 0, 99])(
    "answers a host of protocol %i with its own hello, so that the app can say what to update",
    (p) => {
      expect(ask(`{"t":"hello","p":${p}}`)).toEqual([hello("uno")]);
    },
  );

  it.each(understood)("understands %s", (_, line, answer) => {
    expect(ask(line)).toEqual([answer]);
  });

  it.each(refused)("answers %s with one err, and goes on", (_, line, answer) => {
    expect(ask(line)).toEqual([answer]);
    expect(ask('{"t":"ping"}')).toEqual(['{"t":"pong"}']);
  });

  it.each(Array.from({ length: 6 }, (_, s) => s))("echoes state %i and what is left", (s) => {
    expect(ask(stateLine(s, 0, 42).trim())).toEqual([`{"t":"ok","s":${s},"left":42}`]);
  });

  it("says nothing to empty lines", () => {
    expect(ask("\n\r\n\n")).toEqual([]);
  });

  it("waits for the end of a line that comes byte by byte", () => {
    for (const byte of new TextEncoder().encode('{"t":"ping"}')) {
      uno.send([byte]);
      uno.run(30);
      expect(uno.takeLines()).toEqual([]);
    }
    expect(ask("")).toEqual(['{"t":"pong"}']);
  });

  it("answers two lines that come back to back, in their order", () => {
    uno.send(stateLine(1) + '{"t":"ping"}\n');
    uno.run(60);
    expect(uno.takeLines()).toEqual(['{"t":"ok","s":1,"left":1500}', '{"t":"pong"}']);
  });

  it("answers a line that comes while a long answer is still on its way", () => {
    uno.send('{"t":"hello","p":1}\n{"t":"hello","p":1}\n' + stateLine(2));
    uno.run(80);
    expect(uno.takeLines()).toEqual([hello("uno"), hello("uno"), '{"t":"ok","s":2,"left":1500}']);
  });

  it("loses no byte of a flood: every one of 40 lines without a pause has its answer", () => {
    uno.send(stateLine(1).repeat(40)); // 55 bytes each, 28 back: the answers keep up
    uno.run(300);
    expect(uno.takeLines()).toEqual(Array<string>(40).fill('{"t":"ok","s":1,"left":1500}'));
  });

  it("drops whole answers, never parts of one, when more is asked than the line can carry", () => {
    uno.send('{"t":"hello"}\n'.repeat(60)); // 14 bytes each, 86 back
    uno.run(1000);
    const lines = uno.takeLines();
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.length).toBeLessThan(60);
    expect(new Set(lines)).toEqual(new Set([hello("uno")]));
    expect(ask('{"t":"ping"}')).toEqual(['{"t":"pong"}']);
  });

  it("is in step again at the next line end after half a line", () => {
    const half = '{"t":"sta';
    expect(ask(`${half}{"t":"hello","p":1}`)).toEqual(['{"t":"err","code":"bad-json"}']);
    expect(ask('{"t":"hello","p":1}')).toEqual([hello("uno")]);
  });
});

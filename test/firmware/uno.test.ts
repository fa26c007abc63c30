import { beforeEach, describe, expect, it } from "vitest";
import { hello, invalidLines, stateLine, validLines } from "./lines";
import { Uno } from "./uno";

let uno: Uno;

/** Sends one line; returns the answers within 60 ms (an answer of 90 bytes takes 8 ms). */
function request(line: string): string[] {
  uno.send(`${line}\n`);
  uno.run((line.length + 1) * 0.087 + 60);
  return uno.takeLines();
}

beforeEach(() => {
  uno = new Uno();
});

describe("an Uno that starts", () => {
  it("an Uno with the committed firmware sends hello within 20 ms of its start", () => {
    uno.run(20);
    expect(uno.takeLines()).toEqual([hello("uno")]);
  });

  it("an Uno sends hello again after a reset", () => {
    uno.run(50);
    uno.takeLines();
    uno.reset();
    uno.run(50);
    expect(uno.takeLines()).toEqual([hello("uno")]);
  });
});

describe("an Uno that has started", () => {
  beforeEach(() => {
    uno.run(50);
    uno.takeLines();
  });

  it("every hello is answered with a hello", () => {
    for (let i = 0; i < 3; i++) expect(request('{"t":"hello","p":1}')).toEqual([hello("uno")]);
  });

  it.each([2, 0, 99])(
    "a hello with protocol number %i is answered with the board's own hello, so that the app can say what to update",
    (p) => {
      expect(request(`{"t":"hello","p":${p}}`)).toEqual([hello("uno")]);
    },
  );

  it.each(validLines)("an Uno answers %s", (_, line, answer) => {
    expect(request(line)).toEqual([answer]);
  });

  it.each(invalidLines)(
    "an Uno answers %s with one err and then answers the next line",
    (_, line, answer) => {
      expect(request(line)).toEqual([answer]);
      expect(request('{"t":"ping"}')).toEqual(['{"t":"pong"}']);
    },
  );

  it.each(Array.from({ length: 6 }, (_, s) => s))(
    "the ok of state %i contains the state and the seconds left",
    (s) => {
      expect(request(stateLine(s, 0, 42).trim())).toEqual([`{"t":"ok","s":${s},"left":42}`]);
    },
  );

  it("empty lines are not answered", () => {
    expect(request("\n\r\n\n")).toEqual([]);
  });

  it("a line that arrives byte by byte is answered at its end", () => {
    for (const byte of new TextEncoder().encode('{"t":"ping"}')) {
      uno.send([byte]);
      uno.run(30);
      expect(uno.takeLines()).toEqual([]);
    }
    expect(request("")).toEqual(['{"t":"pong"}']);
  });

  it("two lines without a pause are answered in their order", () => {
    uno.send(stateLine(1) + '{"t":"ping"}\n');
    uno.run(60);
    expect(uno.takeLines()).toEqual(['{"t":"ok","s":1,"left":1500}', '{"t":"pong"}']);
  });

  it("a line that arrives during a long answer is answered", () => {
    uno.send('{"t":"hello","p":1}\n{"t":"hello","p":1}\n' + stateLine(2));
    uno.run(80);
    expect(uno.takeLines()).toEqual([hello("uno"), hello("uno"), '{"t":"ok","s":2,"left":1500}']);
  });

  it("each of 40 lines without a pause is answered", () => {
    uno.send(stateLine(1).repeat(40)); // 55 bytes each, with answers of 28 bytes: the board can keep up
    uno.run(300);
    expect(uno.takeLines()).toEqual(Array<string>(40).fill('{"t":"ok","s":1,"left":1500}'));
  });

  it("only complete answers are dropped when the host requests more than the serial line can carry", () => {
    uno.send('{"t":"hello"}\n'.repeat(60)); // 14 bytes each, with answers of 86 bytes
    uno.run(1000);
    const lines = uno.takeLines();
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.length).toBeLessThan(60);
    expect(new Set(lines)).toEqual(new Set([hello("uno")]));
    expect(request('{"t":"ping"}')).toEqual(['{"t":"pong"}']);
  });

  it("an incomplete line only affects the line behind it", () => {
    const incomplete = '{"t":"sta';
    expect(request(`${incomplete}{"t":"hello","p":1}`)).toEqual(['{"t":"err","code":"bad-json"}']);
    expect(request('{"t":"hello","p":1}')).toEqual([hello("uno")]);
  });
});

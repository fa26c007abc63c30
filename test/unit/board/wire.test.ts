import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeBoardLine, parseHostLine } from "../../../src/board/boardWire";
import { makeLineSplitter } from "../../../src/board/lines";
import { encode, encodeLine, parseBoardLine } from "../../../src/board/wire";

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const text = (line: Uint8Array) => String.fromCharCode(...line);
const line = (value: string) => {
  const heard = parseBoardLine(value);
  return heard.ok ? heard.line : "noise";
};

describe("a line to the board", () => {
  it("is one flat object and ends with a newline", () => {
    expect(text(encode({ t: "hello", p: 1 }))).toBe('{"t":"hello","p":1}\n');
    expect(text(encode({ t: "ping" }))).toBe('{"t":"ping"}\n');
    expect(text(encode({ t: "state", s: 1, left: 1500, total: 1500, held: 0 }))).toBe(
      '{"t":"state","s":1,"left":1500,"total":1500,"held":0}\n',
    );
  });

  it("fits an Uno's receive buffer of 64 bytes, the longest state too", () => {
    expect(encode({ t: "state", s: 5, left: 86400, total: 86400, held: 1 }).length).toBeLessThan(64);
  });

  it("is at most 120 bytes and ASCII, or it is our mistake", () => {
    expect(() => encodeLine({ t: "x".repeat(111) }, 120)).not.toThrow();
    expect(() => encodeLine({ t: "x".repeat(112) }, 120)).toThrow(RangeError);
    expect(() => encodeLine({ t: "é" }, 120)).toThrow(RangeError);
  });
});

describe("a line from the board", () => {
  it.each([
    [
      '{"t":"hello","p":1,"fw":"shared-pomodoro/1.0","board":"uno","caps":["button","led"]}',
      { t: "hello", p: 1, fw: "shared-pomodoro/1.0", board: "uno", caps: ["button", "led"] },
    ],
    ['{"t":"ok","s":1,"left":1500}', { t: "ok", s: 1, left: 1500 }],
    ['{"t":"btn","e":"down","n":1}', { t: "btn", e: "down", n: 1 }],
    ['{"t":"btn","e":"up","n":2}', { t: "btn", e: "up", n: 2 }],
    ['{"t":"pong"}', { t: "pong" }],
    ['{"t":"err","code":"too-long"}', { t: "err", code: "too-long" }],
  ])("%s is understood", (given, expected) => expect(line(given)).toEqual(expected));

  it("may have fields that we do not know", () => {
    expect(line('{"t":"pong","up":7,"deep":{"a":[1]}}')).toEqual({ t: "pong" });
  });

  it("may say hello with nothing but its protocol", () => {
    expect(line('{"t":"hello","p":2}')).toEqual({ t: "hello", p: 2, fw: "", board: "", caps: [] });
  });

  it("has its words cut to 32 plain characters, for people read them", () => {
    const hello = line(`{"t":"hello","p":1,"board":"\\u202eevil\\u0007${"x".repeat(40)}"}`);
    expect(hello).toMatchObject({ board: "evil" + "x".repeat(28) });
  });

  it.each([
    "ets Jun  8 2016 00:22:57",
    ">>> import main",
    "Traceback (most recent call last):",
    "",
    "null",
    "7",
    '"hello"',
    "[]",
    '[{"t":"btn","e":"down","n":1}]',
    "{}",
    '{"t":"button"}',
    '{"t":"hello"}',
    '{"t":"hello","p":"1"}',
    '{"t":"btn","e":"down"}',
    '{"t":"btn","e":"down","n":0}',
    '{"t":"btn","e":"down","n":1.5}',
    '{"t":"btn","e":"down","n":"1"}',
    '{"t":"btn","e":"press","n":1}',
    '{"t":"ok","s":6,"left":1}',
    '{"t":"ok","s":1,"left":-1}',
    '{"t":"ok","s":1}',
    '{"__proto__":{"t":"pong"}}',
    'n","e":"down","n":5}',
    '{"t":"btn","e":"down","n":1}{"t":"btn","e":"up","n":2}',
  ])("%s is noise, and no exception", (given) => expect(line(given)).toBe("noise"));
});

describe("the line splitter", () => {
  const cut = (limit: number, ...chunks: string[]) => {
    const split = makeLineSplitter(limit);
    return chunks.flatMap((chunk) => split(bytes(chunk)));
  };
  const whole = (value: string) => ({ ok: true, text: value });

  it("finds lines wherever the stream is cut", () => {
    expect(cut(200, "a", "b\nc", "d", "\n", "e\n")).toEqual([whole("ab"), whole("cd"), whole("e")]);
  });
  it("ignores carriage returns and empty lines", () => {
    expect(cut(200, "\r\n\n", "a\r\n", "\r", "b\n")).toEqual([whole("a"), whole("b")]);
  });
  it("keeps a line of 200 bytes and makes noise of one of 201", () => {
    expect(cut(200, "x".repeat(200) + "\n")).toEqual([whole("x".repeat(200))]);
    expect(cut(200, "x".repeat(201) + "\n")).toMatchObject([{ ok: false, tooLong: true }]);
  });
  it("drops the rest of an over-long line up to its newline, and goes on", () => {
    const lines = cut(200, "x".repeat(5000), '{"t":"btn","e":"down","n":1}\n{"t":"pong"}\n');
    expect(lines).toMatchObject([{ ok: false }, whole('{"t":"pong"}')]);
  });
  it("makes noise of bytes outside ASCII", () => {
    expect(cut(200, "\xff\x00\n", "a\n")).toMatchObject([{ ok: false, tooLong: false }, whole("a")]);
  });
  it("never tells of a half line", () => {
    expect(cut(200, '{"t":"btn","e":"down","n":1}')).toEqual([]);
  });
  it("gives the same lines for every way of cutting", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.array(fc.nat(600)), (stream, cuts) => {
        const split = makeLineSplitter(40);
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const pieces = places.flatMap((from, i) =>
          split(stream.subarray(from, Math.max(from, places[i + 1] ?? from))),
        );
        expect(pieces).toEqual(makeLineSplitter(40)(stream));
      }),
    );
  });
});

describe("both ends of the wire", () => {
  const seconds = fc.integer({ min: 0, max: 86400 });
  const hostLine = fc.oneof(
    fc.constant({ t: "ping" } as const),
    fc.record({ t: fc.constant("hello" as const), p: fc.integer({ min: 0, max: 99 }) }),
    fc.record({
      t: fc.constant("state" as const),
      s: fc.integer({ min: 0, max: 5 }),
      left: seconds,
      total: seconds,
      held: fc.constantFrom(0 as const, 1 as const),
    }),
  );
  it("understand each other's lines", () => {
    fc.assert(
      fc.property(hostLine, (given) => {
        expect(parseHostLine(text(encode(given)).trim())).toEqual({ ok: true, line: given });
      }),
    );
    const down = { t: "btn", e: "down", n: 3 } as const;
    expect(line(text(encodeBoardLine(down)).trim())).toEqual(down);
  });
  it("take any text for a value, never throwing", () => {
    const nearly = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((inner) => `{"t":"btn",${inner}`),
    );
    fc.assert(
      fc.property(nearly, (given) => {
        expect(typeof parseBoardLine(given).ok).toBe("boolean");
        expect(typeof parseHostLine(given).ok).toBe("boolean");
      }),
    );
  });
});

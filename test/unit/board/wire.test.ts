import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeBoardLine, parseHostLine } from "../../../src/board/boardWire";
import { makeLineSplitter } from "../../../src/board/lines";
import { encode, encodeLine, parseBoardLine } from "../../../src/board/wire";

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const text = (line: Uint8Array) => String.fromCharCode(...line);
const line = (value: string) => {
  const parsed = parseBoardLine(value);
  return parsed.ok ? parsed.line : "noise";
};

describe("a line to the board", () => {
  it("a line to the board is one flat object and ends with a newline", () => {
    expect(text(encode({ t: "hello", p: 1 }))).toBe('{"t":"hello","p":1}\n');
    expect(text(encode({ t: "ping" }))).toBe('{"t":"ping"}\n');
    expect(text(encode({ t: "state", s: 1, left: 1500, total: 1500, held: 0 }))).toBe(
      '{"t":"state","s":1,"left":1500,"total":1500,"held":0}\n',
    );
  });

  it("the longest state fits an Uno's receive buffer of 64 bytes", () => {
    expect(encode({ t: "state", s: 5, left: 86400, total: 86400, held: 1 }).length).toBeLessThan(64);
  });

  it("encodeLine throws above its limit of bytes and outside ASCII", () => {
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
  ])("the board's line %s is parsed", (given, expected) => expect(line(given)).toEqual(expected));

  it("unknown fields of a board's line are ignored", () => {
    expect(line('{"t":"pong","up":7,"deep":{"a":[1]}}')).toEqual({ t: "pong" });
  });

  it("a hello names its firmware or its board: without both it is the host's own, sent back by a modem", () => {
    const bare = { t: "hello", p: 2, fw: "", board: "", caps: [] };
    expect(line('{"t":"hello","p":2,"fw":"x/1"}')).toEqual({ ...bare, fw: "x/1" });
    expect(line('{"t":"hello","p":2,"board":"x"}')).toEqual({ ...bare, board: "x" });
    for (const text of ['{"t":"hello","p":1}', '{"t":"hello","p":1,"fw":"","board":"\\u202e"}'])
      expect(line(text)).toBe("noise");
  });

  it("texts of a board are cut to 32 printable characters, because people read them", () => {
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
  ])("the text %s is noise and throws no exception", (given) => expect(line(given)).toBe("noise"));
});

describe("the line splitter", () => {
  const split = (limit: number, ...chunks: string[]) => {
    const splitter = makeLineSplitter(limit);
    return chunks.flatMap((chunk) => splitter(bytes(chunk)));
  };
  const whole = (value: string) => ({ ok: true, text: value });

  it("the splitter finds lines wherever the stream is cut into chunks", () => {
    expect(split(200, "a", "b\nc", "d", "\n", "e\n")).toEqual([whole("ab"), whole("cd"), whole("e")]);
  });
  it("the splitter ignores carriage returns and empty lines", () => {
    expect(split(200, "\r\n\n", "a\r\n", "\r", "b\n")).toEqual([whole("a"), whole("b")]);
  });
  it("the splitter keeps a line of 200 bytes and reports one of 201 as noise", () => {
    expect(split(200, "x".repeat(200) + "\n")).toEqual([whole("x".repeat(200))]);
    expect(split(200, "x".repeat(201) + "\n")).toMatchObject([{ ok: false, tooLong: true }]);
  });
  it("the splitter skips the rest of a too long line and returns the next line", () => {
    const lines = split(200, "x".repeat(5000), '{"t":"btn","e":"down","n":1}\n{"t":"pong"}\n');
    expect(lines).toMatchObject([{ ok: false }, whole('{"t":"pong"}')]);
  });
  it("the splitter reports a line with bytes outside ASCII as noise", () => {
    expect(split(200, "\xff\x00\n", "a\n")).toMatchObject([{ ok: false, tooLong: false }, whole("a")]);
  });
  it("the splitter returns nothing for an incomplete line", () => {
    expect(split(200, '{"t":"btn","e":"down","n":1}')).toEqual([]);
  });
  it("the splitter returns the same lines for all chunks of the same stream", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.array(fc.nat(600)), (stream, cuts) => {
        const split = makeLineSplitter(40);
        const cutPoints = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const pieces = cutPoints.flatMap((from, i) =>
          split(stream.subarray(from, Math.max(from, cutPoints[i + 1] ?? from))),
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
  it("each side parses what the other side encodes", () => {
    fc.assert(
      fc.property(hostLine, (given) => {
        expect(parseHostLine(text(encode(given)).trim())).toEqual({ ok: true, line: given });
      }),
    );
    const down = { t: "btn", e: "down", n: 3 } as const;
    expect(line(text(encodeBoardLine(down)).trim())).toEqual(down);
  });
  it("both parsers accept any text without throwing", () => {
    const almostLines = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((inner) => `{"t":"btn",${inner}`),
    );
    fc.assert(
      fc.property(almostLines, (given) => {
        expect(typeof parseBoardLine(given).ok).toBe("boolean");
        expect(typeof parseHostLine(given).ok).toBe("boolean");
      }),
    );
  });
});

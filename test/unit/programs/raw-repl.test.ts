/** The raw REPL's host side against devices that are none, or that do not keep to its rules; time is simulated. */
import { describe, expect, it } from "vitest";
import { unpluggedError } from "../../../src/board/board";
import type { BoardError, ByteLink } from "../../../src/board/board";
import { InstallError } from "../../../src/programs/installer";
import { CHUNK_BYTES, ENTER_TIMEOUT_MS, MAX_WAITING_BYTES } from "../../../src/programs/micropython/limits";
import { makePipe } from "../../../src/programs/micropython/pipe";
import { enterRawRepl } from "../../../src/programs/micropython/rawRepl";
import { FakeClock } from "../../harness/fakes/fake-clock";

const BANNER = "raw REPL; CTRL-B to exit\r\n>";

/** A byte link whose device answers each write with what `answer` returns, or not at all. */
class Device implements ByteLink {
  readonly written: string[] = [];
  send: (text: string) => void = () => {};
  lose: () => void = () => {};
  blocks = false;
  constructor(public answer: (text: string) => string | null) {}
  start(onBytes: (chunk: Uint8Array) => void, onLost: (error: BoardError) => void): void {
    this.send = (text) => onBytes(Buffer.from(text, "latin1"));
    this.lose = () => onLost(unpluggedError());
  }
  async write(bytes: Uint8Array): Promise<void> {
    if (this.blocks) return new Promise(() => {});
    const text = Buffer.from(bytes).toString("latin1");
    this.written.push(text);
    const answer = this.answer(text);
    if (answer !== null) this.send(answer);
    return undefined;
  }
  async setSignals(): Promise<void> {}
  async close(): Promise<void> {}
}

/** Enters the raw REPL, and runs `code` in it if there is one; advances the time until both are settled. */
async function run(
  device: Device,
  code?: string,
  signal = new AbortController().signal,
  clock = new FakeClock(),
) {
  const pipe = makePipe(device, clock, signal);
  let result: unknown;
  const work = (async () => {
    const repl = await enterRawRepl(pipe, clock.now);
    return code === undefined ? repl : await repl.exec(code);
  })().then(
    (value) => (result = value),
    (error: unknown) => (result = error),
  );
  for (let i = 0; result === undefined && i < 1000; i++) await clock.advance(50);
  await work;
  return { result, clock };
}

/** A board that enters the raw REPL, and whose answer to a program is `program`. */
const board = (program: (text: string) => string | null) => {
  let isRaw = false;
  return new Device((text) => {
    if (text === "\x01" && !isRaw) {
      isRaw = true;
      return `\r\n${BANNER}`;
    }
    if (text === "\x01") return BANNER;
    if (text === "\x03\x03") return isRaw ? "" : "\r\n>>> ";
    if (text === "\x04" && isRaw && !device.hasRestarted) {
      device.hasRestarted = true;
      return `OK\r\nMPY: soft reboot\r\n${BANNER}`;
    }
    return program(text);
  });
};
const device = { hasRestarted: false };
const boardOf = (program: (text: string) => string | null): Device => {
  device.hasRestarted = false;
  return board(program);
};
/** Whether nothing but Ctrl-A to Ctrl-E was sent: no byte of a file. */
const isOnlyControl = (texts: Iterable<string>) =>
  [...texts].every((text) => [...text].every((char) => char >= "\x01" && char <= "\x05"));
const code = (result: unknown) => (result instanceof InstallError ? result.code : result);

describe("a device that is no MicroPython board", () => {
  it("a device that is no MicroPython board says nothing: no-answer after the time limit, and all that was sent are control characters", async () => {
    const silent = new Device(() => null);
    const { result, clock } = await run(silent);
    expect(code(result)).toBe("no-answer");
    expect(clock.now()).toBeGreaterThanOrEqual(ENTER_TIMEOUT_MS);
    expect(isOnlyControl(silent.written)).toBe(true);
  });

  it("repeats what it is sent: no-micropython", async () => {
    const echo = new Device((text) => text);
    const { result } = await run(echo);
    expect(code(result)).toBe("no-micropython");
    expect(isOnlyControl(echo.written)).toBe(true);
  });

  it.each([
    ["an Arduino", "OK ready\r\n"],
    ["our own sketch", '{"t":"err","code":"bad-json"}\n'],
    ["a CircuitPython board without the raw REPL", "Adafruit CircuitPython 9.2.1 on 2024-11-20\r\n"],
    ["the half of a banner", "raw REPL; CTRL-B to exit\n"],
    ["an endless text", "x".repeat(1000)],
  ])("says something else (%s): no-micropython, with its last line", async (_, text) => {
    const { result } = await run(new Device(() => text));
    expect(code(result)).toBe("no-micropython");
    expect((result as InstallError).detail).toBe(text.trim().slice(0, 80));
  });

  it("floods the port: no more than a limit is kept", async () => {
    const flood = new Device(() => "x".repeat(2 * MAX_WAITING_BYTES));
    const pipe = makePipe(flood, new FakeClock(), new AbortController().signal);
    await pipe.write("\x03");
    expect(pipe.waiting).toHaveLength(MAX_WAITING_BYTES);
  });

  it("a device that is no MicroPython board takes no bytes: no-answer", async () => {
    const full = new Device(() => null);
    full.blocks = true;
    expect(code((await run(full)).result)).toBe("no-answer");
  });
});

describe("a board in the raw REPL", () => {
  it("a board that answers late is not taken for restarted when it answers an earlier Ctrl-A", async () => {
    const clock = new FakeClock();
    let hasRestarted = false;
    const slow = new Device((text) => {
      if (text === "\x01") return BANNER;
      if (text === "\x05A\x01") return hasRestarted ? "R\x01\x08\x00\x01" : "OK"; // of the Ctrl-D before
      if (text !== "\x04") return hasRestarted ? "" : "\r\n>>> ";
      if (hasRestarted) return "\x04done\r\n\x04\x04>";
      clock.after(300, () => {
        hasRestarted = true;
        slow.send(`OK\r\nMPY: soft reboot\r\n${BANNER}`);
      });
      return BANNER; // of an attempt before
    });
    const { result } = await run(slow, "pass", undefined, clock);
    expect(result).toEqual({ output: "done\r\n", error: "" });
  });

  it("a board without raw-paste mode gets a program in small chunks with pauses", async () => {
    let isPasteAsked = false;
    const old = boardOf((text) => {
      if (text === "\x05A\x01") {
        isPasteAsked = true;
        return BANNER;
      }
      return text === "\x04" ? "OK2\r\n\x04\x04>" : null;
    });
    const program = `print(${"1+".repeat(50)}1)`;
    const { result, clock } = await run(old, program);
    expect(result).toEqual({ output: "2\r\n", error: "" });
    expect(isPasteAsked).toBe(true);
    const chunks = old.written.filter((text) => !isOnlyControl(text.slice(0, 1)));
    expect(chunks.join("")).toBe(program);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(CHUNK_BYTES);
    expect(clock.now()).toBeGreaterThan(chunks.length * 10);
  });

  it("a board that says that it has no raw-paste mode gets the program in the same way", async () => {
    const some = boardOf((text) => (text === "\x05A\x01" ? "R\x00" : text === "\x04" ? "OK\x04\x04>" : null));
    expect((await run(some, "pass")).result).toEqual({ output: "", error: "" });
  });

  it("a board with raw-paste mode is never sent more than it has allowed", async () => {
    let allowed = 0;
    let taken = 0;
    const small = boardOf((text) => {
      if (text === "\x05A\x01") {
        allowed = 16;
        return "R\x01\x08\x00\x01"; // a window of 8, and one more is free
      }
      if (text === "\x04") return "\x04done\r\n\x04\x04>";
      expect(text.length).toBeLessThanOrEqual(allowed);
      taken += text.length;
      allowed += 8 * Math.floor(text.length / 8) - text.length;
      return "\x01".repeat(Math.floor(text.length / 8));
    });
    expect((await run(small, "x".repeat(70))).result).toEqual({ output: "done\r\n", error: "" });
    expect(taken).toBe(70);
  });

  it("a board that ends raw-paste mode early gets its end, and its exception is the answer", async () => {
    let hasEnded = false;
    const full = boardOf((text) => {
      if (text === "\x05A\x01") return "R\x01\x08\x00\x01";
      if (text !== "\x04") return "\x04";
      hasEnded = true;
      return "\x04Traceback\r\nMemoryError: \r\n\x04>";
    });
    expect((await run(full, "x".repeat(70))).result).toEqual({
      output: "",
      error: "Traceback\r\nMemoryError: \r\n",
    });
    expect(hasEnded).toBe(true);
  });

  it.each([
    ["no window", (text: string) => (text === "\x05A\x01" ? "R\x01\x00\x00" : null)],
    ["another answer to raw-paste mode", (text: string) => (text === "\x05A\x01" ? "R?" : null)],
    ["another byte as flow control", (text: string) => (text === "\x05A\x01" ? "R\x01\x08\x00?" : null)],
    ["no OK", (text: string) => (text === "\x05A\x01" ? "R\x00" : text === "\x04" ? "NO" : null)],
    [
      "no end of the output",
      (text: string) => (text === "\x05A\x01" ? "R\x00" : text === "\x04" ? "OKtext" : null),
    ],
    [
      "no prompt",
      (text: string) => (text === "\x05A\x01" ? "R\x00" : text === "\x04" ? "OK\x04\x04!" : null),
    ],
    [
      "an endless answer",
      (text: string) =>
        text === "\x05A\x01" ? "R\x00" : text === "\x04" ? `OK${"x".repeat(20_000)}\x04\x04>` : null,
    ],
  ])("that does not keep to the rules is no answer: %s", async (_, program) => {
    expect(code((await run(boardOf(program), "pass")).result)).toBe("no-answer");
  });

  it("a board is unplugged in the middle: the error says so at once", async () => {
    const gone = boardOf((text) => {
      if (text === "\x05A\x01") gone.lose();
      return null;
    });
    const { result, clock } = await run(gone, "pass");
    expect(code(result)).toBe("unplugged");
    expect(clock.now()).toBeLessThan(1500);
  });

  it("a board is left at once when the person cancels", async () => {
    const cancel = new AbortController();
    const slow = boardOf(() => {
      cancel.abort("cancelled");
      return null;
    });
    expect((await run(slow, "pass", cancel.signal)).result).toBe("cancelled");
  });
});

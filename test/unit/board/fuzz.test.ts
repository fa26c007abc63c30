import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { BoardError } from "../../../src/board/board";
import { makeRelay } from "../../../src/board/relay";
import { makeSession } from "../../../src/board/session";
import { stateFrame } from "../../../src/board/stateFrame";
import { FakeByteLink } from "../../harness/fakes/fake-byte-link";
import { FakeClock } from "../../harness/fakes/fake-clock";
import { FakeRoomLink, WORK_ROOM } from "../../harness/fakes/fake-room-link";

vi.setConfig({ testTimeout: 60_000 }); // a thousand random runs are slow on a busy machine

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0) & 0xff);
const HELLO = '{"t":"hello","p":1,"fw":"x","board":"uno","caps":["button","led"]}\n';

/** A session and a relay for a room in WORK, after the board's hello: from now on a line can press. */
function afterHello() {
  const clock = new FakeClock();
  const bytes = new FakeByteLink();
  const room = new FakeRoomLink(clock, WORK_ROOM);
  const session = makeSession(bytes, clock);
  const relay = makeRelay(room, clock, () => {});
  session.start((event) => relay.receive(event));
  session.show(() => stateFrame(WORK_ROOM, room.now()));
  bytes.deliver(ascii(HELLO));
  const { s, left } = JSON.parse(bytes.takeWritten().at(-1) ?? "{}") as { s: number; left: number };
  bytes.send({ t: "ok", s, left }); // before that, a button event may be an old one
  return { clock, bytes, room };
}

const anyBytes = fc.uint8Array({ maxLength: 300 });
const longText = fc.nat(2000).map((n) => ascii("x".repeat(n)));
const repl = fc
  .constantFrom(
    ">>> ",
    "MPY: soft reboot\r\n",
    "Traceback (most recent call last):\r\n",
    "rst:0x1 (POWERON_RESET)\r\n",
    "\x1b[2J",
  )
  .map(ascii);
const almostLines = fc
  .constantFrom(
    '{"t":"btn","e":"down","n":',
    '{"t":"btn","e":"down"}',
    '"t":"btn","e":"down","n":1}',
    '[{"t":"btn","e":"down","n":1}]',
    '{"t":"BTN","e":"down","n":1}',
    '{"t":"btn","e":"down","n":1',
    '{"t":"btn","e":"press","n":1}',
    '{"t":"btn","e":"down","n":-1}',
    '{"t":"btn","e":"up","n":1}\n',
    '{"t":"ok","s":1,"left":1500}\n',
    '{"t":"pong"}\n',
    '{"t":"err","code":"x"}\n',
    HELLO,
  )
  .map(ascii);
const pieces = fc.array(fc.oneof(anyBytes, longText, repl, almostLines), { maxLength: 30 });

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Counts the button lines in a stream, independently of the code under test. */
function countDownLines(stream: Uint8Array): number {
  const lines = String.fromCharCode(...stream)
    .replaceAll("\r", "")
    .split("\n")
    .slice(0, -1);
  return lines.filter((line) => /^\s*\{"t":"btn","e":"down","n":[1-9]\d*\}\s*$/.test(line)).length;
}

describe("any input from a port", () => {
  it("random input throws nothing and presses nothing but whole button lines", () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(8000), { maxLength: 20 }), fc.nat(3000), (parts, cuts, wait) => {
        const { clock, bytes, room } = afterHello();
        const stream = join(parts);
        const cutPoints = [
          0,
          ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b),
          stream.length,
        ];
        for (const [i, from] of cutPoints.entries()) {
          bytes.deliver(stream.subarray(from, cutPoints[i + 1] ?? from));
          clock.run(wait);
        }
        clock.run(10_000);
        expect(room.presses.length).toBeLessThanOrEqual(countDownLines(stream));
        if (room.presses.length === 0) expect(room.skips).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it("one button line between random input is one press", () => {
    fc.assert(
      fc.property(pieces, pieces, fc.integer({ min: 1, max: 1_000_000 }), (before, after, n) => {
        const { bytes, room } = afterHello();
        const clean = (parts: Uint8Array[]) => join(parts).map((byte) => (byte === 34 ? 35 : byte)); // no quotes
        bytes.deliver(join([clean(before), ascii(`\n{"t":"btn","e":"down","n":${n}}\n`), clean(after)]));
        expect(room.presses).toHaveLength(1);
      }),
    );
  });

  it("a board that is unplugged in the middle of a button line presses and skips nothing", () => {
    const buttonLine = '{"t":"btn","e":"down","n":1}\n';
    for (let at = 0; at < buttonLine.length; at++) {
      const { clock, bytes, room } = afterHello();
      bytes.deliver(ascii(buttonLine.slice(0, at)));
      bytes.lose(new BoardError("unplugged"));
      bytes.deliver(ascii(buttonLine.slice(at)));
      clock.run(10_000);
      expect([room.presses, room.skips]).toEqual([[], []]);
    }
  });

  it("the session never has two unanswered lines and sends no line longer than 120 bytes", () => {
    const reply = fc.constantFrom(
      "answer",
      "wrong",
      "err",
      "hello",
      "button",
      "wait",
      "change",
      "cut",
      "back",
    );
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 60 }), (replies) => {
        const clock = new FakeClock();
        const bytes = new FakeByteLink();
        const room = new FakeRoomLink(clock, WORK_ROOM);
        const session = makeSession(bytes, clock);
        session.start(() => {});
        let left = 1500;
        const frame = () => ({ ...stateFrame(WORK_ROOM, room.now()), left });
        session.show(frame);
        let n = 0;
        let unanswered: string | null = null;
        for (const reply of ["hello", ...replies]) {
          if (reply === "answer" || reply === "wrong" || reply === "err") {
            if (!unanswered) continue;
            const isState = unanswered.includes("state");
            const right = isState ? { t: "ok", s: 1, left } : { t: "pong" };
            unanswered = null;
            bytes.send(
              reply === "err"
                ? { t: "err" }
                : reply === "answer" || !isState
                  ? right
                  : { t: "ok", s: 0, left: 9 },
            );
          } else if (reply === "hello") {
            unanswered = null; // a board that sends hello may have forgotten the line
            bytes.send(HELLO.trim());
          } else if (reply === "button") bytes.send({ t: "btn", e: n % 2 ? "up" : "down", n: ++n });
          else if (reply === "wait") {
            unanswered = null; // sent again after a second: the first may be lost
            clock.run(1000);
          } else if (reply === "change") {
            left--;
            session.show(frame);
          } else {
            unanswered = null;
            session.show(reply === "cut" ? null : frame);
          }
          const sent = bytes.takeWritten().filter((line) => !line.includes("hello"));
          expect(sent.length + (unanswered ? 1 : 0)).toBeLessThanOrEqual(1);
          unanswered = sent[0] ?? unanswered;
          for (const line of sent) expect(line.length).toBeLessThan(120);
        }
      }),
      { numRuns: 500 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoardError } from "../../../src/board/board";
import { makeRelay } from "../../../src/board/relay";
import { makeSession } from "../../../src/board/session";
import { stateFrame } from "../../../src/board/stateFrame";
import { FakeBytes } from "../../harness/fakes/fake-bytes";
import { FakeClock } from "../../harness/fakes/fake-clock";
import { FakeRoomLink, WORK_ROOM } from "../../harness/fakes/fake-room-link";

const ascii = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0) & 0xff);
const HELLO = '{"t":"hello","p":1,"fw":"x","board":"uno","caps":["button","led"]}\n';

/** Session and relay in front of a room in WORK, greeted: whatever follows could press. */
function greeted() {
  const clock = new FakeClock();
  const bytes = new FakeBytes();
  const room = new FakeRoomLink(clock, WORK_ROOM);
  const session = makeSession(bytes, clock);
  const relay = makeRelay(room, clock, () => {});
  session.start((event) => relay.hear(event));
  session.show(() => stateFrame(WORK_ROOM, room.now()));
  bytes.deliver(ascii(HELLO));
  return { clock, bytes, room };
}

const anyBytes = fc.uint8Array({ maxLength: 300 });
const overLong = fc.nat(2000).map((n) => ascii("x".repeat(n)));
const repl = fc
  .constantFrom(
    ">>> ",
    "MPY: soft reboot\r\n",
    "Traceback (most recent call last):\r\n",
    "rst:0x1 (POWERON_RESET)\r\n",
    "\x1b[2J",
  )
  .map(ascii);
const nearly = fc
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
const pieces = fc.array(fc.oneof(anyBytes, overLong, repl, nearly), { maxLength: 30 });

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Counts the real button lines in a stream, by other means than the code under test. */
function realDowns(stream: Uint8Array): number {
  const lines = String.fromCharCode(...stream)
    .replaceAll("\r", "")
    .split("\n")
    .slice(0, -1);
  return lines.filter((line) => /^\s*\{"t":"btn","e":"down","n":[1-9]\d*\}\s*$/.test(line)).length;
}

describe("whatever a port says", () => {
  it("nothing is thrown and nothing is pressed that is not a whole button line", () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.nat(8000), { maxLength: 20 }), fc.nat(3000), (parts, cuts, wait) => {
        const { clock, bytes, room } = greeted();
        const stream = join(parts);
        const places = [
          0,
          ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b),
          stream.length,
        ];
        for (const [i, from] of places.entries()) {
          bytes.deliver(stream.subarray(from, places[i + 1] ?? from));
          clock.run(wait);
        }
        clock.run(10_000);
        expect(room.presses.length).toBeLessThanOrEqual(realDowns(stream));
        if (room.presses.length === 0) expect(room.skips).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it("a press in the middle of it, on a line of its own, is one press", () => {
    fc.assert(
      fc.property(pieces, pieces, fc.integer({ min: 1, max: 1_000_000 }), (before, after, n) => {
        const { bytes, room } = greeted();
        const clean = (parts: Uint8Array[]) => join(parts).map((byte) => (byte === 34 ? 35 : byte)); // no quotes
        bytes.deliver(join([clean(before), ascii(`\n{"t":"btn","e":"down","n":${n}}\n`), clean(after)]));
        expect(room.presses).toHaveLength(1);
      }),
    );
  });

  it("unplugged in the middle of a button line, it is not pressed and not skipped", () => {
    const press = '{"t":"btn","e":"down","n":1}\n';
    for (let at = 0; at < press.length; at++) {
      const { clock, bytes, room } = greeted();
      bytes.deliver(ascii(press.slice(0, at)));
      bytes.lose(new BoardError("unplugged"));
      bytes.deliver(ascii(press.slice(at)));
      clock.run(10_000);
      expect([room.presses, room.skips]).toEqual([[], []]);
    }
  });

  it("never has two lines unanswered, and nothing longer than 120 bytes goes out", () => {
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
        const bytes = new FakeBytes();
        const room = new FakeRoomLink(clock, WORK_ROOM);
        const session = makeSession(bytes, clock);
        session.start(() => {});
        let left = 1500;
        const frame = () => ({ ...stateFrame(WORK_ROOM, room.now()), left });
        session.show(frame);
        let n = 0;
        let open: string | null = null;
        for (const reply of ["hello", ...replies]) {
          if (reply === "answer" || reply === "wrong" || reply === "err") {
            if (!open) continue;
            const state = open.includes("state");
            const right = state ? { t: "ok", s: 1, left } : { t: "pong" };
            open = null;
            bytes.say(
              reply === "err"
                ? { t: "err" }
                : reply === "answer" || !state
                  ? right
                  : { t: "ok", s: 0, left: 9 },
            );
          } else if (reply === "hello") {
            open = null; // a board that says hello may have forgotten what it was asked
            bytes.say(HELLO.trim());
          } else if (reply === "button") bytes.say({ t: "btn", e: n % 2 ? "up" : "down", n: ++n });
          else if (reply === "wait") {
            open = null; // sent again after a second: the first may be lost
            clock.run(1000);
          } else if (reply === "change") {
            left--;
            session.show(frame);
          } else {
            open = null;
            session.show(reply === "cut" ? null : frame);
          }
          const asked = bytes.take().filter((line) => !line.includes("hello"));
          expect(asked.length + (open ? 1 : 0)).toBeLessThanOrEqual(1);
          open = asked[0] ?? open;
          for (const line of asked) expect(line.length).toBeLessThan(120);
        }
      }),
      { numRuns: 500 },
    );
  });
});

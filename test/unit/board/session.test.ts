import { describe, expect, it } from "vitest";
import { BoardError } from "../../../src/board/board";
import type { BoardEvent } from "../../../src/board/board";
import { makeSession } from "../../../src/board/session";
import type { StateFrame } from "../../../src/board/wire";
import { FakeByteLink } from "../../harness/fakes/fake-byte-link";
import { FakeClock } from "../../harness/fakes/fake-clock";

const HELLO = '{"t":"hello","p":1}';
const PING = '{"t":"ping"}';
const WORK: StateFrame = { s: 1, left: 1500, total: 1500, held: 0 };
const WORK_LINE = '{"t":"state","s":1,"left":1500,"total":1500,"held":0}';
const BREAK: StateFrame = { s: 3, left: 300, total: 300, held: 0 };
const hello = { t: "hello", p: 1, fw: "shared-pomodoro/1.0", board: "uno", caps: ["button", "led"] };
const ok = { t: "ok", s: 1, left: 1500 };
const down = (n: number) => ({ t: "btn", e: "down", n });
const up = (n: number) => ({ t: "btn", e: "up", n });

/** A session that has just been opened, with a room that can be reached (or not: null). */
function openSession(frame: StateFrame | null = WORK) {
  const clock = new FakeClock();
  const bytes = new FakeByteLink();
  const events: BoardEvent[] = [];
  const session = makeSession(bytes, clock);
  session.start((event) => events.push(event));
  session.show(frame && (() => frame));
  const types = () => events.map((event) => (event.type === "log" ? event.log : event.type));
  return { clock, bytes, events, session, types, takeWritten: () => bytes.takeWritten() };
}

/** A session whose board has answered hello and the state. */
function liveSession() {
  const all = openSession();
  all.bytes.send(hello, ok);
  all.takeWritten();
  all.events.length = 0;
  return all;
}

describe("the handshake", () => {
  it("hello is sent at once and then every 500 ms until the board answers", () => {
    const { clock, bytes, takeWritten } = openSession();
    expect(takeWritten()).toEqual([HELLO]);
    clock.run(499);
    expect(takeWritten()).toEqual([]);
    clock.run(1);
    expect(takeWritten()).toEqual([HELLO]);
    bytes.send(hello, ok);
    takeWritten();
    clock.run(1999);
    expect(takeWritten()).toEqual([]);
  });

  it("after 5 s without a hello the session fails with no-answer, and after 2.5 s more it sends nothing", () => {
    const { clock, events, types, takeWritten } = openSession();
    clock.run(4999);
    expect(types()).toEqual(["handshake"]);
    expect(takeWritten()).toEqual(Array(10).fill(HELLO));
    clock.run(1);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "no-answer" } });
    clock.run(2499);
    expect(takeWritten()).toEqual(Array(5).fill(HELLO));
    clock.run(60_000);
    expect(takeWritten()).toEqual([]);
  });

  it("a hello after the handshake has failed is accepted", () => {
    const { clock, bytes, types, takeWritten } = openSession();
    clock.run(60_000);
    takeWritten();
    bytes.send(hello);
    expect(types()).toContain("identified");
    expect(takeWritten()).toEqual([WORK_LINE]);
  });

  it("a hello identifies the board", () => {
    const { bytes, events } = openSession();
    bytes.send(hello);
    expect(events).toContainEqual({
      type: "identified",
      board: { name: "uno", fw: "shared-pomodoro/1.0", caps: ["button", "led"] },
    });
  });

  it("every hello is followed by the state, whether it was requested or not", () => {
    const { bytes, takeWritten } = liveSession();
    bytes.send(hello);
    expect(takeWritten()).toEqual([WORK_LINE]);
    bytes.send(ok, hello);
    expect(takeWritten()).toEqual([WORK_LINE]);
  });

  it("two hellos in a row (at boot and as an answer) leave one unanswered line and not two", () => {
    const { clock, bytes, takeWritten } = openSession();
    clock.run(500);
    takeWritten();
    bytes.send(hello, hello);
    expect(takeWritten()).toEqual([WORK_LINE]);
    bytes.send(ok);
    expect(takeWritten()).toEqual([WORK_LINE]);
  });

  it("a hello of a newer protocol gets no state and reports that the app is older", () => {
    const { clock, bytes, events, takeWritten } = openSession();
    takeWritten();
    bytes.send({ ...hello, p: 2 });
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "wrong-protocol", update: "app" } });
    clock.run(60_000);
    expect(takeWritten()).toEqual([]);
  });

  it("a hello of an older protocol reports that the board is older, and its button events are ignored", () => {
    const { bytes, events, types } = openSession();
    bytes.send({ ...hello, p: 0 });
    expect(events.at(-1)).toMatchObject({
      type: "failed",
      error: { code: "wrong-protocol", update: "board" },
    });
    bytes.send(down(1));
    expect(types()).not.toContain("down");
    expect(types().at(-1)).toBe("ignored");
  });

  it("a hello of the right protocol after one of a wrong protocol is accepted", () => {
    const { bytes, takeWritten, types } = openSession();
    bytes.send({ ...hello, p: 2 });
    takeWritten();
    bytes.send(hello);
    expect(takeWritten()).toEqual([WORK_LINE]);
    expect(types().at(-1)).toBe("identified");
  });

  it("DTR and RTS are set low when no hello arrives, and high again for a board that was not ready before", () => {
    const { clock, bytes, takeWritten } = openSession();
    clock.run(2000); // the time of a slow boot
    expect(bytes.signals).toEqual([]);
    clock.run(1000);
    expect(bytes.signals).toEqual(["low"]);
    clock.run(2000);
    expect(bytes.signals).toEqual(["low", "high"]);
    takeWritten();
    clock.run(1000);
    expect(takeWritten()).toEqual([HELLO, HELLO]);
    bytes.send(hello);
    expect(takeWritten()).toEqual([WORK_LINE]);
  });

  it("after the signals were high for a second time nothing changes them, and nothing is sent", () => {
    const { clock, bytes, takeWritten } = openSession();
    clock.run(7500);
    takeWritten();
    clock.run(60_000);
    expect([bytes.signals, takeWritten()]).toEqual([["low", "high"], []]);
  });

  it("a board that answers while the signals are low keeps them low", () => {
    const { clock, bytes, session } = openSession();
    clock.run(3000);
    bytes.send(hello, ok);
    session.show(null);
    session.show(() => WORK);
    clock.run(20_000);
    expect(bytes.signals).toEqual(["low"]);
  });

  it("the signals go through the same once more when the room is back in reach and the board has never answered", () => {
    const { clock, bytes, session } = openSession();
    clock.run(3000);
    session.show(null);
    clock.run(60_000);
    session.show(() => WORK);
    expect(bytes.signals).toEqual(["low", "high"]);
    clock.run(20_000);
    expect(bytes.signals).toEqual(["low", "high", "low", "high"]);
  });

  it("after a hello DTR and RTS stay as they are", () => {
    const { clock, bytes, session } = liveSession();
    session.show(null);
    session.show(() => WORK);
    clock.run(20_000);
    expect(bytes.signals).toEqual([]);
  });

  it("a device that repeats what it is sent, as a modem does, is no board", () => {
    const { clock, bytes, events, types } = openSession();
    for (let i = 0; i < 10; i++) {
      bytes.send(...bytes.takeWritten(), "ERROR");
      clock.run(500);
    }
    expect(types()).not.toContain("identified");
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "no-answer" } });
  });
});

describe("the state", () => {
  it("the state is sent on every change", () => {
    const { bytes, session, takeWritten } = liveSession();
    session.show(() => BREAK);
    expect(takeWritten()).toEqual(['{"t":"state","s":3,"left":300,"total":300,"held":0}']);
    bytes.send({ t: "ok", s: 3, left: 300 });
    session.show(() => ({ ...BREAK, held: 1 }));
    expect(takeWritten()).toEqual(['{"t":"state","s":3,"left":300,"total":300,"held":1}']);
  });

  it("the state is sent every 30 s, with pings in between, although nothing changes", () => {
    const { clock, bytes } = openSession();
    bytes.send(hello);
    const at: number[] = [];
    for (let s = 0; s < 90; s++) {
      for (const line of bytes.takeWritten()) {
        if (line === WORK_LINE) at.push(s);
        bytes.send(line === WORK_LINE ? ok : { t: "pong" });
      }
      clock.run(1000);
    }
    expect(at).toEqual([0, 30, 60]);
  });

  it("the time left is computed when the line is sent and not when the room changes", () => {
    const clock = new FakeClock();
    const bytes = new FakeByteLink();
    const session = makeSession(bytes, clock);
    session.start(() => {});
    session.show(() => ({ s: 1, left: 100 - clock.now() / 1000, total: 100, held: 0 }));
    clock.run(4000);
    bytes.takeWritten();
    bytes.send(hello);
    expect(bytes.takeWritten()).toEqual(['{"t":"state","s":1,"left":96,"total":100,"held":0}']);
  });

  it("while a line is unanswered a new state waits, and then only the newest state is sent", () => {
    const { bytes, session, takeWritten } = openSession();
    bytes.send(hello);
    takeWritten();
    session.show(() => BREAK);
    session.show(() => ({ s: 4, left: 0, total: 0, held: 0 }));
    expect(takeWritten()).toEqual([]);
    bytes.send(ok);
    expect(takeWritten()).toEqual(['{"t":"state","s":4,"left":0,"total":0,"held":0}']);
  });

  it("the light is reported when the board has answered ok", () => {
    const { bytes, session, events } = liveSession();
    session.show(() => ({ ...BREAK, held: 1 }));
    expect(events).toEqual([]);
    bytes.send({ t: "ok", s: 3, left: 300 });
    expect(events).toEqual([{ type: "light", light: { state: 3, held: true, offline: false } }]);
  });
});

describe("answers", () => {
  it("a line without an answer is sent again after 1 s, three times; then the session fails with silent", () => {
    const { clock, bytes, events, takeWritten } = openSession();
    bytes.send(hello);
    expect(takeWritten()).toEqual([HELLO, WORK_LINE]);
    for (let retry = 0; retry < 3; retry++) {
      clock.run(999);
      expect(takeWritten()).toEqual([]);
      clock.run(1);
      expect(takeWritten()).toEqual([WORK_LINE]);
    }
    clock.run(999);
    expect(events.at(-1)).toMatchObject({ type: "log" });
    clock.run(1);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "silent" } });
    clock.run(9999);
    expect(takeWritten()).toEqual([]);
  });

  it("a board that has stopped answering gets a hello every 10 s, because its button sends nothing while it is offline", () => {
    const { clock, bytes, takeWritten, types, session } = liveSession();
    clock.run(6000);
    takeWritten();
    clock.run(30_000);
    expect(takeWritten()).toEqual([HELLO, HELLO, HELLO]);
    session.show(null);
    clock.run(30_000);
    expect(takeWritten()).toEqual([]);
    session.show(() => WORK);
    bytes.send(hello, ok);
    expect(types().slice(-2)).toEqual(["identified", "light"]);
    clock.run(2000);
    takeWritten();
  });

  it("an ok with other values means a damaged line, which is sent again within the same three retries", () => {
    const { bytes, events, takeWritten } = openSession();
    bytes.send(hello);
    takeWritten();
    bytes.send({ t: "ok", s: 2, left: 1500 });
    expect(takeWritten()).toEqual([WORK_LINE]);
    bytes.send({ t: "ok", s: 1, left: 150 });
    expect(takeWritten()).toEqual([WORK_LINE]);
    bytes.send({ t: "ok", s: 1, left: 150 });
    expect(takeWritten()).toEqual([WORK_LINE]);
    bytes.send({ t: "ok", s: 1, left: 150 });
    expect(takeWritten()).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "silent" } });
  });

  it("a late ok for an earlier attempt is accepted", () => {
    const { clock, bytes, types } = openSession();
    bytes.send(hello);
    clock.run(1200);
    bytes.send(ok);
    clock.run(1000);
    expect(types()).toEqual(["handshake", "identified", "resent", "light"]);
  });

  it("an err is an answer: it is logged, and the state follows after the next ping, since it may have been damaged", () => {
    const { clock, bytes, events, takeWritten } = openSession();
    bytes.send(hello);
    takeWritten();
    bytes.send({ t: "err", code: "too-long" });
    expect(events.at(-1)).toEqual({ type: "log", log: "err", detail: "too-long" });
    clock.run(1999);
    expect(takeWritten()).toEqual([]);
    clock.run(1);
    bytes.send({ t: "pong" });
    expect(takeWritten()).toEqual(['{"t":"ping"}', '{"t":"state","s":1,"left":1500,"total":1500,"held":0}']);
  });

  it("an answer that nothing waits for is ignored", () => {
    const { bytes, types, takeWritten } = liveSession();
    bytes.send(ok, { t: "pong" }, { t: "ok", s: 5, left: 3 });
    expect(takeWritten()).toEqual([]);
    expect(types()).toEqual([]);
  });

  it("a pong is no answer to a state", () => {
    const { clock, bytes, takeWritten } = openSession();
    bytes.send(hello);
    takeWritten();
    bytes.send({ t: "pong" });
    clock.run(1000);
    expect(takeWritten()).toEqual([WORK_LINE]);
  });
});

describe("pings", () => {
  it("a ping is sent after 2 s in which the host has sent nothing", () => {
    const { clock, bytes, takeWritten } = liveSession();
    clock.run(1999);
    expect(takeWritten()).toEqual([]);
    clock.run(1);
    expect(takeWritten()).toEqual([PING]);
    bytes.send({ t: "pong" });
    clock.run(2000);
    expect(takeWritten()).toEqual([PING]);
  });

  it("a board that sends often still gets a ping, because it would show offline without one", () => {
    const { clock, bytes, takeWritten } = liveSession();
    for (let n = 1; n <= 4; n++) {
      bytes.send(down(n));
      clock.run(500);
    }
    expect(takeWritten()).toEqual([PING]);
  });

  it("a ping that stays unanswered after three retries fails the session with silent", () => {
    const { clock, events, takeWritten } = liveSession();
    clock.run(5999);
    expect(takeWritten()).toEqual([PING, PING, PING, PING]);
    clock.run(1);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "silent" } });
  });

  it("a hello ends the failure of a silent board", () => {
    const { clock, bytes, types, takeWritten } = liveSession();
    clock.run(10_000);
    takeWritten();
    bytes.send(hello);
    expect(takeWritten()).toEqual([WORK_LINE]);
    expect(types().at(-1)).toBe("identified");
  });

  it("a button event of a silent board starts the handshake again", () => {
    const { clock, bytes, types, takeWritten } = liveSession();
    clock.run(10_000);
    takeWritten();
    bytes.send(down(1));
    expect(types().slice(-2)).toEqual(["down", "handshake"]);
    expect(takeWritten()).toEqual([HELLO]);
  });
});

describe("a room out of reach", () => {
  it("the host sends nothing while the room is out of reach, so that the board shows offline after 6 s", () => {
    const { clock, session, events, takeWritten } = liveSession();
    session.show(null);
    clock.run(5999);
    expect(events).toEqual([]);
    clock.run(1);
    expect(events).toEqual([{ type: "light", light: { state: 0, held: false, offline: true } }]);
    clock.run(3_600_000);
    expect(takeWritten()).toEqual([]);
  });

  it("a room out of reach stops retries and hellos as well", () => {
    const { clock, bytes, session, takeWritten, types } = openSession();
    clock.run(1000);
    session.show(null);
    takeWritten();
    clock.run(60_000);
    bytes.send(hello);
    clock.run(60_000);
    expect(takeWritten()).toEqual([]);
    expect(types()).not.toContain("failed");
  });

  it("when the room is back in reach hello is sent, and then the state", () => {
    const { clock, bytes, session, takeWritten } = liveSession();
    session.show(null);
    clock.run(60_000);
    takeWritten();
    session.show(() => BREAK);
    expect(takeWritten()).toEqual([HELLO]);
    bytes.send(hello);
    expect(takeWritten()).toEqual(['{"t":"state","s":3,"left":300,"total":300,"held":0}']);
  });

  it("button events are still reported while the room is out of reach, so that a press can be refused", () => {
    const { bytes, session, types } = liveSession();
    session.show(null);
    bytes.send(down(1));
    expect(types()).toEqual(["down"]);
  });
});

describe("button events", () => {
  it("the first number of a button event is accepted, whatever it is", () => {
    const { bytes, types } = liveSession();
    bytes.send(down(41), up(42), down(43));
    expect(types()).toEqual(["down", "up", "down"]);
  });

  it("a gap in the numbers is logged with how many events were lost, and the event still counts", () => {
    const { bytes, events } = liveSession();
    bytes.send(down(1), up(4));
    expect(events.slice(1)).toEqual([{ type: "log", log: "gap", detail: "2" }, { type: "up" }]);
  });

  it("a button event that arrives twice counts once", () => {
    const { bytes, types } = liveSession();
    bytes.send(down(1), down(1));
    expect(types()).toEqual(["down", "repeat"]);
  });

  it("a number that goes back without a hello is a gap of unknown size", () => {
    const { bytes, events } = liveSession();
    bytes.send(down(7), down(1));
    expect(events[1]).toEqual({ type: "log", log: "gap", detail: "" });
  });

  it("the numbers begin at 1 again after a hello that was not requested", () => {
    const { bytes, types } = liveSession();
    bytes.send(down(7), hello, down(1), up(2));
    expect(types()).toEqual(["down", "restarted", "identified", "down", "up"]);
  });

  it("button events that are lost directly after a restart are a gap", () => {
    const { bytes, events } = liveSession();
    bytes.send(down(7), hello, down(3));
    expect(events).toContainEqual({ type: "log", log: "gap", detail: "2" });
  });

  it("after a requested hello the numbers may continue or begin at 1 again", () => {
    for (const next of [8, 1]) {
      const { bytes, session, types } = liveSession();
      bytes.send(down(7));
      session.show(null);
      session.show(() => WORK);
      bytes.send(hello, ok, down(next));
      expect(types()).not.toContain("gap");
    }
  });

  it("button events before the first hello are ignored", () => {
    const { bytes, types } = openSession();
    bytes.send(down(1));
    expect(types()).toEqual(["handshake", "ignored"]);
  });
});

describe("a restart", () => {
  it("a restart during an unanswered line sends the state at once, because the board has forgotten the line", () => {
    const { clock, bytes, takeWritten } = liveSession();
    clock.run(2000);
    expect(takeWritten()).toEqual([PING]);
    bytes.send(hello);
    expect(takeWritten()).toEqual([WORK_LINE]);
    bytes.send(ok);
    clock.run(1999);
    expect(takeWritten()).toEqual([]);
  });

  it("a restart is noticed even if hellos during the boot were never answered", () => {
    const { clock, bytes, types } = openSession();
    clock.run(1900); // four hellos that the boot loader ignores
    bytes.send(hello, ok, hello);
    expect(types()).toContain("restarted");
  });
});

describe("a restart in the middle of a line", () => {
  const INCOMPLETE = '{"t":"ok","s":1,"left';

  it("a hello behind the beginning of another line is noticed as a restart, and the next press is no repetition", () => {
    const { bytes, types, takeWritten } = liveSession();
    bytes.send(down(1));
    bytes.deliver(new TextEncoder().encode(`${INCOMPLETE}${JSON.stringify(hello)}\n`));
    expect(takeWritten()).toEqual([WORK_LINE]);
    bytes.send(ok, down(1), up(2));
    expect(types()).toEqual(["down", "noise", "restarted", "identified", "light", "down", "up"]);
  });

  it("a message other than hello behind the beginning of another line is ignored", () => {
    const { bytes, types, takeWritten } = liveSession();
    for (const line of [down(1), { t: "pong" }, ok]) {
      bytes.deliver(new TextEncoder().encode(`${INCOMPLETE}${JSON.stringify(line)}\n`));
    }
    expect(types()).toEqual(["noise", "noise", "noise"]);
    expect(takeWritten()).toEqual([]);
  });
});

describe("button events that may be old", () => {
  /** The browser was stopped for 15 s: what the board has sent meanwhile arrives in one burst. */
  function stalledSession() {
    const all = liveSession();
    all.clock.stall(15_000);
    return all;
  }

  it("a press that arrives in a burst after the page did not run does not count", () => {
    const { bytes, types } = stalledSession();
    bytes.send(down(1), up(2));
    expect(types()).toEqual(["stalled", "late", "up"]);
  });

  it("a press in the second part of such a burst, behind an old answer, does not count either", () => {
    const { clock, bytes, types } = liveSession();
    clock.run(2000); // a ping is under way
    clock.stall(15_000);
    clock.run(10);
    bytes.send({ t: "pong" });
    clock.run(10);
    bytes.send(down(1));
    expect(types()).not.toContain("down");
  });

  it("a press after the board has answered hello and the state counts again, and the sheet's status does not change", () => {
    const { clock, bytes, types, takeWritten } = stalledSession();
    clock.run(1);
    expect(takeWritten()).toEqual([HELLO]);
    bytes.send(down(1), up(2), hello, ok, down(3));
    expect(types()).toEqual(["stalled", "late", "up", "identified", "light", "down"]);
  });

  it("a restart that is in the burst as well does not make the presses behind it count", () => {
    const { bytes, types } = stalledSession();
    bytes.send(hello, down(1), up(2));
    expect(types()).not.toContain("down");
    bytes.send(ok, down(3));
    expect(types().at(-1)).toBe("down");
  });

  it("a press that arrives when the computer wakes up does not count", () => {
    const { clock, bytes, types } = liveSession();
    clock.sleep(3_600_000);
    bytes.send(down(1));
    expect(types()).toEqual(["stalled", "late"]);
  });

  it("a press that arrives when the computer wakes up does not count where its clock was set back meanwhile", () => {
    const { clock, bytes, types } = liveSession();
    clock.sleep(40_000);
    clock.stepWall(-160_000);
    bytes.send(down(1));
    expect(types()).toEqual(["stalled", "late"]);
  });

  it("a stall of less than 2 s changes nothing", () => {
    const { clock, bytes, types } = liveSession();
    clock.stall(1900);
    bytes.send(down(1));
    expect(types()).toEqual(["down"]);
  });

  it("presses that waited in a buffer until the port was opened do not count", () => {
    const { bytes, types } = openSession();
    bytes.send(hello, down(1), up(2), hello, ok, down(3));
    expect(types().filter((type) => type === "down" || type === "late")).toEqual(["late", "down"]);
  });

  it("a board that does not answer after a stall has stopped answering", () => {
    const { clock, events } = stalledSession();
    clock.run(5001);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "silent" } });
  });
});

describe("noise", () => {
  it("noise is logged and has no other effect", () => {
    const { bytes, types, takeWritten } = liveSession();
    bytes.send("ets Jun  8 2016", ">>> ", "x".repeat(900), "{}");
    expect(types()).toEqual(["noise", "noise", "noise", "noise"]);
    expect(takeWritten()).toEqual([]);
  });
});

describe("the end of a session", () => {
  it("an unplugged board is reported once, and an incomplete line before it is ignored", () => {
    const { clock, bytes, events, types, takeWritten } = liveSession();
    bytes.deliver(new TextEncoder().encode('{"t":"btn","e":"down","n":1}'));
    bytes.lose(new BoardError("unplugged"));
    bytes.lose(new BoardError("unplugged"));
    bytes.deliver(new TextEncoder().encode("\n"));
    expect(events).toMatchObject([{ type: "lost", error: { code: "unplugged" } }]);
    clock.run(60_000);
    expect(types()).toEqual(["lost"]);
    expect(takeWritten()).toEqual([]);
    expect(clock.pendingCount).toBe(0);
  });

  it("closing a session leaves no timer and closes the byte link", async () => {
    const { clock, bytes, session } = liveSession();
    await session.close();
    expect(bytes.isClosed).toBe(true);
    expect(clock.pendingCount).toBe(0);
  });
});

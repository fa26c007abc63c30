import { describe, expect, it } from "vitest";
import { BoardError } from "../../../src/board/board";
import type { BoardEvent } from "../../../src/board/board";
import { makeSession } from "../../../src/board/session";
import type { StateFrame } from "../../../src/board/wire";
import { FakeBytes } from "../../harness/fakes/fake-bytes";
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

/** A session just opened, the room in reach (or not). */
function opened(frame: StateFrame | null = WORK) {
  const clock = new FakeClock();
  const bytes = new FakeBytes();
  const events: BoardEvent[] = [];
  const session = makeSession(bytes, clock);
  session.start((event) => events.push(event));
  session.show(frame && (() => frame));
  const types = () => events.map((event) => (event.type === "log" ? event.log : event.type));
  return { clock, bytes, events, session, types, take: () => bytes.take() };
}

/** A session whose board has answered hello and state. */
function live() {
  const all = opened();
  all.bytes.say(hello, ok);
  all.take();
  all.events.length = 0;
  return all;
}

describe("hello", () => {
  it("is asked at once and then every 500 ms until answered", () => {
    const { clock, bytes, take } = opened();
    expect(take()).toEqual([HELLO]);
    clock.run(499);
    expect(take()).toEqual([]);
    clock.run(1);
    expect(take()).toEqual([HELLO]);
    bytes.say(hello, ok);
    take();
    clock.run(1999);
    expect(take()).toEqual([]);
  });

  it("is asked for 5 s; then the person is told that nobody answers, and we are still", () => {
    const { clock, events, types, take } = opened();
    clock.run(4999);
    expect(types()).toEqual(["asking"]);
    expect(take()).toEqual(Array(10).fill(HELLO));
    clock.run(1);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "no-answer" } });
    clock.run(60_000);
    expect(take()).toEqual([]);
  });

  it("is heard even after we have given up", () => {
    const { clock, bytes, types, take } = opened();
    clock.run(6000);
    take();
    bytes.say(hello);
    expect(types()).toContain("identified");
    expect(take()).toEqual([WORK_LINE]);
  });

  it("tells who the board is", () => {
    const { bytes, events } = opened();
    bytes.say(hello);
    expect(events).toContainEqual({
      type: "identified",
      board: { name: "uno", fw: "shared-pomodoro/1.0", caps: ["button", "led"] },
    });
  });

  it("is followed by the state, asked for or not", () => {
    const { bytes, take } = live();
    bytes.say(hello);
    expect(take()).toEqual([WORK_LINE]);
    bytes.say(ok, hello);
    expect(take()).toEqual([WORK_LINE]);
  });

  it("twice in a row (the board started, then answered) leaves one line unanswered, not two", () => {
    const { clock, bytes, take } = opened();
    clock.run(500);
    take();
    bytes.say(hello, hello);
    expect(take()).toEqual([WORK_LINE]);
    bytes.say(ok);
    expect(take()).toEqual([WORK_LINE]);
  });

  it("of a newer protocol gets no state, and says that the app is behind", () => {
    const { clock, bytes, events, take } = opened();
    take();
    bytes.say({ ...hello, p: 2 });
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "wrong-protocol", update: "app" } });
    clock.run(60_000);
    expect(take()).toEqual([]);
  });

  it("of an older protocol says that the board is behind, and its button means nothing", () => {
    const { bytes, events, types } = opened();
    bytes.say({ ...hello, p: 0 });
    expect(events.at(-1)).toMatchObject({
      type: "failed",
      error: { code: "wrong-protocol", update: "board" },
    });
    bytes.say(down(1));
    expect(types()).not.toContain("down");
    expect(types().at(-1)).toBe("ignored");
  });

  it("of our protocol again, after new firmware, is welcome", () => {
    const { bytes, take, types } = opened();
    bytes.say({ ...hello, p: 2 });
    take();
    bytes.say(hello);
    expect(take()).toEqual([WORK_LINE]);
    expect(types().at(-1)).toBe("identified");
  });

  it("not coming, both modem lines are tried low, once", () => {
    const { clock, bytes, session } = opened();
    clock.run(2000); // a slow boot
    expect(bytes.lowered).toBe(0);
    clock.run(1000);
    expect(bytes.lowered).toBe(1);
    clock.run(10_000);
    session.show(null);
    session.show(() => WORK);
    clock.run(10_000);
    expect(bytes.lowered).toBe(1);
  });

  it("having come, the modem lines stay as they are", () => {
    const { clock, bytes, session } = live();
    session.show(null);
    session.show(() => WORK);
    clock.run(20_000);
    expect(bytes.lowered).toBe(0);
  });
});

describe("state", () => {
  it("goes out on every change", () => {
    const { bytes, session, take } = live();
    session.show(() => BREAK);
    expect(take()).toEqual(['{"t":"state","s":3,"left":300,"total":300,"held":0}']);
    bytes.say({ t: "ok", s: 3, left: 300 });
    session.show(() => ({ ...BREAK, held: 1 }));
    expect(take()).toEqual(['{"t":"state","s":3,"left":300,"total":300,"held":1}']);
  });

  it("goes out every 30 s, pings between, though nothing changes", () => {
    const { clock, bytes } = opened();
    bytes.say(hello);
    const at: number[] = [];
    for (let s = 0; s < 90; s++) {
      for (const line of bytes.take()) {
        if (line === WORK_LINE) at.push(s);
        bytes.say(line === WORK_LINE ? ok : { t: "pong" });
      }
      clock.run(1000);
    }
    expect(at).toEqual([0, 30, 60]);
  });

  it("takes what is left when the line goes out, not when the room changed", () => {
    const clock = new FakeClock();
    const bytes = new FakeBytes();
    const session = makeSession(bytes, clock);
    session.start(() => {});
    session.show(() => ({ s: 1, left: 100 - clock.now() / 1000, total: 100, held: 0 }));
    clock.run(4000);
    bytes.take();
    bytes.say(hello);
    expect(bytes.take()).toEqual(['{"t":"state","s":1,"left":96,"total":100,"held":0}']);
  });

  it("waits its turn while a line is unanswered, and then only the newest is sent", () => {
    const { bytes, session, take } = opened();
    bytes.say(hello);
    take();
    session.show(() => BREAK);
    session.show(() => ({ s: 4, left: 0, total: 0, held: 0 }));
    expect(take()).toEqual([]);
    bytes.say(ok);
    expect(take()).toEqual(['{"t":"state","s":4,"left":0,"total":0,"held":0}']);
  });

  it("lights the mirrored light once the board has said ok", () => {
    const { bytes, session, events } = live();
    session.show(() => ({ ...BREAK, held: 1 }));
    expect(events).toEqual([]);
    bytes.say({ t: "ok", s: 3, left: 300 });
    expect(events).toEqual([{ type: "light", light: { state: 3, held: true, offline: false } }]);
  });
});

describe("an answer", () => {
  it("that does not come within 1 s has the line sent again, three times; then the board counts as lost", () => {
    const { clock, bytes, events, take } = opened();
    bytes.say(hello);
    expect(take()).toEqual([HELLO, WORK_LINE]);
    for (let again = 0; again < 3; again++) {
      clock.run(999);
      expect(take()).toEqual([]);
      clock.run(1);
      expect(take()).toEqual([WORK_LINE]);
    }
    clock.run(999);
    expect(events.at(-1)).toMatchObject({ type: "log" });
    clock.run(1);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "silent" } });
    clock.run(60_000);
    expect(take()).toEqual([]);
  });

  it("ok with another state or another time means damage: sent again, within the same three tries", () => {
    const { bytes, events, take } = opened();
    bytes.say(hello);
    take();
    bytes.say({ t: "ok", s: 2, left: 1500 });
    expect(take()).toEqual([WORK_LINE]);
    bytes.say({ t: "ok", s: 1, left: 150 });
    expect(take()).toEqual([WORK_LINE]);
    bytes.say({ t: "ok", s: 1, left: 150 });
    expect(take()).toEqual([WORK_LINE]);
    bytes.say({ t: "ok", s: 1, left: 150 });
    expect(take()).toEqual([]);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "silent" } });
  });

  it("late but right is right, even to the first of two sendings", () => {
    const { clock, bytes, types } = opened();
    bytes.say(hello);
    clock.run(1200);
    bytes.say(ok);
    clock.run(1000);
    expect(types()).toEqual(["asking", "identified", "resent", "light"]);
  });

  it("err is an answer: logged, not repeated", () => {
    const { clock, bytes, events, take } = opened();
    bytes.say(hello);
    take();
    bytes.say({ t: "err", code: "too-long" });
    expect(events.at(-1)).toEqual({ type: "log", log: "err", detail: "too-long" });
    clock.run(1999);
    expect(take()).toEqual([]);
  });

  it("that nobody waits for is nothing", () => {
    const { bytes, types, take } = live();
    bytes.say(ok, { t: "pong" }, { t: "ok", s: 5, left: 3 });
    expect(take()).toEqual([]);
    expect(types()).toEqual([]);
  });

  it("pong does not answer a state", () => {
    const { clock, bytes, take } = opened();
    bytes.say(hello);
    take();
    bytes.say({ t: "pong" });
    clock.run(1000);
    expect(take()).toEqual([WORK_LINE]);
  });
});

describe("silence", () => {
  it("of 2 s is broken with a ping", () => {
    const { clock, bytes, take } = live();
    clock.run(1999);
    expect(take()).toEqual([]);
    clock.run(1);
    expect(take()).toEqual([PING]);
    bytes.say({ t: "pong" });
    clock.run(2000);
    expect(take()).toEqual([PING]);
  });

  it("is ours: a board that chatters is pinged all the same, or it would show offline", () => {
    const { clock, bytes, take } = live();
    for (let n = 1; n <= 4; n++) {
      bytes.say(down(n));
      clock.run(500);
    }
    expect(take()).toEqual([PING]);
  });

  it("after pings, three times sent again, means a lost board", () => {
    const { clock, events, take } = live();
    clock.run(5999);
    expect(take()).toEqual([PING, PING, PING, PING]);
    clock.run(1);
    expect(events.at(-1)).toMatchObject({ type: "failed", error: { code: "silent" } });
  });

  it("of a lost board ends with its hello", () => {
    const { clock, bytes, types, take } = live();
    clock.run(10_000);
    take();
    bytes.say(hello);
    expect(take()).toEqual([WORK_LINE]);
    expect(types().at(-1)).toBe("identified");
  });

  it("of a lost board ends with its button too: we ask again", () => {
    const { clock, bytes, types, take } = live();
    clock.run(10_000);
    take();
    bytes.say(down(1));
    expect(types().slice(-2)).toEqual(["down", "asking"]);
    expect(take()).toEqual([HELLO]);
  });
});

describe("a room out of reach", () => {
  it("makes the host stop talking at all, so that the board shows offline after 6 s", () => {
    const { clock, session, events, take } = live();
    session.show(null);
    clock.run(5999);
    expect(events).toEqual([]);
    clock.run(1);
    expect(events).toEqual([{ type: "light", light: { state: 0, held: false, offline: true } }]);
    clock.run(3_600_000);
    expect(take()).toEqual([]);
  });

  it("stops resends and hellos as well", () => {
    const { clock, bytes, session, take, types } = opened();
    clock.run(1000);
    session.show(null);
    take();
    clock.run(60_000);
    bytes.say(hello);
    clock.run(60_000);
    expect(take()).toEqual([]);
    expect(types()).not.toContain("failed");
  });

  it("back in reach gets a hello, and then the state", () => {
    const { clock, bytes, session, take } = live();
    session.show(null);
    clock.run(60_000);
    take();
    session.show(() => BREAK);
    expect(take()).toEqual([HELLO]);
    bytes.say(hello);
    expect(take()).toEqual(['{"t":"state","s":3,"left":300,"total":300,"held":0}']);
  });

  it("still hears the button, so that a press can be refused visibly", () => {
    const { bytes, session, types } = live();
    session.show(null);
    bytes.say(down(1));
    expect(types()).toEqual(["down"]);
  });
});

describe("button events", () => {
  it("count from wherever a running board is, without a gap", () => {
    const { bytes, types } = live();
    bytes.say(down(41), up(42), down(43));
    expect(types()).toEqual(["down", "up", "down"]);
  });

  it("with a gap in their numbers are logged with how many went missing, and still count", () => {
    const { bytes, events } = live();
    bytes.say(down(1), up(4));
    expect(events.slice(1)).toEqual([{ type: "log", log: "gap", detail: "2" }, { type: "up" }]);
  });

  it("told twice count once", () => {
    const { bytes, types } = live();
    bytes.say(down(1), down(1));
    expect(types()).toEqual(["down", "repeat"]);
  });

  it("with a number that went back, without a hello, are a gap of unknown size", () => {
    const { bytes, events } = live();
    bytes.say(down(7), down(1));
    expect(events[1]).toEqual({ type: "log", log: "gap", detail: "" });
  });

  it("begin at 1 again after a hello out of the blue", () => {
    const { bytes, types } = live();
    bytes.say(down(7), hello, down(1), up(2));
    expect(types()).toEqual(["down", "restarted", "identified", "down", "up"]);
  });

  it("lost right after a restart are a gap", () => {
    const { bytes, events } = live();
    bytes.say(down(7), hello, down(3));
    expect(events).toContainEqual({ type: "log", log: "gap", detail: "2" });
  });

  it("go on, or begin again, after a hello that was asked for", () => {
    for (const next of [8, 1]) {
      const { bytes, session, types } = live();
      bytes.say(down(7));
      session.show(null);
      session.show(() => WORK);
      bytes.say(hello, ok, down(next));
      expect(types()).not.toContain("gap");
    }
  });

  it("before the first hello are nobody's", () => {
    const { bytes, types } = opened();
    bytes.say(down(1));
    expect(types()).toEqual(["asking", "ignored"]);
  });
});

describe("a restart", () => {
  it("during an unanswered line sends the state at once: the board has forgotten the question", () => {
    const { clock, bytes, take } = live();
    clock.run(2000);
    expect(take()).toEqual([PING]);
    bytes.say(hello);
    expect(take()).toEqual([WORK_LINE]);
    bytes.say(ok);
    clock.run(1999);
    expect(take()).toEqual([]);
  });

  it("is noticed even if hellos asked during the boot were never answered", () => {
    const { clock, bytes, types } = opened();
    clock.run(1900); // four hellos into a boot loader
    bytes.say(hello, ok, hello);
    expect(types()).toContain("restarted");
  });
});

describe("a restart in the middle of a line", () => {
  const CUT = '{"t":"ok","s":1,"left';

  it("is noticed by the hello that follows what was cut off, and the next press is no repetition", () => {
    const { bytes, types, take } = live();
    bytes.say(down(1));
    bytes.deliver(new TextEncoder().encode(`${CUT}${JSON.stringify(hello)}\n`));
    expect(take()).toEqual([WORK_LINE]);
    bytes.say(ok, down(1), up(2));
    expect(types()).toEqual(["down", "noise", "restarted", "identified", "light", "down", "up"]);
  });

  it("makes nothing else than a hello heard that has no line of its own", () => {
    const { bytes, types, take } = live();
    for (const line of [down(1), { t: "pong" }, ok]) {
      bytes.deliver(new TextEncoder().encode(`${CUT}${JSON.stringify(line)}\n`));
    }
    expect(types()).toEqual(["noise", "noise", "noise"]);
    expect(take()).toEqual([]);
  });
});

describe("noise", () => {
  it("is logged and otherwise nothing", () => {
    const { bytes, types, take } = live();
    bytes.say("ets Jun  8 2016", ">>> ", "x".repeat(900), "{}");
    expect(types()).toEqual(["noise", "noise", "noise", "noise"]);
    expect(take()).toEqual([]);
  });
});

describe("the end", () => {
  it("by unplugging is told once, and half a line with it is nothing", () => {
    const { clock, bytes, events, types, take } = live();
    bytes.deliver(new TextEncoder().encode('{"t":"btn","e":"down","n":1}'));
    bytes.lose(new BoardError("unplugged"));
    bytes.lose(new BoardError("unplugged"));
    bytes.deliver(new TextEncoder().encode("\n"));
    expect(events).toMatchObject([{ type: "lost", error: { code: "unplugged" } }]);
    clock.run(60_000);
    expect(types()).toEqual(["lost"]);
    expect(take()).toEqual([]);
    expect(clock.armed).toBe(0);
  });

  it("by closing leaves no timer behind and closes the port", async () => {
    const { clock, bytes, session } = live();
    await session.close();
    expect(bytes.closed).toBe(true);
    expect(clock.armed).toBe(0);
  });
});

/** The room itself over a strict fake of the platform, in simulated time: what takes days or a broken disk to show. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newKey, roomOf } from "../../../party/shared/access";
import { FakeParty } from "./fake-party";
import type { FakeConnection, FakeStorage, Heard } from "./fake-party";
import { hours, seconds, T0 } from "../shared/helpers";

/** Much is tried in here, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

const DAY = hours(24);
const press = { action: "press" };
const types = (messages: readonly Heard[]) => messages.map(({ type }) => type);
const status = async (party: FakeParty, init: RequestInit = {}) => {
  const answer = await party.instance.onRequest(new Request("http://localhost/parties/main/kitchen", init));
  return [answer.status, await answer.text()] as const;
};
const post = (message: unknown): RequestInit => ({ method: "POST", body: JSON.stringify(message) });
/** The room as it tells itself to somebody new. */
async function look(party: FakeParty): Promise<Heard> {
  const answer = await party.instance.onRequest(new Request("http://localhost/parties/main/kitchen"));
  return (await answer.json()) as Heard;
}
/** What has to happen between two turns of the event loop, without time going by. */
const microtasks = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers({ now: T0 }));
afterEach(() => void vi.useRealTimers());

describe("a connection", () => {
  test("hears the whole room first, and looking stores nothing", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    expect(kim.take()).toEqual([
      expect.objectContaining({ type: "room", v: 1, state: 0, rev: 0, by: null, now: T0 }),
    ]);
    await party.say(kim, { action: "join", name: "Kim" });
    await party.say(kim, { action: "board", board: { name: "a", kind: "b" } });
    await party.say(kim, { action: "ping", t0: 1 });
    await party.say(kim, { action: "hold" });
    await look(party);
    party.leave(kim);
    await party.pass(hours(1));
    expect([party.storage.map.size, party.storage.alarm, party.storage.log]).toEqual([0, null, []]);
  });

  test("gets one answer to each action with its id; everyone else hears a change without it", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    lee.take();
    expect(await party.say(kim, { ...press, id: "p1" })).toEqual([
      expect.objectContaining({ type: "room", state: 1, rev: 1, id: "p1" }),
    ]);
    const [heard, ...more] = lee.take();
    expect(heard).toMatchObject({ type: "room", state: 1, rev: 1 });
    expect(heard).not.toHaveProperty("id");
    expect(more).toEqual([]);
    // What means nothing is answered to its sender alone.
    expect(await party.say(kim, { ...press, id: "p2" })).toEqual([
      expect.objectContaining({ rev: 1, id: "p2" }),
    ]);
    expect(await party.say(kim, { action: "resume", id: "p3" })).toEqual([
      expect.objectContaining({ type: "error", code: "not-now", id: "p3" }),
    ]);
    expect(await party.say(kim, { action: "hold", on: 9, id: "p4" })).toEqual([
      expect.objectContaining({ code: "stale", id: "p4" }),
    ]);
    expect(await party.say(kim, { action: "nonsense", id: "p5" })).toEqual([
      expect.objectContaining({ code: "bad-message", id: "p5" }),
    ]);
    expect(lee.take()).toEqual([]);
  });

  test("whose action finds something due gets one answer, and the others one room", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, { action: "setup", work_duration: 10, break_duration: 100, auto_continue: 5 });
    await party.say(kim, press);
    lee.take();
    vi.setSystemTime(T0 + seconds(20)); // the alarm is late: WORK over at 10, pressed by itself at 15
    expect(await party.say(kim, { ...press, id: "x" })).toEqual([
      expect.objectContaining({ state: 3, started_at: T0 + seconds(15), rev: 4, id: "x" }),
    ]);
    expect(lee.take()).toEqual([expect.objectContaining({ state: 3, rev: 4 })]);
  });

  test("whose action is refused hears all the same of what was due before it, as everyone does", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, press);
    lee.take();
    vi.setSystemTime(T0 + seconds(1600)); // the alarm is late: WORK over at 1500
    const [told, answer, ...more] = await party.say(kim, { action: "hold", on: 1, id: "x" });
    expect(told).toMatchObject({ type: "room", state: 2, rev: 2 });
    expect(told).not.toHaveProperty("id");
    expect(answer).toMatchObject({ type: "error", code: "stale", id: "x" });
    expect(more).toEqual([]);
    expect(lee.take()).toMatchObject([{ type: "room", state: 2, rev: 2 }]);
  });

  test("number 5,001 is refused with 503, and let in when somebody has left", async () => {
    const party = await FakeParty.open("kitchen");
    const all: FakeConnection[] = [];
    for (let i = 0; i < 5000; i++) all.push(await party.connect());
    await expect(party.connect()).rejects.toMatchObject({ code: 503 });
    expect(party.connected.size).toBe(5000);
    const [first] = all;
    if (first === undefined) throw new Error("nobody came");
    party.leave(first);
    expect((await party.connect()).take("room")).toHaveLength(1);
    await expect(party.connect()).rejects.toMatchObject({ code: 503 });
  });

  test("number 5,001 is refused after a sleep, too", async () => {
    const party = await FakeParty.open("kitchen");
    for (let i = 0; i < 5000; i++) await party.connect();
    await party.wake();
    await expect(party.connect()).rejects.toMatchObject({ code: 503 });
  });

  test("with 200 refused as too-fast is closed with 1008 and not heard any more", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    kim.take();
    for (let i = 0; i < 20 + 199; i++) await party.instance.onMessage('{"action":"hold","id":"h"}', kim);
    const answers = kim.take();
    expect(answers.slice(0, 20)).toEqual(
      Array(20).fill(expect.objectContaining({ code: "not-now", id: "h" })),
    );
    expect(answers.slice(20)).toEqual(
      Array(199).fill(expect.objectContaining({ code: "too-fast", id: "h" })),
    );
    expect(kim.closed).toBeNull();
    await party.instance.onMessage('{"action":"press"}', kim);
    expect(kim.closed).toEqual({ code: 1008 });
    await party.instance.onMessage('{"action":"press"}', kim);
    expect(await look(party)).toMatchObject({ rev: 0 });
    expect(await party.say(lee, press)).toEqual([expect.objectContaining({ rev: 1 })]);
  });

  test("is told of what is too big before anything else is asked, and what is no text is no JSON", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    const sized = (bytes: number, filler: string) => {
      const [head, tail] = ['{"action":"ping","t0":1,"x":"', '"}'];
      const room = bytes - head.length - tail.length;
      return head + filler.repeat(Math.floor(room / Buffer.byteLength(filler))) + tail;
    };
    const say = async (text: string | ArrayBuffer) => {
      kim.take();
      await party.instance.onMessage(text, kim);
      return kim.take();
    };
    expect(types(await say(sized(4096, "x")))).toEqual(["pong"]);
    expect(await say(sized(4097, "x"))).toEqual([expect.objectContaining({ code: "too-big" })]);
    expect(types(await say(sized(4095, "é")))).toEqual(["pong"]);
    expect(await say(sized(8000, "é"))).toEqual([expect.objectContaining({ code: "too-big" })]);
    expect(await say("{".repeat(4097))).toEqual([expect.objectContaining({ code: "too-big" })]);
    expect(await say(new ArrayBuffer(4097))).toEqual([expect.objectContaining({ code: "too-big" })]);
    expect(await say(new ArrayBuffer(10))).toEqual([expect.objectContaining({ code: "bad-json" })]);
  });
});

describe("a private room", () => {
  test("is watched by everyone, controlled by its key, and a wrong key changes nothing, the name neither", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const kim = await party.connect();
    expect(await party.say(kim, { ...press, id: "w" })).toEqual([
      expect.objectContaining({ type: "error", code: "not-allowed", id: "w" }),
    ]);
    expect(await party.say(kim, { action: "join", name: "Kim" })).toEqual([
      { type: "you", id: expect.any(String), role: "watch" },
    ]);
    expect(await party.say(kim, { action: "join", key: newKey(), name: "Eve" })).toEqual([
      expect.objectContaining({ type: "error", code: "wrong-key" }),
    ]);
    await party.pass(seconds(2));
    expect(kim.take("people").at(-1)).toMatchObject({ count: 1, people: [{ name: "Kim", role: "watch" }] });
    expect(await party.say(kim, { action: "join", key })).toEqual([
      { type: "you", id: expect.any(String), role: "control" },
    ]);
    expect(await party.say(kim, press)).toEqual([
      expect.objectContaining({ rev: 1, by: { name: "Kim", via: "app" } }),
    ]);
  });

  test("judges form before role, and role before the machine", async () => {
    const party = await FakeParty.open(await roomOf(newKey()));
    const eve = await party.connect();
    expect(await party.say(eve, { action: "extend", seconds: 0 })).toMatchObject([{ code: "bad-message" }]);
    expect(await party.say(eve, { action: "hold", on: 77, until: 1 })).toMatchObject([
      { code: "not-allowed" },
    ]);
  });

  test("remembers through its sleep who may press and what they are called", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const kim = await party.connect();
    await party.say(kim, { action: "join", key, name: "Kim" });
    await party.wake();
    expect(await party.say(kim, press)).toMatchObject([{ type: "room", rev: 1, by: { name: "Kim" } }]);
  });
});

describe("an open room", () => {
  test("is controlled without join, and a key in a join is ignored", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    expect(await party.say(kim, press)).toMatchObject([
      { type: "room", rev: 1, by: { name: null, via: "app" } },
    ]);
    expect(await party.say(kim, { action: "join", key: newKey(), name: "Kim" })).toMatchObject([
      { type: "you", role: "control" },
    ]);
  });
});

describe("time", () => {
  test("makes one broadcast at the deadline, by the alarm, with nobody's help", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    await party.pass(seconds(1500) - 1);
    expect(kim.take()).toEqual([]);
    await party.pass(1);
    expect(kim.take()).toEqual([
      expect.objectContaining({
        type: "room",
        state: 2,
        started_at: T0 + seconds(1500),
        rev: 2,
        now: T0 + seconds(1500),
      }),
    ]);
  });

  test("gives an alarm that nobody answers two hours, and says so to who is connected", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    await party.pass(seconds(1500) + hours(2) - 1);
    expect(kim.take()).toMatchObject([{ state: 2 }]);
    await party.pass(1);
    expect(kim.take()).toMatchObject([
      { state: 0, cycle: 0, started_at: T0 + seconds(1500) + hours(2), by: { via: "timer" } },
    ]);
  });

  test("is kept where the room sleeps and an alarm wakes it, and its id is not known", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    kim.take();
    vi.setSystemTime(T0 + seconds(1500));
    await party.wake({ byAlarm: true });
    expect(kim.take()).toMatchObject([{ state: 2, rev: 2 }]);
    // An instance that an alarm woke never learns its id, and must do all the same.
    expect(await party.say(kim, press)).toMatchObject([{ state: 3, rev: 3 }]);
    expect((await party.connect()).take("room")).toMatchObject([{ rev: 3 }]);
    expect(await status(party)).toMatchObject([200, expect.stringContaining('"rev":3')]);
  });

  test("is folded into one broadcast where the server was away for long", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, {
      action: "setup",
      work_duration: 10,
      break_duration: 10,
      number_cycles: 2,
      auto_continue: 5,
    });
    await party.say(kim, press);
    vi.setSystemTime(T0 + hours(5));
    kim.take();
    await party.wake();
    await party.ring();
    expect(kim.take()).toMatchObject([{ state: 5, started_at: T0 + seconds(75), rev: 12 }]);
    expect(party.storage.alarm).toBe(T0 + hours(5) + 30 * DAY);
  });

  test("that has passed is told to who connects before the alarm comes", async () => {
    const party = await FakeParty.open("kitchen");
    await party.say(await party.connect(), press);
    await party.wake();
    vi.setSystemTime(T0 + seconds(2000));
    const [first] = (await party.connect()).take();
    expect(first).toMatchObject({ type: "room", state: 2, started_at: T0 + seconds(1500) });
    await party.wake();
    expect(await look(party)).toMatchObject({ state: 2, rev: 2 });
  });

  test("that has passed is told once to who connects: nothing is sent while nothing changes", async () => {
    const party = await FakeParty.open("kitchen");
    await party.say(await party.connect(), press);
    vi.setSystemTime(T0 + seconds(2000));
    expect((await party.connect()).take("room")).toHaveLength(1);
  });

  test("comes back where the alarm was lost", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    party.storage.alarm = null;
    await party.wake();
    expect(party.storage.alarm).toBe(T0 + seconds(1500));
  });

  test("is not changed by an alarm that comes early or twice", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    kim.take();
    await party.ring();
    expect([kim.take(), party.storage.alarm]).toEqual([[], T0 + seconds(1500)]);
    vi.setSystemTime(T0 + seconds(1500));
    await party.ring();
    await party.ring();
    expect(kim.take()).toMatchObject([{ state: 2, rev: 2 }]);
    expect(party.storage.alarm).toBe(T0 + seconds(1500) + hours(2));
  });
});

describe("an abandoned room", () => {
  test("is deleted 30 days after its last change, with nobody connected", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup", work_duration: 60 });
    party.leave(kim);
    await party.pass(30 * DAY - 1);
    expect(party.storage.map.size).toBe(1);
    await party.pass(1);
    expect([party.storage.map.size, party.storage.alarm]).toEqual([0, null]);
  });

  test("is as good as new when somebody comes after all", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup", work_duration: 60 });
    party.leave(kim);
    await party.pass(31 * DAY);
    const lee = await party.connect();
    expect(lee.take("room")).toMatchObject([
      { state: 0, rev: 0, work_duration: 1500, started_at: null, by: null },
    ]);
    expect(await party.say(lee, press)).toMatchObject([{ rev: 1, state: 1 }]);
    expect(party.storage.map.size).toBe(1);
  });

  test("is deleted by an alarm that woke it, too", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup" });
    party.leave(kim);
    vi.setSystemTime(T0 + 30 * DAY);
    await party.wake({ byAlarm: true });
    expect([party.storage.map.size, party.storage.alarm]).toEqual([0, null]);
  });

  test("is kept while somebody is connected, and goes within another 30 days of their leaving", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup", work_duration: 60 });
    await party.pass(100 * DAY);
    expect(party.storage.map.size).toBe(1);
    expect(await look(party)).toMatchObject({ rev: 1, work_duration: 60 });
    party.leave(kim);
    await party.pass(30 * DAY);
    expect(party.storage.map.size).toBe(0);
  });

  test("with somebody connected is kept by an instance that an alarm woke", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup", work_duration: 60 });
    vi.setSystemTime(T0 + 30 * DAY);
    await party.wake({ byAlarm: true });
    expect(party.storage.map.size).toBe(1);
    expect(party.storage.alarm).toBeGreaterThan(T0 + 30 * DAY);
  });

  test("is not one that was changed in between", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup" });
    await party.pass(20 * DAY);
    await party.say(kim, { action: "setup", work_duration: 61 });
    party.leave(kim);
    await party.pass(29 * DAY);
    expect(party.storage.map.size).toBe(1);
    await party.pass(1 * DAY);
    expect(party.storage.map.size).toBe(0);
  });
});

describe("storing", () => {
  /** Writes wait until the function that comes back is called. */
  const slow = (storage: FakeStorage): (() => void) => {
    let open = () => {};
    storage.gate = new Promise((resolve) => (open = resolve));
    return () => {
      storage.gate = null;
      open();
    };
  };

  test("comes before anyone hears of a change", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, press);
    for (const connection of [kim, lee]) connection.take();
    const written = slow(party.storage);
    const answered = party.instance.onMessage('{"action":"hold","id":"h"}', kim);
    const asked = look(party);
    await microtasks();
    expect([kim.take(), lee.take()]).toEqual([[], []]);
    written();
    await answered;
    expect(kim.take()).toMatchObject([{ rev: 2, id: "h" }]);
    expect(lee.take()).toMatchObject([{ rev: 2 }]);
    expect(await asked).toMatchObject({ rev: 2 });
  });

  test("comes before anyone hears of a time over, and of what an HTTP request has done", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    vi.setSystemTime(T0 + seconds(1500));
    let written = slow(party.storage);
    const rung = party.ring();
    await microtasks();
    expect(kim.take()).toEqual([]);
    written();
    await rung;
    expect(kim.take()).toMatchObject([{ state: 2 }]);
    written = slow(party.storage);
    const posted = status(party, post(press));
    await microtasks();
    expect(kim.take()).toEqual([]);
    written();
    expect((await posted)[0]).toBe(200);
    expect(kim.take()).toMatchObject([{ state: 3 }]);
  });

  test("keeps answers in the order of the questions, and two presses at once are two changes", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, press);
    for (const connection of [kim, lee]) connection.take();
    const written = slow(party.storage);
    const both = [
      party.instance.onMessage('{"action":"hold","on":1,"id":"k"}', kim),
      party.instance.onMessage('{"action":"hold","on":1,"id":"l"}', lee),
      party.instance.onMessage('{"action":"ping","t0":1}', kim),
      party.instance.onMessage('{"action":"resume","id":"r"}', kim),
    ];
    await microtasks();
    written();
    await Promise.all(both);
    expect(kim.take()).toMatchObject([{ rev: 2, id: "k" }, { type: "pong" }, { rev: 3, id: "r" }]);
    expect(lee.take()).toMatchObject([{ rev: 2 }, { code: "stale", id: "l" }, { rev: 3 }]);
  });

  test("that fails changes nothing and says nothing false, and the next action finds the room as it was", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, { action: "setup", work_duration: 60 });
    const before = await look(party);
    for (const connection of [kim, lee]) connection.take();
    party.storage.failure = new Error("the disk is full");
    await party.instance.onMessage('{"action":"press","id":"p"}', kim).catch(() => {});
    for (const said of [...kim.take(), ...lee.take()])
      expect(said).not.toMatchObject({ type: "room", state: 1 });
    expect(await look(party)).toEqual(before);
    expect(await party.say(kim, { ...press, id: "q" })).toMatchObject([{ state: 1, rev: 2, id: "q" }]);
    await party.wake();
    expect(await look(party)).toMatchObject({ state: 1, rev: 2 });
  });

  test("that fails leaves an alarm that does no harm", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    party.storage.failure = new Error("the disk is full");
    await party.instance.onMessage('{"action":"setup","work_duration":5}', kim).catch(() => {});
    await party.pass(seconds(1500));
    expect(await look(party)).toMatchObject({
      state: 2,
      rev: 2,
      work_duration: 1500,
      started_at: T0 + seconds(1500),
    });
  });

  test("that fails under a time over lets the alarm be tried again", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    kim.take();
    vi.setSystemTime(T0 + seconds(1500));
    party.storage.failure = new Error("the disk is full");
    await expect(party.ring()).rejects.toThrow("the disk is full");
    expect(kim.take()).toEqual([]);
    await party.ring();
    expect(kim.take()).toMatchObject([{ state: 2, rev: 2, started_at: T0 + seconds(1500) }]);
  });

  test("that fails under an HTTP request is a 500 without its text", async () => {
    const party = await FakeParty.open("kitchen");
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    party.storage.failure = new Error("the disk is full");
    const [code, text] = await status(party, post(press));
    expect(code).toBe(500);
    expect(text).not.toMatch(/disk/);
    logged.mockRestore();
    expect(await look(party)).toMatchObject({ rev: 0 });
  });
});

describe("a room stored by a newer server", () => {
  const newer = async (): Promise<[FakeParty, Map<string, unknown>]> => {
    const before = await FakeParty.open("kitchen");
    await before.say(await before.connect(), press);
    const { storage } = before;
    for (const [key, form] of storage.map) {
      storage.map.set(key, { ...(form as { v: number }), v: (form as { v: number }).v + 1, more: true });
    }
    storage.log.length = 0;
    return [await FakeParty.open("kitchen", storage), structuredClone(storage.map)];
  };

  test("takes no connection: 503 before one is made", async () => {
    const [party] = await newer();
    await expect(party.connect()).rejects.toMatchObject({ code: 503 });
    expect(party.connected.size).toBe(0);
  });

  test("answers HTTP with 503, and an alarm with nothing", async () => {
    const [party] = await newer();
    expect((await status(party))[0]).toBe(503);
    expect((await status(party, post(press)))[0]).toBe(503);
    await party.pass(100 * DAY);
    await party.wake({ byAlarm: true });
    await expect(party.connect()).rejects.toMatchObject({ code: 503 });
  });

  test("stays as it is on disk, with its alarm", async () => {
    const [party, map] = await newer();
    await party.connect().catch(() => {});
    await status(party, post(press));
    expect(party.storage.map).toEqual(map);
    expect([party.storage.log, party.storage.alarm]).toEqual([[], T0 + seconds(1500)]);
    vi.setSystemTime(T0 + 100 * DAY);
    await party.ring();
    expect(party.storage.map).toEqual(map);
  });

  test("does not take actions from who is connected all the same, asleep since the newer server's time", async () => {
    const [party, map] = await newer();
    const kim = await (await FakeParty.open("kitchen")).connect();
    party.connected.add(kim);
    await party.wake();
    kim.take();
    await party.instance.onMessage('{"action":"press"}', kim);
    expect(party.storage.map).toEqual(map);
    for (const said of kim.take()) expect(said).not.toMatchObject({ type: "room" });
  });
});

describe("people", () => {
  test("are told to those who joined, at most once a second, and the last change is never lost", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.pass(seconds(5));
    expect([...kim.take("people"), ...lee.take("people")]).toEqual([]);
    await party.say(kim, { action: "join", name: "Kim" });
    await party.pass(10);
    expect(kim.take("people")).toMatchObject([{ count: 2 }]);
    for (let i = 0; i < 12; i++) {
      const passer = await party.connect();
      await party.pass(100);
      party.leave(passer);
      await party.pass(150);
    }
    await party.say(lee, { action: "board", board: { name: "Kitchen", kind: "uno" } });
    const during = kim.take("people");
    expect(during.length).toBeGreaterThanOrEqual(2);
    expect(during.length).toBeLessThanOrEqual(4);
    await party.pass(seconds(1));
    const [last, ...more] = kim.take("people");
    expect(more).toEqual([]);
    expect(last).toMatchObject({
      count: 2,
      people: expect.arrayContaining([expect.objectContaining({ board: { name: "Kitchen", kind: "uno" } })]),
    });
    expect(lee.take("people")).toEqual([]);
    await party.pass(seconds(60));
    expect(kim.take()).toEqual([]);
  });

  const events: readonly (readonly [string, (party: FakeParty, lee: FakeConnection) => Promise<unknown>])[] =
    [
      ["came", (party) => party.connect()],
      ["left", async (party, lee) => party.leave(lee)],
      ["was renamed", (party, lee) => party.say(lee, { action: "join", name: "L" })],
      [
        "plugged a board in",
        (party, lee) => party.say(lee, { action: "board", board: { name: "a", kind: "b" } }),
      ],
    ];
  test.each(events)("are told when somebody %s", async (_, happens) => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, { action: "join", name: "Kim" });
    await party.pass(seconds(5));
    kim.take();
    await happens(party, lee);
    await party.pass(seconds(1));
    expect(types(kim.take())).toEqual(["people"]);
  });

  test("have ids that the server made: `you` says which is one's own, and no connection's id is among them", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    const [you] = await party.say(kim, { action: "join", name: "Kim" });
    await party.pass(10);
    const [told] = kim.take("people");
    expect(told).toMatchObject({ people: [{ id: you?.["id"], name: "Kim" }] });
    expect(you?.["id"]).not.toBe(kim.id);
  });

  test("are not told to a program that only presses", async () => {
    const party = await FakeParty.open("kitchen");
    const course = await party.connect();
    const heard = types(course.take());
    await party.say(await party.connect(), { action: "join", name: "Kim" });
    heard.push(
      ...types(await party.say(course, press)),
      ...types(await party.say(course, { action: "setup", work_duration: 0 })),
    );
    await party.pass(seconds(5));
    heard.push(...types(course.take()));
    expect(new Set(heard)).toEqual(new Set(["room", "error"]));
  });
});

describe("HTTP", () => {
  test("changes the room for everyone who is connected, as `api` unless it says otherwise", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    kim.take();
    const [code, text] = await status(party, post({ ...press, id: "h" }));
    expect([code, JSON.parse(text)]).toMatchObject([
      200,
      { rev: 1, id: "h", by: { name: null, via: "api" } },
    ]);
    const [heard] = kim.take();
    expect(heard).toMatchObject({ rev: 1, by: { name: null, via: "api" } });
    expect(heard).not.toHaveProperty("id");
  });

  test.each([
    ["no JSON", "{", 400, "bad-json"],
    ["a bad field", '{"action":"extend","seconds":0}', 400, "bad-message"],
    ["an action of sockets", '{"action":"ping","t0":1}', 400, "bad-message"],
    ["a stale aim", '{"action":"press","on":5}', 409, "stale"],
    ["nothing to undo", '{"action":"undo"}', 409, "no-undo"],
    ["what means nothing now", '{"action":"hold"}', 409, "not-now"],
    ["too much", `{"action":"press","x":"${"x".repeat(5000)}"}`, 413, "too-big"],
  ])("answers %s with its status and code", async (_, body, code, error) => {
    const party = await FakeParty.open("kitchen");
    const [answered, text] = await status(party, { method: "POST", body });
    expect([answered, JSON.parse(text)]).toMatchObject([code, { type: "error", code: error }]);
    expect(party.storage.log).toEqual([]);
  });

  test("needs the key in a private room, and the wrong one is called so", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const as = (authorization?: string) =>
      status(party, { ...post(press), headers: authorization === undefined ? {} : { authorization } });
    expect(await as()).toMatchObject([403, expect.stringContaining("not-allowed")]);
    expect(await as(`Bearer ${newKey()}`)).toMatchObject([403, expect.stringContaining("wrong-key")]);
    expect(await as(`Bearer ${key}`)).toMatchObject([200, expect.stringContaining('"rev":1')]);
  });

  test("is limited to 20 at once, then 5 a second", async () => {
    const party = await FakeParty.open("kitchen");
    const codes: number[] = [];
    for (let i = 0; i < 25; i++) codes.push((await status(party, post({ action: "setup" })))[0]);
    expect(codes).toEqual([...Array<number>(20).fill(200), ...Array<number>(5).fill(429)]);
    vi.setSystemTime(T0 + 1000);
    expect((await status(party, post({ action: "setup" })))[0]).toBe(200);
  });
});

/** Tests the room with a strict fake of the platform, in simulated time: long times and failing storage. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NotStored } from "../../../party/room/storage";
import { newKey, roomOf } from "../../../party/shared/access";
import { VERSION } from "../../../party/room/storedForms";
import { FakeParty } from "./fake-party";
import type { FakeConnection, FakeStorage, Heard } from "./fake-party";
import { hours, seconds, T0 } from "../shared/helpers";

/** These tests try many inputs, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

const DAY = hours(24);
const WORK = seconds(25 * 60);
const press = { action: "press" };
const types = (messages: readonly Heard[]) => messages.map(({ type }) => type);
const status = async (party: FakeParty, init: RequestInit = {}) => {
  const answer = await party.instance.onRequest(new Request("http://localhost/parties/main/kitchen", init));
  return [answer.status, await answer.text()] as const;
};
const post = (message: unknown): RequestInit => ({ method: "POST", body: JSON.stringify(message) });
/** Reads the room message with GET. */
async function look(party: FakeParty): Promise<Heard> {
  const answer = await party.instance.onRequest(new Request("http://localhost/parties/main/kitchen"));
  return (await answer.json()) as Heard;
}
/** Runs all pending microtasks; no time passes. */
const microtasks = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers({ now: T0 }));
afterEach(() => void vi.useRealTimers());

describe("a connection", () => {
  test("a new connection receives the whole room first, and reading stores nothing", async () => {
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

  test.each<readonly [string, (party: FakeParty) => Promise<readonly Heard[]>]>([
    ["a new connection", async (party) => (await party.connect()).take()],
    ["GET", async (party) => [await look(party)]],
    ["a press that does nothing", async (party) => party.say([...party.connected][0]!, press)],
  ])("%s is never told a period whose end has passed while the room answered", async (_, ask) => {
    for (let beforeMs = 16; beforeMs > 0; beforeMs--) {
      vi.setSystemTime(T0);
      const party = await FakeParty.open("kitchen");
      await party.say(await party.connect(), press);
      let lookAt = T0 + WORK - beforeMs;
      vi.spyOn(Date, "now").mockImplementation(() => lookAt++); // each look is 1 ms later than the one before
      const answers = await ask(party).finally(() => vi.restoreAllMocks());
      expect(answers).not.toEqual([]);
      for (const { state, now } of answers) expect(state === 1 && Number(now) >= T0 + WORK).toBe(false);
    }
  });

  test("a sender gets one answer with the id of its action, and the others get a change without the id", async () => {
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
    // An action that changes nothing is answered to its sender only.
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

  test("the answer to a change and what the others are told have the same now, though sending takes a while", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    lee.take();
    const { send } = lee;
    vi.spyOn(lee, "send").mockImplementation((text) => {
      send.call(lee, text);
      vi.setSystemTime(Date.now() + 30);
    });
    const [answer] = await party.say(kim, { ...press, id: "p1" });
    const [heard] = lee.take();
    expect(Date.now()).toBe(T0 + 30);
    expect([answer?.["now"], heard?.["now"]]).toEqual([T0, T0]);
  });

  test("an action that settles a due deadline gets one answer, and the others get one room message", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, { action: "setup", work_duration: 10, break_duration: 100, auto_continue: 5 });
    await party.say(kim, press);
    lee.take();
    vi.setSystemTime(T0 + seconds(20)); // The alarm is late: WORK ends at 10 s, auto_continue presses at 15 s.
    expect(await party.say(kim, { ...press, id: "x" })).toEqual([
      expect.objectContaining({ state: 3, started_at: T0 + seconds(15), rev: 4, id: "x" }),
    ]);
    expect(lee.take()).toEqual([expect.objectContaining({ state: 3, rev: 4 })]);
  });

  test("a refused action still sends the room to everyone if a deadline was due before it", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, press);
    lee.take();
    vi.setSystemTime(T0 + seconds(1600)); // The alarm is late: WORK ends at 1500 s.
    const [told, answer, ...more] = await party.say(kim, { action: "hold", on: 1, id: "x" });
    expect(told).toMatchObject({ type: "room", state: 2, rev: 2 });
    expect(told).not.toHaveProperty("id");
    expect(answer).toMatchObject({ type: "error", code: "stale", id: "x" });
    expect(more).toEqual([]);
    expect(lee.take()).toMatchObject([{ type: "room", state: 2, rev: 2 }]);
  });

  test("connection number 5,001 is refused with 503, and accepted after somebody has left", async () => {
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

  test("connection number 5,001 is refused after a sleep, too", async () => {
    const party = await FakeParty.open("kitchen");
    for (let i = 0; i < 5000; i++) await party.connect();
    await party.wake();
    await expect(party.connect()).rejects.toMatchObject({ code: 503 });
  });

  test("a connection with 200 messages refused as too-fast is closed with 1008 and ignored from then on", async () => {
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

  test("a message that is too big is refused before it is parsed, and a binary message is refused as bad-json", async () => {
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
  test("a private room is watched by everyone and controlled with its key, and a join with a wrong key changes nothing", async () => {
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

  test("an action is checked for its form first, then for the role, then by the machine", async () => {
    const party = await FakeParty.open(await roomOf(newKey()));
    const eve = await party.connect();
    expect(await party.say(eve, { action: "extend", seconds: 0 })).toMatchObject([{ code: "bad-message" }]);
    expect(await party.say(eve, { action: "hold", on: 77, until: 1 })).toMatchObject([
      { code: "not-allowed" },
    ]);
  });

  test("the roles and names of connections survive the sleep of a room", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const kim = await party.connect();
    await party.say(kim, { action: "join", key, name: "Kim" });
    await party.wake();
    expect(await party.say(kim, press)).toMatchObject([{ type: "room", rev: 1, by: { name: "Kim" } }]);
  });
});

describe("an open room", () => {
  test("an open room is controlled without a join, and a key in a join is ignored", async () => {
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
  test("the alarm at a deadline sends one broadcast", async () => {
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

  test("an unanswered alarm falls back after two hours, with one broadcast", async () => {
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

  test("a sleeping room that an alarm wakes settles its deadline without knowing its id", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    kim.take();
    vi.setSystemTime(T0 + seconds(1500));
    await party.wake({ byAlarm: true });
    expect(kim.take()).toMatchObject([{ state: 2, rev: 2 }]);
    // An instance that an alarm has woken never knows its id and must work without it.
    expect(await party.say(kim, press)).toMatchObject([{ state: 3, rev: 3 }]);
    expect((await party.connect()).take("room")).toMatchObject([{ rev: 3 }]);
    expect(await status(party)).toMatchObject([200, expect.stringContaining('"rev":3')]);
  });

  test("several passed deadlines give one broadcast", async () => {
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

  test("a new connection gets the settled room before the late alarm comes", async () => {
    const party = await FakeParty.open("kitchen");
    await party.say(await party.connect(), press);
    await party.wake();
    vi.setSystemTime(T0 + seconds(2000));
    const [first] = (await party.connect()).take();
    expect(first).toMatchObject({ type: "room", state: 2, started_at: T0 + seconds(1500) });
    await party.wake();
    expect(await look(party)).toMatchObject({ state: 2, rev: 2 });
  });

  test("a new connection gets a settled room once", async () => {
    const party = await FakeParty.open("kitchen");
    await party.say(await party.connect(), press);
    vi.setSystemTime(T0 + seconds(2000));
    expect((await party.connect()).take("room")).toHaveLength(1);
  });

  test("a lost alarm is set again when the room starts", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    party.storage.alarm = null;
    await party.wake();
    expect(party.storage.alarm).toBe(T0 + seconds(1500));
  });

  test("an alarm that comes early or twice has no effect", async () => {
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
  test("a room without connections is deleted at the second look, a day after the first, 30 days after its last change", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup", work_duration: 60 });
    party.leave(kim);
    await party.pass(31 * DAY - 1);
    expect(party.storage.map.get("room")).toMatchObject({ markedAt: T0 + 30 * DAY });
    await party.pass(1);
    expect([party.storage.map.size, party.storage.alarm]).toEqual([0, null]);
  });

  test("a deleted room is a new room for the next connection", async () => {
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

  test("an abandoned room is deleted by an alarm that wakes it, too", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup" });
    party.leave(kim);
    vi.setSystemTime(T0 + 30 * DAY);
    await party.wake({ byAlarm: true });
    expect([party.storage.map.size, party.storage.alarm]).toEqual([1, T0 + 31 * DAY]);
    vi.setSystemTime(T0 + 31 * DAY);
    await party.wake({ byAlarm: true });
    expect([party.storage.map.size, party.storage.alarm]).toEqual([0, null]);
  });

  test("a room with a connection is kept, and deleted within 30 days after the last one leaves", async () => {
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

  test("a room with a connection is kept by an instance that an alarm has woken", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup", work_duration: 60 });
    vi.setSystemTime(T0 + 30 * DAY);
    await party.wake({ byAlarm: true });
    expect(party.storage.map.size).toBe(1);
    expect(party.storage.alarm).toBeGreaterThan(T0 + 30 * DAY);
  });

  test("a change postpones the deletion of a room", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup" });
    await party.pass(20 * DAY);
    await party.say(kim, { action: "setup", work_duration: 61 });
    party.leave(kim);
    await party.pass(29 * DAY);
    expect(party.storage.map.size).toBe(1);
    await party.pass(2 * DAY);
    expect(party.storage.map.size).toBe(0);
  });
});

describe("storing", () => {
  /** Blocks all writes. Returns the function that releases them. */
  const slow = (storage: FakeStorage): (() => void) => {
    let open = () => {};
    storage.gate = new Promise((resolve) => (open = resolve));
    return () => {
      storage.gate = null;
      open();
    };
  };

  test("a change is stored before anyone receives it", async () => {
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

  test("a deadline and the change of an HTTP request are stored before anyone receives them", async () => {
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

  test("answers keep the order of the requests while a change is stored", async () => {
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

  test("a change that cannot be stored is not made and not sent, and the next action is applied to the room as it was", async () => {
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

  test("a change that cannot be stored leaves an alarm that has no effect", async () => {
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

  test("a deadline that cannot be stored is tried again by the next alarm", async () => {
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

  test("a room that wakes while the disk takes no changes writes nothing, also where its alarm is being handled", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, press);
    party.storage.alarm = null; // as during the alarm
    party.storage.log.length = 0;
    const full = { expectWritable: () => Promise.reject(new NotStored()) };
    Object.assign(party.storage, full);
    await party.wake();
    expect(await party.say(kim, { action: "hold", id: "h" })).toMatchObject([
      { code: "not-stored", id: "h" },
    ]);
    expect([party.storage.log, party.storage.alarm]).toEqual([[], null]);
    Object.assign(party.storage, { expectWritable: undefined });
    await vi.advanceTimersByTimeAsync(2000);
    expect(party.storage.alarm).toBe(T0 + WORK);
    expect(await party.say(kim, { action: "hold" })).toMatchObject([{ type: "room", rev: 2 }]);
  });

  test("an HTTP request whose change cannot be stored is answered with 500, without the text of the error", async () => {
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
      storage.map.set(key, { ...(form as { v: number }), v: VERSION + 1, more: true });
    }
    storage.log.length = 0;
    return [await FakeParty.open("kitchen", storage), structuredClone(storage.map)];
  };

  test("a room of a newer server refuses a connection with 503 before it is made", async () => {
    const [party] = await newer();
    await expect(party.connect()).rejects.toMatchObject({ code: 503 });
    expect(party.connected.size).toBe(0);
  });

  test("a room of a newer server answers HTTP with 503 and ignores an alarm", async () => {
    const [party] = await newer();
    expect((await status(party))[0]).toBe(503);
    expect((await status(party, post(press)))[0]).toBe(503);
    await party.pass(100 * DAY);
    await party.wake({ byAlarm: true });
    await expect(party.connect()).rejects.toMatchObject({ code: 503 });
  });

  test("a room of a newer server is left as it is stored, with its alarm", async () => {
    const [party, map] = await newer();
    await party.connect().catch(() => {});
    await status(party, post(press));
    expect(party.storage.map).toEqual(map);
    expect([party.storage.log, party.storage.alarm]).toEqual([[], T0 + seconds(1500)]);
    vi.setSystemTime(T0 + 100 * DAY);
    await party.ring();
    expect(party.storage.map).toEqual(map);
  });

  test("a room of a newer server ignores actions on connections that are older than this server", async () => {
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
  test("the people message is sent to those who joined, at most once a second, and after the last change", async () => {
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
      ["connects", (party) => party.connect()],
      ["leaves", async (party, lee) => party.leave(lee)],
      ["changes the name", (party, lee) => party.say(lee, { action: "join", name: "L" })],
      [
        "connects a board",
        (party, lee) => party.say(lee, { action: "board", board: { name: "a", kind: "b" } }),
      ],
    ];
  test.each(events)("the people message is sent when somebody %s", async (_, happens) => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, { action: "join", name: "Kim" });
    await party.pass(seconds(5));
    kim.take();
    await happens(party, lee);
    await party.pass(seconds(1));
    expect(types(kim.take())).toEqual(["people"]);
  });

  test("people have ids that the server has made, and `you` has the person's own id", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    const [you] = await party.say(kim, { action: "join", name: "Kim" });
    await party.pass(10);
    const [told] = kim.take("people");
    expect(told).toMatchObject({ people: [{ id: you?.["id"], name: "Kim" }] });
    expect(you?.["id"]).not.toBe(kim.id);
  });

  test("a program that never joins receives no people message", async () => {
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

describe("the rate of a room", () => {
  const setup = { action: "setup", id: "s" };
  /** The codes of the answers to `times` actions on a new connection, "room" where it changed the room. */
  async function burst(party: FakeParty, times: number, action: object = setup): Promise<unknown[]> {
    const connection = await party.connect();
    const codes: unknown[] = [];
    for (let i = 0; i < times; i++) {
      const answer = (await party.say(connection, action)).at(-1);
      codes.push(answer?.["code"] ?? answer?.type);
    }
    party.leave(connection);
    return codes;
  }
  const changesIn = (codes: unknown[]): number => codes.filter((code) => code === "room").length;

  test("a client that connects again and again changes the room 400 times at once, then 40 times a second", async () => {
    const party = await FakeParty.open("kitchen");
    const codes: unknown[] = [];
    for (let i = 0; i < 30; i++) codes.push(...(await burst(party, 20)));
    expect(codes).toEqual([...Array<string>(400).fill("room"), ...Array<string>(200).fill("too-fast")]);
    vi.setSystemTime(T0 + 1000);
    expect(changesIn([...(await burst(party, 20)), ...(await burst(party, 20))])).toBe(40);
    expect(changesIn(await burst(party, 20))).toBe(0);
    expect(await look(party)).toMatchObject({ rev: 440 });
  });

  test("an action by HTTP in a room that is changed too fast is answered with 429", async () => {
    const party = await FakeParty.open("kitchen");
    for (let i = 0; i < 20; i++) await burst(party, 20);
    const [code, text] = await status(party, post(setup));
    expect([code, JSON.parse(text)]).toMatchObject([429, { type: "error", code: "too-fast", id: "s" }]);
  });

  test("a class of 100 in which everyone acts four times at once is not refused, and actions without effect do not count", async () => {
    const party = await FakeParty.open("kitchen");
    const pupils: FakeConnection[] = [];
    for (let i = 0; i < 100; i++) pupils.push(await party.connect());
    for (const action of [setup, { action: "resume" }, setup, { action: "hold", on: 0 }, setup, setup]) {
      for (const pupil of pupils) {
        expect(await party.say(pupil, action)).not.toContainEqual(
          expect.objectContaining({ code: "too-fast" }),
        );
      }
    }
  });

  test("a room that is changed too fast still lets everything happen that is due", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup", work_duration: 1 });
    const next = { action: "setup", when: "next" };
    for (let i = 0; i < 20; i++) await burst(party, 20, next);
    vi.setSystemTime(T0 + 30); // the time for one change
    await party.say(kim, press);
    vi.setSystemTime(T0 + 1026); // and for forty
    for (let i = 0; i < 2; i++) await burst(party, 20, next);
    vi.setSystemTime(T0 + 1030);
    kim.take();
    expect(await burst(party, 1, next)).toEqual(["too-fast"]);
    expect(kim.take("room")).toMatchObject([{ state: 2, started_at: T0 + 1030 }]);
  });
});

describe("a connection that was lost without a close", () => {
  const CLIENT = "client-of-kims-page";
  const count = async (party: FakeParty, viewer: FakeConnection): Promise<unknown> => {
    await party.say(viewer, { action: "join", name: "Viewer" });
    await party.pass(seconds(1));
    return viewer.take("people").at(-1)?.["count"];
  };
  /** A viewer who pings every 2 s, as a visible page does. */
  async function watch(party: FakeParty, viewer: FakeConnection, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 2000) {
      await party.pass(2000);
      await party.instance.onMessage('{"action":"ping","t0":1}', viewer);
    }
  }

  test("a connection with a client id is closed and not counted when nothing was heard of it for 90 s", async () => {
    const party = await FakeParty.open("kitchen");
    const [viewer, ghost] = [await party.connect(), await party.connect()];
    await party.say(ghost, { action: "join", name: "Kim", client: CLIENT });
    await watch(party, viewer, seconds(80));
    expect(ghost.closed).toBeNull();
    expect(await count(party, viewer)).toBe(2);
    await watch(party, viewer, seconds(12));
    expect(ghost.closed).toEqual({ code: 1000 });
    expect(await count(party, viewer)).toBe(1);
  });

  test("a viewer is told without asking that a dead connection is not counted any more", async () => {
    const party = await FakeParty.open("kitchen");
    const [viewer, ghost] = [await party.connect(), await party.connect()];
    await party.say(viewer, { action: "join", name: "Viewer" });
    await party.say(ghost, { action: "join", name: "Kim", client: CLIENT });
    await party.pass(seconds(1));
    viewer.take();
    await watch(party, viewer, seconds(100));
    expect(viewer.take("people")).toMatchObject([{ count: 1 }]);
  });

  test("a client without an id may be silent for ever, and so may one that has only pinged for the clock", async () => {
    const party = await FakeParty.open("kitchen");
    const [viewer, course, clock] = [await party.connect(), await party.connect(), await party.connect()];
    for (let i = 0; i < 4; i++) await party.say(clock, { action: "ping", t0: i });
    await party.say(clock, { action: "join", name: "Wall" });
    await watch(party, viewer, hours(1));
    expect([course.closed, clock.closed]).toEqual([null, null]);
    expect(await count(party, viewer)).toBe(3);
  });

  test("a client that is heard once a minute stays, also where the runtime answers it without waking the room", async () => {
    const party = await FakeParty.open("kitchen");
    const [viewer, hidden, background] = [
      await party.connect(),
      await party.connect(),
      await party.connect(),
    ];
    await party.say(hidden, { action: "join", client: `${CLIENT}-1` });
    await party.say(background, { action: "join", client: `${CLIENT}-2` });
    for (let minute = 0; minute < 30; minute++) {
      expect(await party.say(hidden, { action: "alive" })).toEqual([{ type: "alive" }]);
      background.answeredAt = Date.now();
      await watch(party, viewer, seconds(60));
      await party.wake();
    }
    expect(await count(party, viewer)).toBe(3);
  });

  test("a dead connection is not counted in the history of a room that slept until the end of the period", async () => {
    const party = await FakeParty.open("kitchen");
    const [course, ghost] = [await party.connect(), await party.connect()];
    await party.say(ghost, { action: "join", client: CLIENT });
    await party.say(course, press);
    await party.pass(1000);
    vi.setSystemTime(T0 + seconds(1500));
    await party.wake({ byAlarm: true });
    party.idHidden = false;
    const answer = await party.instance.onRequest(
      new Request("http://localhost/parties/main/kitchen/history"),
    );
    expect(await answer.json()).toMatchObject({ records: [{ people: 1 }] });
  });

  test("a client that connects again takes the place of its lost connection, and nobody is counted twice in between", async () => {
    const party = await FakeParty.open("kitchen");
    const [viewer, lost] = [await party.connect(), await party.connect()];
    await party.say(viewer, { action: "join", name: "Viewer" });
    await party.say(lost, { action: "join", name: "Kim", client: CLIENT });
    await party.pass(seconds(2));
    viewer.take();
    const back = await party.connect();
    await party.pass(200); // until the join arrives
    await party.say(back, { action: "join", name: "Kim", client: CLIENT });
    await party.pass(seconds(2));
    expect(lost.closed).toEqual({ code: 1000 });
    expect(back.closed).toBeNull();
    for (const told of viewer.take("people")) expect(told).toMatchObject({ count: 2 });
    await party.wake();
    expect(await count(party, viewer)).toBe(2);
  });

  test("two clients with ids of their own are two people, and a wrong key replaces nobody", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const [tab, other, stranger] = [await party.connect(), await party.connect(), await party.connect()];
    await party.say(tab, { action: "join", key, client: `${CLIENT}-1` });
    await party.say(other, { action: "join", key, client: `${CLIENT}-2` });
    await party.say(stranger, { action: "join", key: newKey(), client: `${CLIENT}-1` });
    expect([tab.closed, other.closed]).toEqual([null, null]);
  });

  test("the id of a client gives no right and is told to nobody", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const [kim, eve] = [await party.connect(), await party.connect()];
    await party.say(kim, { action: "join", key, client: CLIENT });
    const heard = await party.say(eve, { action: "join", client: CLIENT });
    expect(heard).toMatchObject([{ type: "you", role: "watch" }]);
    expect(await party.say(eve, press)).toMatchObject([{ code: "not-allowed" }]);
    await party.pass(seconds(2));
    expect(JSON.stringify([heard, eve.take(), await look(party)])).not.toContain(CLIENT);
  });

  test("a message that arrives on a connection after the room has closed it changes nothing", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, back] = [await party.connect(), await party.connect()];
    await party.say(kim, { action: "join", client: CLIENT });
    await party.say(back, { action: "join", client: CLIENT });
    expect(await party.say(kim, press)).toEqual([]);
    expect(await look(party)).toMatchObject({ rev: 0 });
  });
});

describe("HTTP", () => {
  test("an action by HTTP is sent to everyone who is connected, as `api` if it has no via", async () => {
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
    ["invalid JSON", "{", 400, "bad-json"],
    ["an invalid field", '{"action":"extend","seconds":0}', 400, "bad-message"],
    ["an action of sockets", '{"action":"ping","t0":1}', 400, "bad-message"],
    ["a stale `on`", '{"action":"press","on":5}', 409, "stale"],
    ["an undo without a change to undo", '{"action":"undo"}', 409, "no-undo"],
    ["an action that the state refuses", '{"action":"hold"}', 409, "not-now"],
    ["a body that is too big", `{"action":"press","x":"${"x".repeat(5000)}"}`, 413, "too-big"],
  ])("a POST of %s is answered with its status and code", async (_, body, code, error) => {
    const party = await FakeParty.open("kitchen");
    const [answered, text] = await status(party, { method: "POST", body });
    expect([answered, JSON.parse(text)]).toMatchObject([code, { type: "error", code: error }]);
    expect(party.storage.log).toEqual([]);
  });

  test("an action by HTTP in a private room needs the key, and a wrong key is refused as wrong-key", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const as = (authorization?: string) =>
      status(party, { ...post(press), headers: authorization === undefined ? {} : { authorization } });
    expect(await as()).toMatchObject([403, expect.stringContaining("not-allowed")]);
    expect(await as(`Bearer ${newKey()}`)).toMatchObject([403, expect.stringContaining("wrong-key")]);
    expect(await as(`Bearer ${key}`)).toMatchObject([200, expect.stringContaining('"rev":1')]);
  });

  test("actions by HTTP are limited to 20 at once, then 5 a second", async () => {
    const party = await FakeParty.open("kitchen");
    const codes: number[] = [];
    for (let i = 0; i < 25; i++) codes.push((await status(party, post({ action: "setup" })))[0]);
    expect(codes).toEqual([...Array<number>(20).fill(200), ...Array<number>(5).fill(429)]);
    vi.setSystemTime(T0 + 1000);
    expect((await status(party, post({ action: "setup" })))[0]).toBe(200);
  });
});

/** The protocol on the socket: the whole room in each message, one answer for each action, in the order of the requests. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import {
  connect,
  enter,
  inState,
  isError,
  isPong,
  isRoom,
  newOpenRoom,
  newPrivateRoom,
} from "../harness/client";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/** All fields of a room message of a room that has not changed yet. */
const FIELDS = [
  "type v state message work_duration break_duration number_cycles long_break_duration auto_continue cycle rev",
  "started_at ends_at total_ms held_ms continues_at over undo_until by now",
].flatMap((line) => line.split(" "));

/** The fields of a room message that depend on its state. */
const stateFields = ({ started_at, ends_at, total_ms, held_ms, continues_at, over }: RoomMessage) => ({
  started_at,
  ends_at,
  total_ms,
  held_ms,
  continues_at,
  over,
});

describe("the room message", () => {
  test("the first message of a connection is the room, and an untouched room has the course's settings", async () => {
    const before = Date.now();
    const client = await connect(server.socket(newOpenRoom()));
    const room = await client.next();
    expect(room).toEqual({
      type: "room",
      v: 1,
      state: 0,
      message: "Press Me!",
      work_duration: 1500,
      break_duration: 300,
      number_cycles: 3,
      long_break_duration: 0,
      auto_continue: 0,
      cycle: 0,
      rev: 0,
      started_at: null,
      ends_at: null,
      total_ms: null,
      held_ms: null,
      continues_at: null,
      over: false,
      undo_until: null,
      by: null,
      now: expect.any(Number) as number,
    });
    expect(isRoom(room) && room.now >= before && room.now <= Date.now()).toBe(true);
    await client.close();
  });

  test("a room message has exactly its fields in every state, with null where a field does not apply", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    const none = { ends_at: null, total_ms: null, held_ms: null, continues_at: null, over: false };
    const act = async (action: string, state: number, message: string, fields: object = {}) => {
      const room = await client.change({ action });
      expect(Object.keys(room).toSorted()).toEqual([...FIELDS, "did", "id"].toSorted());
      expect(room).toMatchObject({ state, message });
      expect(stateFields(room)).toEqual({ ...none, started_at: room.started_at, ...fields });
      return room;
    };
    await client.change({ action: "setup", work_duration: 600, break_duration: 300, number_cycles: 1 });
    const work = await client.change({ action: "press" });
    expect(stateFields(work)).toEqual({
      ...none,
      started_at: work.started_at,
      ends_at: (work.started_at ?? 0) + 600_000,
      total_ms: 600_000,
    });
    const held = await client.change({ action: "hold" });
    expect(stateFields(held)).toEqual({
      ...none,
      started_at: work.started_at,
      total_ms: 600_000,
      held_ms: expect.any(Number) as number,
    });
    expect(held.held_ms).toBeGreaterThan(590_000);
    expect(held.held_ms).toBeLessThanOrEqual(600_000);
    const resumed = await client.change({ action: "resume" });
    expect(stateFields(resumed)).toMatchObject({
      started_at: work.started_at,
      total_ms: 600_000,
      held_ms: null,
    });
    expect(resumed.ends_at).toBeGreaterThanOrEqual(work.ends_at ?? Infinity);
    await act("skip", 2, "Break time");
    const pause = await client.change({ action: "press" });
    expect(pause).toMatchObject({ state: 3, message: "Short Break", cycle: 1, total_ms: 300_000 });
    await act("skip", 4, "Back to work");
    expect((await client.change({ action: "press" })).state).toBe(1);
    await act("skip", 2, "Break time");
    await act("press", 5, "Long break time");
    await act("press", 0, "Press Me!");
    await client.close();
  });

  test("a room message has the name of the person who changed the room last, and the way it was changed", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    expect((await client.change({ action: "press" })).by).toEqual({ name: null, via: "app" });
    await client.join({ name: "  Kim " });
    expect((await client.change({ action: "reset" })).by).toEqual({ name: "Kim", via: "app" });
    expect((await client.change({ action: "press", via: "board" })).by).toEqual({
      name: "Kim",
      via: "board",
    });
    await client.close();
  });

  test("a room message says until when an undo is possible, and an undo restores everything except rev", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    await client.change({ action: "setup", work_duration: 700 });
    const work = await client.change({ action: "press" });
    const reset = await client.change({ action: "setup", work_duration: 5, number_cycles: 9 });
    expect(reset.undo_until).toBeGreaterThan(reset.now + 9000);
    expect(reset.undo_until).toBeLessThanOrEqual(reset.now + 10_000);
    const undone = await client.change({ action: "undo" });
    expect(undone).toMatchObject({ state: 1, work_duration: 700, number_cycles: 3, ...stateFields(work) });
    expect(undone).toMatchObject({ rev: reset.rev + 1, undo_until: null });
    await client.close();
  });
});

describe("answers", () => {
  test("each change is answered once with its id, and sent to the other connections without the id", async () => {
    const url = server.socket(newOpenRoom());
    const { client } = await enter(url);
    const { client: other } = await enter(url);
    const actions = [
      { action: "setup" },
      { action: "press" },
      { action: "extend", seconds: 60 },
      { action: "hold" },
      { action: "resume" },
      { action: "skip" },
      { action: "undo" },
      { action: "reset" },
    ];
    for (const [i, action] of actions.entries()) client.send({ ...action, id: `a${i}` });
    await client.first((m) => isRoom(m) && m.id === `a${actions.length - 1}`);
    await client.sync();
    await other.sync();
    const answers = client.received.slice(1).filter(isRoom);
    expect(answers.map(({ id }) => id)).toEqual(actions.map((_, i) => `a${i}`));
    const received = other.received.slice(1).filter(isRoom);
    expect(received.map(({ rev }) => rev)).toEqual(answers.map(({ rev }) => rev));
    expect(received.every((room) => !("id" in room))).toBe(true);
    await Promise.all([client.close(), other.close()]);
  });

  test("a press that changes nothing is answered to its sender only, with the unchanged room", async () => {
    const url = server.socket(newOpenRoom());
    const { client } = await enter(url);
    const { client: other } = await enter(url);
    const work = await client.change({ action: "press" });
    const again = await client.change({ action: "press" });
    expect({ ...again, now: 0, id: "" }).toEqual({ ...work, now: 0, id: "" });
    await other.sync();
    expect(other.received.filter(isRoom).map(({ rev }) => rev)).toEqual([0, 1]);
    await Promise.all([client.close(), other.close()]);
  });

  test("an action without an id is answered without an id", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    client.send({ action: "press" });
    expect("id" in (await client.next(isRoom))).toBe(false);
    client.send({ action: "reset", on: 77 });
    expect("id" in (await client.next(isError))).toBe(false);
    await client.close();
  });

  test("requests of every kind are answered in their order when the client waits for no answer", async () => {
    const { id, key } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    client.send({ action: "press", id: "too early" });
    client.send({ action: "join", key });
    client.send({ action: "press", id: "1" });
    client.send({ action: "ping", t0: 2 });
    client.sendRaw("{");
    client.send({ action: "join", key: "x".repeat(22), name: "Mallory" });
    client.send({ action: "ping", t0: 3 });
    client.send({ action: "board", board: null });
    client.send({ action: "resume", id: "4" });
    client.send({ action: "reset", id: "5" });
    client.send({ action: "ping", t0: 6 });
    await client.first((m) => m.type === "pong" && m.t0 === 6);
    await client.first((m) => isRoom(m) && m.id === "5");
    await client.sync();
    const answers = client.received.slice(1, -1).map((m) => {
      if (m.type === "error") return `${m.code} ${m.id ?? "-"}`;
      if (m.type === "room") return `state ${m.state} ${m.id ?? "-"}`;
      if (m.type === "pong") return `pong ${m.t0}`;
      return m.type === "you" ? `you ${m.role}` : "people";
    });
    expect(answers.filter((line) => line !== "people")).toEqual([
      "not-allowed too early",
      "you control",
      "state 1 1",
      "pong 2",
      "bad-json -",
      "wrong-key -",
      "pong 3",
      "you control",
      "not-now 4",
      "state 0 5",
      "pong 6",
    ]);
    await client.close();
  });

  test("requests are answered in their order also where some are too fast, malformed or too big", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    for (let i = 0; i < 15; i++) client.send({ action: "setup", id: `m${i}` });
    client.sendRaw("{");
    client.sendRaw(" ".repeat(4097));
    for (let i = 0; i < 10; i++) client.send({ action: "setup", id: `n${i}` });
    await client.next(() => client.received.length === 28);
    const answers = client.received.slice(1).map((m) => ("id" in m ? m.id : m.type === "error" && m.code));
    expect(answers).toEqual([
      ...Array.from({ length: 15 }, (_, i) => `m${i}`),
      "bad-json",
      "too-big",
      ...Array.from({ length: 10 }, (_, i) => `n${i}`),
    ]);
    await client.close();
  });

  test("a press right after a join with the key counts, although the client does not wait for the answer", async () => {
    for (let i = 0; i < 20; i++) {
      const { id, key } = newPrivateRoom();
      const client = await connect(server.socket(id));
      client.send({ action: "join", key, name: "Kim" });
      client.send({ action: "press", id: "p" });
      const answer = await client.first((m) => (isRoom(m) || isError(m)) && m.id === "p");
      expect(answer).toMatchObject({ type: "room", state: 1, rev: 1, by: { name: "Kim" } });
      await client.close();
    }
  });

  test("a ping is answered with its t0 and the server's time", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    for (const t0 of [0, -1.5, 1e300, 1_790_000_000_000]) {
      client.send({ action: "ping", t0 });
      const before = Date.now();
      const pong = await client.next();
      expect(pong).toEqual({ type: "pong", t0, now: expect.any(Number) as number });
      expect(isPong(pong) && Math.abs((pong.now ?? NaN) - before)).toBeLessThan(1000);
    }
    await client.close();
  });

  test.each(['{"action":"ping"}', '{ "action": "ping" }', '{"action":"ping","later":1}'])(
    "the heartbeat %s has the answer of a heartbeat, which is always the same",
    async (heartbeat) => {
      const { client } = await enter(server.socket(newOpenRoom()));
      client.sendRaw(heartbeat);
      expect(await client.next()).toEqual({ type: "pong" });
      await client.close();
    },
  );

  test("unknown fields of an action are ignored", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    const room = await client.change({
      action: "press",
      colour: "red",
      now: 1,
      by: { name: "Eve" },
      state: 5,
    });
    expect(room).toMatchObject({ state: 1, by: { name: null, via: "app" } });
    expect("colour" in room).toBe(false);
    await client.close();
  });
});

describe("two people pressing at once", () => {
  test("one of two presses at once with `on` counts and the other is stale, and both see the same room", async () => {
    for (let i = 0; i < 10; i++) {
      const url = server.socket(newOpenRoom());
      const [{ client: a }, { client: b }] = await Promise.all([enter(url), enter(url)]);
      await a.change({ action: "press" });
      await a.change({ action: "skip" });
      const alarm = await b.next(inState(2));
      const answers = await Promise.all([a, b].map((c) => c.request({ action: "press", on: alarm.rev })));
      const codes = answers.map((m) => (m.type === "error" ? m.code : `state ${m.state}`));
      expect(codes.toSorted()).toEqual(["stale", "state 3"]);
      await Promise.all([a.sync(), b.sync()]);
      const ends = [a, b].map((c) => c.received.findLast(isRoom));
      expect(ends[0]).toMatchObject({ state: 3, rev: alarm.rev + 1, cycle: 1 });
      expect(ends[1]?.ends_at).toBe(ends[0]?.ends_at);
      expect(ends[1]?.rev).toBe(ends[0]?.rev);
      await Promise.all([a.close(), b.close()]);
    }
  });

  test("the second of two presses at once without `on` changes nothing, because the first has started the work", async () => {
    for (let i = 0; i < 10; i++) {
      const url = server.socket(newOpenRoom());
      const [{ client: a }, { client: b }] = await Promise.all([enter(url), enter(url)]);
      const [one, two] = await Promise.all([a.change({ action: "press" }), b.change({ action: "press" })]);
      expect([one.state, two.state, one.rev, two.rev]).toEqual([1, 1, 1, 1]);
      expect(two.ends_at).toBe(one.ends_at);
      await Promise.all([a.close(), b.close()]);
    }
  });

  test("a hundred presses at once with `on` raise rev by one, and every connection sees it", async () => {
    const url = server.socket(newOpenRoom());
    const clients = await Promise.all(Array.from({ length: 100 }, () => enter(url)));
    const answers = await Promise.all(
      clients.map(({ client }) => client.request({ action: "press", on: 0 })),
    );
    expect(answers.filter(isRoom)).toHaveLength(1);
    expect(answers.filter(isError).map(({ code }) => code)).toEqual(
      Array.from({ length: 99 }, () => "stale"),
    );
    const rooms = await Promise.all(clients.map(({ client }) => client.first(inState(1))));
    expect(new Set(rooms.map(({ rev, ends_at }) => `${rev} ${ends_at}`)).size).toBe(1);
    for (const { client } of clients) client.terminate();
  });
});

/** What a team keeps in a room: over restarts, wrong clocks and long waits, and for several people at once. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newKey, roomOf } from "../../../party/shared/access";
import type { ClockStep } from "../../../party/shared/clockStep";
import { hours, seconds, T0 } from "../shared/helpers";
import { FakeParty } from "./fake-party";
import type { FakeConnection, Heard } from "./fake-party";

beforeEach(() => void vi.useFakeTimers({ now: T0 }));
afterEach(() => void vi.useRealTimers());

const DAY = hours(24);
const item = (id: string, done = false) => ({ id, text: `text of ${id}`, done });
const names = [
  { name: "Ada", away: false },
  { name: "Bo", away: false },
];
const press = { action: "press" };

async function look(party: FakeParty): Promise<Heard> {
  const answer = await party.instance.onRequest(new Request("http://localhost/parties/main/kitchen"));
  return (await answer.json()) as Heard;
}
async function records(party: FakeParty): Promise<unknown[]> {
  const answer = await party.instance.onRequest(new Request("http://localhost/parties/main/kitchen/history"));
  return ((await answer.json()) as { records: unknown[] }).records;
}
const post = async (party: FakeParty, body: object): Promise<Heard> => {
  const request = { method: "POST", body: JSON.stringify(body) };
  const answer = await party.instance.onRequest(
    new Request("http://localhost/parties/main/kitchen", request),
  );
  return (await answer.json()) as Heard;
};
const only = (answers: Heard[]): Heard => {
  expect(answers).toHaveLength(1);
  return answers[0] as Heard;
};
const stored = (party: FakeParty): { v: number } => party.storage.map.get("room") as { v: number };

describe("the list of a room", () => {
  test("two people who add at once lose nothing: the second is stale, merges and sends again", async () => {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    const first = only(await party.say(kim, { action: "list", items: [item("a")], on: 0, id: "k" }));
    expect(first).toMatchObject({ type: "room", rev: 1, list: [item("a")], did: "list-changed", id: "k" });
    const late = await party.say(lee, { action: "list", items: [item("b")], on: 0, id: "l" });
    expect(only(late)).toMatchObject({ type: "error", code: "stale", id: "l" });
    const merged = { action: "list", items: [item("a"), item("b")], on: 1, id: "m" };
    expect(only(await party.say(lee, merged))).toMatchObject({ rev: 2, list: [item("a"), item("b")] });
    const [heard] = kim.take("room");
    expect(heard).toMatchObject({ rev: 2, list: [item("a"), item("b")] });
    expect(heard).not.toHaveProperty("id");
  });

  test("a room that uses nothing of it tells and stores nothing of it", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "list", items: [item("a")] });
    expect(stored(party)).toMatchObject({ v: 4 });
    await party.say(kim, { action: "list", items: [] });
    await party.pass(seconds(11));
    const answer = only(await party.say(kim, press));
    for (const field of ["list", "turns", "starts_at", "rang_at"]) expect(answer).not.toHaveProperty(field);
    expect(stored(party)).toMatchObject({ v: 3 });
  });

  test("the longest list is one message, and a longer other message is too big, over HTTP, too", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    const items = Array.from({ length: 30 }, (_, i) => ({
      id: `${i}`.padStart(40, "i"),
      text: "🍅".repeat(80),
      done: true,
    }));
    const longest = { action: "list", items, id: "x".repeat(40) };
    expect(JSON.stringify(longest).length).toBeGreaterThan(4096);
    expect(only(await party.say(kim, longest))).toMatchObject({ list: items });
    expect(await post(party, { ...longest, name: "Kim" })).toMatchObject({ list: items });
    const long = { action: "turns", names, at: 0, pad: "x".repeat(5000) };
    expect(only(await party.say(kim, long))).toMatchObject({ code: "too-big" });
    expect(await post(party, long)).toMatchObject({ code: "too-big" });
    const padded = { ...longest, pad: "x".repeat(16_384) };
    expect(only(await party.say(kim, padded))).toMatchObject({ code: "too-big" });
    expect(await post(party, padded)).toMatchObject({ code: "too-big" });
  });

  test("a watcher sees the list, the turns and the start, and changes none of them", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const [owner, eve] = [await party.connect(), await party.connect()];
    await party.say(owner, { action: "join", key });
    eve.take();
    const changes = [
      { action: "list", items: [item("a")] },
      { action: "turns", names, at: 1 },
      { action: "start", at: T0 + hours(1) },
    ];
    for (const change of changes) await party.say(owner, change);
    expect(eve.take("room").at(-1)).toMatchObject({
      list: [item("a")],
      turns: { names, at: 1 },
      starts_at: T0 + hours(1),
    });
    for (const change of [...changes, { action: "next" }]) {
      expect(only(await party.say(eve, change))).toMatchObject({ code: "not-allowed" });
    }
    expect(only(await party.say(owner, { action: "next", on: 3 }))).toMatchObject({ rev: 4 });
  });

  test("records tell how many items were ticked, during the work or while its alarm rang, and no text", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "list", items: [item("a"), item("b"), item("c", true)] });
    await party.say(kim, press);
    await party.say(kim, { action: "list", items: [item("a", true), item("b"), item("c", true)] });
    await party.wake();
    await party.pass(seconds(1500));
    expect(await records(party)).toMatchObject([{ how: "done", list_done: 1 }]);
    await party.say(kim, { action: "list", items: [item("a", true), item("b", true), item("c", true)] });
    expect(await records(party)).toMatchObject([{ how: "done", list_done: 2 }]);
    await party.say(kim, { action: "undo" });
    expect(await records(party)).toMatchObject([{ how: "done", list_done: 1 }]);
    await party.say(kim, press);
    await party.say(kim, { action: "list", items: [] });
    expect(await records(party)).toMatchObject([{ how: "done", list_done: 1 }]);
    expect(JSON.stringify(await records(party))).not.toContain("text of");
  });
});

describe("the title of a private room", () => {
  test("everyone is told of it, watchers too, and only who has the key changes it", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const [owner, eve] = [await party.connect(), await party.connect()];
    await party.say(owner, { action: "join", key, name: "Kim" });
    eve.take();
    const answer = only(await party.say(owner, { action: "title", title: " Class 4b ", id: "t" }));
    expect(answer).toMatchObject({ title: "Class 4b", did: "title-changed", by: { name: "Kim" }, id: "t" });
    expect(eve.take("room")).toMatchObject([{ title: "Class 4b" }]);
    expect(only(await party.say(eve, { action: "title", title: "Mine" }))).toMatchObject({
      code: "not-allowed",
    });
    expect(await party.connect().then((late) => late.take("room"))).toMatchObject([{ title: "Class 4b" }]);
  });

  test("it is stored in the form that a room without one has, and one that was taken away leaves no trace", async () => {
    const key = newKey();
    const party = await FakeParty.open(await roomOf(key));
    const owner = await party.connect();
    await party.say(owner, { action: "join", key });
    await party.say(owner, press);
    const { pomodoro: _before, ...rest } = stored(party) as { v: number; pomodoro?: object };
    await party.say(owner, { action: "title", title: "Class 4b" });
    expect(stored(party)).toMatchObject({ v: 3, pomodoro: { title: "Class 4b" } });
    const again = await FakeParty.open(party.id, party.storage);
    expect(await again.connect().then((late) => late.take("room"))).toMatchObject([{ title: "Class 4b" }]);
    await party.say(owner, { action: "title", title: "" });
    await party.pass(seconds(11));
    const answer = only(await party.say(owner, { action: "hold" }));
    expect(answer).not.toHaveProperty("title");
    expect(stored(party)).toStrictEqual({ ...rest, changedAt: Date.now(), pomodoro: expect.anything() });
    expect(JSON.stringify(stored(party))).not.toContain("title");
  });

  test("an open room is called by its id, so it takes no title and says so", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    expect(only(await party.say(kim, { action: "title", title: "Home", id: "t" }))).toEqual({
      type: "error",
      code: "not-now",
      detail: "an open room is called by its id",
      id: "t",
    });
    expect(party.storage.map.size).toBe(0);
  });
});

describe("what a person works on", () => {
  const peopleOf = async (party: FakeParty, kim: FakeConnection): Promise<unknown> => {
    await party.pass(seconds(2));
    return kim.take("people").at(-1)?.["people"];
  };

  test("it lives with the connection, also while the room sleeps, and an empty text clears it", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    const doing = "🍅".repeat(80);
    await party.say(kim, {
      action: "join",
      name: "🍅".repeat(32),
      doing: ` ${doing} `,
      client: "c".repeat(40),
    });
    await party.say(kim, { action: "board", board: { name: "🍅".repeat(32), kind: "🍅".repeat(32) } });
    expect(await peopleOf(party, kim)).toMatchObject([{ name: "🍅".repeat(32), doing }]);
    await party.wake();
    await party.say(kim, { action: "join", name: "Kim" });
    expect(await peopleOf(party, kim)).toMatchObject([{ name: "Kim", doing }]);
    await party.say(kim, { action: "join", doing: "" });
    expect(await peopleOf(party, kim)).toMatchObject([{ name: "Kim", doing: null }]);
    expect(party.storage.map.size).toBe(0);
  });
});

describe("a start at a set time", () => {
  test("work begins at that moment with nobody connected, and a room that waits longer than a month is kept", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    const at = T0 + 7 * DAY;
    expect(only(await party.say(kim, { action: "start", at }))).toMatchObject({ starts_at: at, state: 0 });
    party.leave(kim);
    expect(party.storage.alarm).toBe(at);
    await party.pass(7 * DAY - 1);
    expect(stored(party)).toMatchObject({ v: 4 });
    await party.pass(1);
    expect(await look(party)).toMatchObject({
      state: 1,
      started_at: at,
      rang_at: at,
      by: { name: null, via: "timer" },
    });
  });

  test("a room that is started again later begins at that moment, and what followed has followed", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "turns", names, at: 0 });
    await party.say(kim, { action: "start", at: T0 + hours(1) });
    party.leave(kim);
    vi.setSystemTime(T0 + hours(1) + seconds(1600));
    const again = await FakeParty.open("kitchen", party.storage);
    expect(await look(again)).toMatchObject({
      state: 2,
      started_at: T0 + hours(1) + seconds(1500),
      turns: { at: 1 },
      rev: 4,
    });
    expect(await records(again)).toMatchObject([{ started_at: T0 + hours(1), how: "done" }]);
  });

  test("it holds over steps of the clock back and forward, and its alarm is set again after each", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    const step = (byMs: number): Promise<void> => {
      vi.setSystemTime(Date.now() + byMs);
      const instance = party.instance as unknown as { onClockStep(step: ClockStep): Promise<void> };
      return instance.onClockStep({ byMs, since: Date.now(), at: Date.now() });
    };
    await party.say(kim, { action: "start", at: T0 + hours(50) });
    await step(-hours(1));
    expect(kim.take("room").at(-1)).toMatchObject({ state: 0, starts_at: T0 + hours(50), rev: 1 });
    expect(party.storage.alarm).toBe(T0 + hours(50) + 1);
    await step(hours(2));
    expect(kim.take("room").at(-1)).toMatchObject({ state: 0, starts_at: T0 + hours(50) });
    expect(party.storage.alarm).toBe(T0 + hours(50));
    await step(hours(60));
    expect(kim.take("room").at(-1)).toMatchObject({ state: 0, rev: 4 });
    expect(await records(party)).toMatchObject([{ started_at: T0 + hours(50) }]);
  });
});

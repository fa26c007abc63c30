/** A room's webhooks, with a fake clock, storage and network: what is sent and when, and what is stored. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { HookAdded, HookView } from "../../../party/shared/hooks";
import { hours, seconds, T0 } from "../shared/helpers";
import { FakeParty, FakeStorage } from "./fake-party";

interface Sent {
  readonly to: string;
  readonly at: number;
  readonly type: string;
  readonly rev: number;
  readonly id: string;
}
const sent: Sent[] = [];
/** What a receiver answers, by the end of its address. */
const answers = new Map<string, () => Response | Promise<Response>>();
const taken = (): Response => new Response(null, { status: 204 });

/** Node signs on other threads, which fake timers do not wait for. */
const sign = async (): Promise<ArrayBuffer> => new ArrayBuffer(32);
const importKey = async (): Promise<object> => ({});
const getRandomValues = crypto.getRandomValues.bind(crypto);
const randomUUID = crypto.randomUUID.bind(crypto);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: T0 });
  sent.length = 0;
  answers.clear();
  vi.stubGlobal("fetch", async (to: string, init: { body: string; headers: Record<string, string> }) => {
    const { type, rev } = JSON.parse(init.body) as { type: string; rev: number };
    sent.push({ to, at: Date.now() - T0, type, rev, id: init.headers["webhook-id"] ?? "" });
    return (answers.get(to.slice(-2)) ?? taken)();
  });
  vi.stubGlobal("crypto", { subtle: { sign, importKey }, getRandomValues, randomUUID });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const ADDRESS = "https://host.example/";
const ORIGIN = "http://pomodoro.example";
async function call(party: FakeParty, method: string, body?: object): Promise<unknown> {
  const init = { method, headers: { origin: ORIGIN }, ...(body && { body: JSON.stringify(body) }) };
  const response = await party.instance.onRequest(new Request(`${ORIGIN}/parties/main/kitchen/hooks`, init));
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}
const put = async (party: FakeParty, name: string, fields: object = {}): Promise<HookAdded> =>
  (await call(party, "PUT", { kind: "json", url: ADDRESS + name, ...fields })) as HookAdded;
const list = async (party: FakeParty): Promise<HookView[]> =>
  ((await call(party, "GET")) as { hooks: HookView[] }).hooks;
const act = (party: FakeParty, action: object): Promise<Response> =>
  party.instance.onRequest(
    new Request(`${ORIGIN}/parties/main/kitchen`, { method: "POST", body: JSON.stringify(action) }),
  );
const open = (storage?: FakeStorage): Promise<FakeParty> => FakeParty.open("kitchen", storage);
const PRESS = { action: "press" };
const typesTo = (end: string): string[] => sent.filter(({ to }) => to.endsWith(end)).map(({ type }) => type);

describe("what a hook is told of", () => {
  test("a hook is told of each moment once, when it happens, and of those only that it asked for", async () => {
    const party = await open();
    await put(party, "/a");
    await put(party, "/b", { moments: ["long-break-began", "break-ended"] });
    await act(party, { action: "setup", work_duration: 60, break_duration: 60, number_cycles: 1 });
    for (let i = 0; i < 3; i++) {
      await act(party, PRESS);
      await party.pass(seconds(61));
    }
    await act(party, PRESS);
    await party.pass(seconds(10));
    expect(typesTo("/a")).toEqual([
      "work-began",
      "work-ended",
      "break-ended",
      "work-began",
      "work-ended",
      "long-break-began",
    ]);
    expect(typesTo("/b")).toEqual(["break-ended", "long-break-began"]);
    expect(sent.filter(({ to }) => to.endsWith("/a")).map(({ at }) => at)).toEqual(
      [0, 60, 121, 122, 182, 183].map((s) => expect.closeTo(seconds(s), -4) as number),
    );
    expect(new Set(sent.filter(({ to }) => to.endsWith("/a")).map(({ id }) => id)).size).toBe(6);
  });

  test("an undo that leads back into work, and one that leads out of it, are told", async () => {
    const party = await open();
    await put(party, "/a");
    await act(party, PRESS);
    await act(party, { action: "skip" });
    await act(party, { action: "undo" });
    await act(party, { action: "reset" });
    await party.pass(10);
    expect(typesTo("/a")).toEqual(["work-began", "work-ended", "work-began", "work-ended"]);
  });

  test("periods that ended while the server was away are told in order, with their own moments", async () => {
    const party = await open();
    await put(party, "/a");
    await act(party, { action: "setup", work_duration: 60, break_duration: 60, auto_continue: 5 });
    await act(party, PRESS);
    await party.pass(10);
    vi.setSystemTime(T0 + seconds(200));
    await party.wake({ byAlarm: true });
    await party.pass(10);
    expect(sent.map(({ type, rev }) => [type, rev])).toEqual([
      ["work-began", 2],
      ["work-ended", 3],
      ["break-ended", 5],
      ["work-began", 6],
      ["work-ended", 7],
    ]);
  });
});

describe("a hook whose requests fail", () => {
  test("the second attempt comes after 2 s, then 8, 30, 120 and 480 s, and Retry-After makes it later", async () => {
    const party = await open();
    await put(party, "/a");
    answers.set("/a", () => new Response(null, { status: 500 }));
    await act(party, PRESS);
    await party.pass(100); // until its result is stored
    await party.pass(seconds(700));
    const at = sent.map((one) => one.at / 1000);
    expect(at.slice(1).map((s, i) => Math.round(s - (at[i] ?? NaN)))).toEqual([2, 8, 30, 120, 480]);
    answers.set("/a", () => new Response(null, { status: 429, headers: { "retry-after": "900" } }));
    await party.pass(seconds(481));
    const [before, last] = [sent.length, sent.at(-1)?.at ?? NaN];
    await party.pass(seconds(830));
    expect(sent).toHaveLength(before);
    await party.pass(seconds(60));
    expect(sent).toHaveLength(before + 1);
    expect((sent.at(-1)?.at ?? NaN) - last).toBeGreaterThanOrEqual(seconds(900));
  });

  test("later events wait for the first one, and another hook does not", async () => {
    const party = await open();
    await put(party, "/a");
    await put(party, "/b");
    answers.set("/a", () => new Response(null, { status: 500 }));
    for (const action of ["press", "skip", "press"]) await act(party, { action });
    await party.pass(seconds(1));
    expect(typesTo("/b")).toEqual(["work-began", "work-ended"]);
    expect(typesTo("/a")).toEqual(["work-began"]);
    expect((await list(party))[0]).toMatchObject({ waiting: 2, last: { status: 500 } });
    answers.delete("/a");
    await party.pass(seconds(3));
    expect(typesTo("/a")).toEqual(["work-began", "work-began", "work-ended"]);
    const [first, again] = sent.filter(({ to }) => to.endsWith("/a"));
    expect(again?.id).toBe(first?.id);
  });

  test("a hook that fails for a day is switched off and sends nothing more, until a test works", async () => {
    const party = await open();
    const { id } = await put(party, "/a");
    answers.set("/a", () => Promise.reject(new Error("no connection")));
    await act(party, PRESS);
    await party.pass(hours(23));
    expect((await list(party))[0]).toMatchObject({ off: null, last: { status: null } });
    await party.pass(hours(1.2));
    expect((await list(party))[0]).toMatchObject({ off: "failing", waiting: 0 });
    const { length } = sent;
    await act(party, PRESS);
    await party.pass(hours(2));
    expect(sent).toHaveLength(length);
    expect(await call(party, "POST", { id })).toMatchObject({ status: null });
    expect((await list(party))[0]).toMatchObject({ off: "failing" });
    answers.delete("/a");
    expect(await call(party, "POST", { id })).toMatchObject({ status: 204 });
    expect((await list(party))[0]).toMatchObject({ off: null, waiting: 0 });
  });

  test("a hook gets at most 10 requests a minute, tests included, and loses no event", async () => {
    const party = await open();
    const { id } = await put(party, "/a");
    for (let i = 0; i < 8; i++) {
      await act(party, PRESS);
      await act(party, { action: "reset" });
    }
    await party.pass(seconds(30));
    expect(sent).toHaveLength(10);
    expect(await call(party, "POST", { id })).toMatchObject({ code: "too-fast" });
    await party.pass(seconds(40));
    expect(typesTo("/a")).toEqual(
      Array.from({ length: 16 }, (_, i) => (i % 2 ? "work-ended" : "work-began")),
    );
  });
});

describe("what is stored of hooks", () => {
  test("a room without hooks stores nothing of them, and a room whose last one is removed forgets all", async () => {
    const party = await open();
    await act(party, PRESS);
    expect([...party.storage.map.keys()]).not.toContain("hooks");
    const { id } = await put(party, "/a");
    expect([...party.storage.map.keys()]).toContain("hooks");
    await call(party, "DELETE", { id });
    expect([...party.storage.map.keys()]).not.toContain("hooks");
    await act(party, { action: "reset" });
    await party.pass(10);
    expect(sent).toEqual([]);
  });

  test("an event is stored with the change, and the next instance of the room sends it", async () => {
    const party = await open();
    await put(party, "/a");
    answers.set("/a", () => new Promise<Response>(() => {})); // the instance ends before there is an answer
    await act(party, PRESS);
    await party.pass(10);
    answers.delete("/a");
    const copy = new FakeStorage();
    for (const [key, value] of party.storage.map) copy.map.set(key, value);
    copy.alarm = party.storage.alarm;
    const next = await open(copy);
    await next.pass(seconds(6));
    expect(typesTo("/a")).toEqual(["work-began", "work-began"]);
    expect(sent[1]?.id).toBe(sent[0]?.id);
    expect((await list(next))[0]).toMatchObject({ waiting: 0, last: { status: 204 } });
  });

  test("at most 100 events wait, and the oldest leave first", async () => {
    const party = await open();
    await put(party, "/a");
    answers.set("/a", () => new Response(null, { status: 500 }));
    for (let i = 0; i < 60; i++) {
      await act(party, PRESS);
      await act(party, { action: "reset" });
      await party.pass(seconds(1)); // the room takes no more presses at once
    }
    expect((await list(party))[0]).toMatchObject({ waiting: 100 });
  });
});

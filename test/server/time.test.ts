/** Deadlines on the real runtime: what a room does by itself, and at which moment. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { enter, inState, isRoom, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { getRoom } from "../harness/http";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { waitForClock } from "../harness/wait";

/** Alarms are 2 to 6 ms late on an idle machine, and less than this on a busy one. */
const LATE_MS = 1500;

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/** Waits for the alarm at the deadline of `before`: its start equals the deadline, and it is not received earlier. */
async function waitForAlarm(client: Client, before: RoomMessage, state: 2 | 4): Promise<RoomMessage> {
  const alarm = await client.next(inState(state));
  const receivedAt = client.receivedAt[client.received.indexOf(alarm)] ?? 0;
  expect(alarm).toMatchObject({
    started_at: before.ends_at,
    ends_at: null,
    total_ms: null,
    rev: before.rev + 1,
  });
  expect(alarm).toMatchObject({ by: { name: null, via: "timer" }, undo_until: null, continues_at: null });
  const late = alarm.now - (before.ends_at ?? Infinity);
  expect(late).toBeGreaterThanOrEqual(0);
  expect(late).toBeLessThan(LATE_MS);
  expect(receivedAt).toBeGreaterThanOrEqual(before.ends_at ?? Infinity);
  return alarm;
}

/** Presses, and checks that this starts a period of `ms` at the moment of the press. */
async function startPeriod(client: Client, state: 1 | 3, ms: number): Promise<RoomMessage> {
  const before = Date.now();
  const room = await client.change({ action: "press" });
  expect(room).toMatchObject({ state, total_ms: ms, ends_at: (room.started_at ?? 0) + ms });
  expect(room.started_at).toBeGreaterThanOrEqual(before);
  expect(room.started_at).toBeLessThanOrEqual(room.now);
  return room;
}

// Each test has its own room, so they can run at the same time.
describe.concurrent("deadlines", () => {
  test("every alarm in a whole set with periods of 1 s starts exactly at the deadline of its period", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    await client.change({ action: "setup", work_duration: 1, break_duration: 1, number_cycles: 1 });
    const work = await startPeriod(client, 1, 1000);
    await waitForAlarm(client, work, 2);
    const pause = await startPeriod(client, 3, 1000);
    expect(pause.cycle).toBe(1);
    await waitForAlarm(client, pause, 4);
    const again = await startPeriod(client, 1, 1000);
    expect(again.cycle).toBe(1);
    await waitForAlarm(client, again, 2);
    expect(await client.change({ action: "press" })).toMatchObject({
      state: 5,
      cycle: 0,
      ends_at: null,
      over: false,
    });
    expect(await client.change({ action: "press" })).toMatchObject({
      state: 0,
      cycle: 0,
      message: "Press Me!",
    });
    expect(client.received.filter(isRoom).map(({ rev }) => rev)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await client.close();
  });

  test("every connection receives an alarm once, also one that connected after the start of the period", async () => {
    const url = server.socket(newOpenRoom());
    const { client: a } = await enter(url);
    await a.change({ action: "setup", work_duration: 1 });
    const work = await a.change({ action: "press" });
    const { client: b } = await enter(url);
    const [one, two] = await Promise.all([waitForAlarm(a, work, 2), waitForAlarm(b, work, 2)]);
    expect(two).toEqual(one);
    await Promise.all([a.sync(), b.sync()]);
    for (const client of [a, b]) {
      expect(client.received.filter((m) => isRoom(m) && m.rev === one.rev)).toHaveLength(1);
    }
    await Promise.all([a.close(), b.close()]);
  });

  test("a paused period does not ring, and after a resume it rings when its remaining time is over", async () => {
    const id = newOpenRoom();
    const { client } = await enter(server.socket(id));
    await client.change({ action: "setup", work_duration: 1 });
    const work = await client.change({ action: "press" });
    const held = await client.change({ action: "hold" });
    await waitForClock((work.ends_at ?? 0) + 300);
    expect(await getRoom(server, id)).toMatchObject({ state: 1, rev: held.rev, held_ms: held.held_ms });
    const before = Date.now();
    const resumed = await client.change({ action: "resume" });
    expect(resumed.ends_at).toBeGreaterThanOrEqual(before + (held.held_ms ?? Infinity));
    expect(resumed.ends_at).toBeLessThanOrEqual(resumed.now + (held.held_ms ?? 0));
    await waitForAlarm(client, resumed, 2);
    await client.close();
  });

  test("an extended period rings only at its new deadline", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    await client.change({ action: "setup", work_duration: 1 });
    const work = await client.change({ action: "press" });
    const longer = await client.change({ action: "extend", seconds: 1 });
    expect(longer).toMatchObject({ ends_at: (work.ends_at ?? 0) + 1000, total_ms: 2000 });
    await waitForAlarm(client, longer, 2);
    await client.close();
  });

  test("the optional deadline of a long break rings once, and the break then waits for a press", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    const settings = { work_duration: 1, break_duration: 1, number_cycles: 1, long_break_duration: 1 };
    await client.change({ action: "setup", ...settings });
    for (const action of ["press", "skip", "press", "skip", "press", "skip"]) await client.change({ action });
    const pause = await client.change({ action: "press" });
    expect(pause).toMatchObject({ state: 5, over: false, ends_at: (pause.started_at ?? 0) + 1000 });
    const over = await client.next((m) => isRoom(m) && m.over);
    expect(over).toMatchObject({
      state: 5,
      started_at: pause.started_at,
      ends_at: null,
      rev: pause.rev + 1,
      by: { via: "timer" },
    });
    expect(isRoom(over) && over.now - (pause.ends_at ?? Infinity)).toBeGreaterThanOrEqual(0);
    expect(await client.change({ action: "press" })).toMatchObject({ state: 0, over: false });
    await client.close();
  });

  test("auto_continue presses once that many seconds after the alarm, which cannot be undone", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    await client.change({ action: "setup", work_duration: 1, break_duration: 600, auto_continue: 5 });
    const work = await client.change({ action: "press" });
    const alarm = await client.next(inState(2));
    expect(alarm).toMatchObject({ started_at: work.ends_at, continues_at: (work.ends_at ?? 0) + 5000 });
    const pause = await client.next(inState(3), 8000);
    expect(pause).toMatchObject({
      started_at: alarm.continues_at,
      ends_at: (alarm.continues_at ?? 0) + 600_000,
      cycle: 1,
      rev: alarm.rev + 1,
      by: { name: null, via: "timer" },
      undo_until: null,
      continues_at: null,
    });
    expect(await client.request({ action: "undo" })).toMatchObject({ code: "no-undo" });
    await client.close();
  });

  test("a setup for the next period does not change the running period", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    await client.change({ action: "setup", work_duration: 1, break_duration: 60 });
    const work = await client.change({ action: "press" });
    const next = await client.change({
      action: "setup",
      when: "next",
      work_duration: 77,
      break_duration: 78,
    });
    expect(next).toMatchObject({ state: 1, ends_at: work.ends_at, total_ms: 1000, work_duration: 77 });
    await waitForAlarm(client, next, 2);
    expect(await client.change({ action: "press" })).toMatchObject({ state: 3, total_ms: 78_000 });
    await client.close();
  });

  test("an undo to a period whose deadline has passed meanwhile goes to its alarm in the same change", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    await client.change({ action: "setup", work_duration: 1 });
    const work = await client.change({ action: "press" });
    const reset = await client.change({ action: "reset" });
    await waitForClock((work.ends_at ?? 0) + 200);
    expect(await client.change({ action: "undo" })).toMatchObject({
      state: 2,
      started_at: work.ends_at,
      rev: reset.rev + 1,
    });
    await client.close();
  });
});

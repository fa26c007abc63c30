/** SIGKILL at any moment loses nothing, and a restarted room catches up without a request. */
import { describe, expect, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { enter, enterWithKey, inState, newOpenRoom, newPrivateRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { isAlive } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { hasStored } from "../harness/stored-rooms";
import { waitForClock, waitFor } from "../harness/wait";
import { disposeAfterEach } from "../harness/each-test";

const start = disposeAfterEach(() => startServer());

/** Starts work in a private room with these settings, and kills workerd as soon as the press is answered. */
async function killDuringWork(server: Server, settings: object): Promise<{ id: string; work: RoomMessage }> {
  const { id, key } = newPrivateRoom();
  const client = await enterWithKey(server.socket(id), key, "Kim");
  await client.change({ action: "setup", ...settings });
  const work = await client.change({ action: "press" });
  await server.crash();
  expect((await client.closed).code).toBe(1006);
  return { id, work };
}

/** Waits until a stored period has this start, in epoch ms, without a connection, a request or a lock. */
const waitForStoredStart = (server: Server, startedAt: number, timeoutMs = 20_000): Promise<unknown> =>
  waitFor(
    `a stored period that starts at ${startedAt}`,
    () => hasStored(server.dataDir, "startedAt", startedAt),
    timeoutMs,
  );

describe("workerd killed during work, and nobody connected when it starts again", () => {
  test("a room that restarts before its deadline rings at the deadline without a request", async () => {
    const server = await start();
    const { id, work } = await killDuringWork(server, { work_duration: 12 });
    const deadline = work.ends_at ?? 0;
    await server.restart();
    expect(Date.now()).toBeLessThan(deadline); // a busy machine takes 4 s to start again
    expect(hasStored(server.dataDir, "endsAt", deadline)).toBe(true);
    expect(hasStored(server.dataDir, "startedAt", deadline)).toBe(false);
    await waitForStoredStart(server, deadline, 18_000); // 6 s after the deadline
    expect(Date.now()).toBeGreaterThanOrEqual(deadline);
    const { client, room } = await enter(server.socket(id));
    expect(room).toMatchObject({ state: 2, message: "Break time", started_at: deadline, rev: work.rev + 1 });
    expect(room).toMatchObject({ by: { name: null, via: "timer" }, cycle: 0, work_duration: 12 });
    await client.close();
  });

  test("a room that restarts after its deadline catches up without a request, with the alarm at the deadline", async () => {
    const server = await start();
    const { id, work } = await killDuringWork(server, { work_duration: 1 });
    const deadline = work.ends_at ?? 0;
    await waitForClock(deadline + 700);
    expect(hasStored(server.dataDir, "startedAt", deadline)).toBe(false);
    await server.restart();
    await waitForStoredStart(server, deadline);
    expect(await getRoom(server, id)).toMatchObject({ state: 2, started_at: deadline, rev: work.rev + 1 });
  });

  test("a room with auto_continue makes up all deadlines that passed while it was down, and continues by itself", async () => {
    const server = await start();
    const settings = { work_duration: 1, break_duration: 1, number_cycles: 3, auto_continue: 15 };
    const { id, work } = await killDuringWork(server, settings);
    const deadline = work.ends_at ?? 0;
    const workAlarmAt = deadline + 16_000;
    // Three changes while the server is down: break alarm at the deadline, short break 15 s later, work alarm 1 s later.
    await waitForClock(workAlarmAt + 200);
    await server.restart();
    await waitForStoredStart(server, workAlarmAt);
    const alarm = await getRoom(server, id);
    expect(alarm).toMatchObject({ state: 4, cycle: 1, rev: work.rev + 3, started_at: workAlarmAt });
    expect(alarm.continues_at).toBe(workAlarmAt + 15_000);
    // The room also continues later: work starts 15 s after the alarm. Somebody listens, because a room that nobody hears
    // may wake minutes later.
    const { client } = await enter(server.socket(id));
    const next = await client.first(inState(1), 20_000);
    expect(next).toMatchObject({ rev: work.rev + 4, started_at: workAlarmAt + 15_000 });
    await client.close();
  });

  test("a paused period is unchanged after a kill and a restart, however long the server was down", async () => {
    const server = await start();
    const { id, key } = newPrivateRoom();
    await postAction(server, id, { action: "setup", work_duration: 1 }, { key });
    const work = await postAction(server, id, { action: "press" }, { key });
    const { message: held } = await postAction(server, id, { action: "hold" }, { key });
    await server.crash();
    await waitForClock((work.message.type === "room" && work.message.ends_at) || 0);
    await server.restart();
    expect({ ...(await getRoom(server, id)), now: 0 }).toEqual({ ...held, now: 0 });
  });
});

test("a change that was acknowledged right before a kill is there after the restart, twenty times", async () => {
  const server = await start();
  const { id, key } = newPrivateRoom();
  for (let i = 1; i <= 20; i++) {
    const client = await enterWithKey(server.socket(id), key);
    const action =
      i % 2 === 1
        ? { action: "setup", work_duration: 1000 + i, break_duration: i }
        : { action: "press", via: "board" };
    const acknowledged = await client.change(action);
    await server.crash();
    await server.restart();
    const { id: _id, now: _now, ...state } = acknowledged;
    expect(await getRoom(server, id)).toMatchObject(state);
    expect(acknowledged.rev).toBe(i);
  }
});

test("thirty rooms each have their own state after a kill and a restart", async () => {
  const server = await start();
  const rooms = await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const id = newOpenRoom();
      await postAction(server, id, { action: "setup", work_duration: 100 + i });
      return { id, room: await postAction(server, id, { action: "press" }) };
    }),
  );
  await server.crash();
  await server.restart();
  for (const { id, room } of rooms) {
    expect({ ...(await getRoom(server, id)), now: 0 }).toEqual({ ...room.message, now: 0 });
  }
});

test("workerd ends when only the start script is killed, and the rooms are there after a restart", async () => {
  const server = await start();
  const id = newOpenRoom();
  const { client } = await enter(server.socket(id));
  const work = await client.change({ action: "press" });
  const workerd = server.workerdPid;
  await server.killStartScript();
  await waitFor("the end of workerd", () => !isAlive(workerd), 3000);
  await client.closed;
  await server.restart();
  expect(await getRoom(server, id)).toMatchObject({ state: 1, rev: work.rev, ends_at: work.ends_at });
});

test("when workerd dies, the start script starts it again and says so, and the room is as it was", async () => {
  const server = await start();
  const id = newOpenRoom();
  const { client } = await enter(server.socket(id));
  const work = await client.change({ action: "press" });
  await server.killWorkerd();
  await client.closed;
  expect(await getRoom(server, id)).toMatchObject({ state: 1, rev: work.rev, ends_at: work.ends_at });
  await waitFor("the line about the restart", () => server.output.includes("runs again"));
  const line = /^Shared Pomodoro: workerd ended \(SIGKILL\) and starts again in (\d+) ms$/m.exec(
    server.output,
  );
  expect(Number(line?.[1])).toBeLessThan(1000);
});

test("a start script that has started workerd again still ends with it: by SIGTERM, and by SIGKILL", async () => {
  const server = await start();
  await server.killWorkerd();
  const second = server.workerdPid;
  await server.killStartScript();
  await waitFor("the end of the second workerd", () => !isAlive(second), 3000);
  await server.restart();
  await server.killWorkerd();
  expect((await server.stop()).code).toBe(0);
  expect(isAlive(server.workerdPid)).toBe(false);
});

test("SIGTERM while workerd is about to be started again ends the start script with exit code 0", async () => {
  const server = await start();
  process.kill(server.workerdPid, "SIGKILL");
  await waitFor("the line about the death", () => server.output.includes("starts again in"));
  expect((await server.stop()).code).toBe(0);
});

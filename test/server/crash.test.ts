/** SIGKILL at any moment loses nothing, and a room comes right without being touched. */
import { afterEach, describe, expect, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { enter, enterWithKey, newOpenRoom, newPrivateRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { isAlive } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { hasStored } from "../harness/stored-rooms";
import { waitForClock, waitFor } from "../harness/wait";

const running: Server[] = [];
async function start(): Promise<Server> {
  const server = await startServer();
  running.push(server);
  return server;
}
afterEach(() => Promise.all(running.splice(0).map((server) => server.dispose())));

/** Starts a work of this many seconds in a private room, and kills workerd with the answer in hand. */
async function killedInWork(server: Server, settings: object): Promise<{ id: string; work: RoomMessage }> {
  const { id, key } = newPrivateRoom();
  const client = await enterWithKey(server.socket(id), key, "Kim");
  await client.change({ action: "setup", ...settings });
  const work = await client.change({ action: "press" });
  await server.killWorkerd();
  expect((await client.closed).code).toBe(1006);
  return { id, work };
}

/** Waits until the room has written this moment down as a beginning; nobody connects, asks or locks meanwhile. */
const comesRight = (server: Server, startedAt: number, timeoutMs = 5000): Promise<unknown> =>
  waitFor(
    `a room begun at ${startedAt} on disk`,
    () => hasStored(server.dataDir, "startedAt", startedAt),
    timeoutMs,
  );

describe("workerd killed in WORK, and nobody connected afterwards", () => {
  test("restarted before the deadline: it rings at the deadline, untouched", async () => {
    const server = await start();
    const { id, work } = await killedInWork(server, { work_duration: 4 });
    const deadline = work.ends_at ?? 0;
    await server.restart();
    expect(Date.now()).toBeLessThan(deadline);
    expect(hasStored(server.dataDir, "endsAt", deadline)).toBe(true);
    expect(hasStored(server.dataDir, "startedAt", deadline)).toBe(false);
    await comesRight(server, deadline, 10_000);
    expect(Date.now()).toBeGreaterThanOrEqual(deadline);
    const { client, room } = await enter(server.socket(id));
    expect(room).toMatchObject({ state: 2, message: "Break time", started_at: deadline, rev: work.rev + 1 });
    expect(room).toMatchObject({ by: { name: null, via: "timer" }, cycle: 0, work_duration: 4 });
    await client.close();
  });

  test("restarted after the deadline: it is right soon after, untouched, and rang at the deadline", async () => {
    const server = await start();
    const { id, work } = await killedInWork(server, { work_duration: 1 });
    const deadline = work.ends_at ?? 0;
    await waitForClock(deadline + 700);
    expect(hasStored(server.dataDir, "startedAt", deadline)).toBe(false);
    await server.restart();
    await comesRight(server, deadline);
    expect(await getRoom(server, id)).toMatchObject({ state: 2, started_at: deadline, rev: work.rev + 1 });
  });

  test("with auto_continue the crossed deadlines are folded, each where the last ended, and it goes on by itself", async () => {
    const server = await start();
    const settings = { work_duration: 1, break_duration: 1, number_cycles: 3, auto_continue: 5 };
    const { id, work } = await killedInWork(server, settings);
    const deadline = work.ends_at ?? 0;
    // BREAK_ALARM at the deadline, SHORT_BREAK 5 s later, WORK_ALARM 1 s later: three changes while it was down.
    await waitForClock(deadline + 6200);
    await server.restart();
    await comesRight(server, deadline + 6000);
    const alarm = await getRoom(server, id);
    expect(alarm).toMatchObject({ state: 4, cycle: 1, rev: work.rev + 3, started_at: deadline + 6000 });
    expect(alarm.continues_at).toBe(deadline + 11_000);
    // And what it has set for itself happens too: WORK 5 s after the ring.
    await comesRight(server, deadline + 11_000, 8000);
  });

  test("a held period is as it was, however long it took", async () => {
    const server = await start();
    const { id, key } = newPrivateRoom();
    await postAction(server, id, { action: "setup", work_duration: 1 }, { key });
    const work = await postAction(server, id, { action: "press" }, { key });
    const { message: held } = await postAction(server, id, { action: "hold" }, { key });
    await server.killWorkerd();
    await waitForClock((work.message.type === "room" && work.message.ends_at) || 0);
    await server.restart();
    expect({ ...(await getRoom(server, id)), now: 0 }).toEqual({ ...held, now: 0 });
  });
});

test("killed right after an acknowledged action, twenty times: the acknowledged change is there", async () => {
  const server = await start();
  const { id, key } = newPrivateRoom();
  for (let i = 1; i <= 20; i++) {
    const client = await enterWithKey(server.socket(id), key);
    const action =
      i % 2 === 1
        ? { action: "setup", work_duration: 1000 + i, break_duration: i }
        : { action: "press", via: "board" };
    const acknowledged = await client.change(action);
    await server.killWorkerd();
    await server.restart();
    const { id: _id, now: _now, ...same } = acknowledged;
    expect(await getRoom(server, id)).toMatchObject(same);
    expect(acknowledged.rev).toBe(i);
  }
});

test("many rooms at once come back, each with its own state", async () => {
  const server = await start();
  const rooms = await Promise.all(
    Array.from({ length: 30 }, async (_, i) => {
      const id = newOpenRoom();
      await postAction(server, id, { action: "setup", work_duration: 100 + i });
      return { id, room: await postAction(server, id, { action: "press" }) };
    }),
  );
  await server.killWorkerd();
  await server.restart();
  for (const { id, room } of rooms) {
    expect({ ...(await getRoom(server, id)), now: 0 }).toEqual({ ...room.message, now: 0 });
  }
});

test("after the start script alone is killed, workerd does not hold the port, and the rooms are there", async () => {
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

test("when workerd dies, the start script ends too and says so", async () => {
  const server = await start();
  expect((await server.killWorkerd()).code).toBe(1);
  expect(server.output).toMatch(/SIGKILL/);
});

/** Rooms that sleep until their alarm, on the real runtime: when they wake, and when they ring. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "vitest";
import type { TestContext } from "vitest";
import { MAX_LATE_MS } from "../../party/platform/alarmTimes";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { enter, inState, isRoom, newOpenRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { haveStored } from "../harness/stored-rooms";
import { waitFor, waitForClock } from "../harness/wait";

/** A room sleeps after 10 s, and one that is heard wakes at most 9 s before its alarm. */
const WORK_S = 24;
const LATE_MS = 1500;
const SLEEP_MS = 20_000;

/** Of one test alone, because the tests run at the same time. */
async function start({ onTestFinished }: TestContext): Promise<Server> {
  const server = await startServer();
  onTestFinished(() => server.dispose());
  return server;
}

/** The name of the file of a room in which work of `seconds` has begun over HTTP, and what was answered. */
async function beginWork(
  server: Server,
  id: string,
  seconds: number,
): Promise<{ file: string; work: RoomMessage }> {
  const folder = join(server.dataDir, "rooms");
  const list = (): string[] => readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  const before = new Set(list());
  await postAction(server, id, { action: "setup", work_duration: seconds });
  const { message } = await postAction(server, id, { action: "press" });
  if (!isRoom(message)) throw new Error(message.detail);
  const name = list().find((name) => !before.has(name)) ?? "";
  return { file: join(folder, name), work: message };
}
/** SQLite has this file while the database is open. */
const isAwake = (file: string): boolean => existsSync(`${file}-shm`);
/** Which share of the time over which rooms are spread this one has, 0 to 1. */
const shareOf = (file: string): number =>
  parseInt(/([0-9a-f]{8})[0-9a-f]{56}\.sqlite$/.exec(file)?.[1] ?? "", 16) / 2 ** 32;
const isStored = (file: string, at: number): boolean =>
  haveStored([file, `${file}-wal`].filter(existsSync), "startedAt", at);

describe.concurrent("a room that sleeps until its alarm", () => {
  test("a room with a listener wakes before its deadline, rings at it, and rings after a kill in between, too", async (context) => {
    const { expect } = context;
    const server = await start(context);
    const [id, killed] = [newOpenRoom(), newOpenRoom()];
    const { file, work } = await beginWork(server, id, WORK_S);
    const { client } = await enter(server.socket(id));
    const deadline = work.ends_at ?? 0;
    await waitFor("sleep", () => !isAwake(file), SLEEP_MS);
    const other = await beginWork(server, killed, WORK_S + 14);
    const { client: lost } = await enter(server.socket(killed));
    await waitFor("the early waking", () => isAwake(file), WORK_S * 1000);
    expect(Date.now()).toBeLessThan(deadline - 1000);
    const ring = await client.next(inState(2), 15_000);
    expect(ring.started_at).toBe(deadline);
    expect(ring.now - deadline).toBeGreaterThanOrEqual(0);
    expect(ring.now - deadline).toBeLessThan(LATE_MS);

    const otherDeadline = other.work.ends_at ?? 0;
    await waitFor("sleep of the other room", () => !isAwake(other.file), SLEEP_MS);
    await waitFor("its early waking", () => isAwake(other.file), 30_000);
    await waitForClock(otherDeadline - 1200);
    await server.crash();
    expect((await lost.closed).code).toBe(1006);
    expect(isStored(other.file, otherDeadline)).toBe(false);
    await server.restart();
    await waitFor("the ring", () => isStored(other.file, otherDeadline), 10_000);
    expect(Date.now()).toBeGreaterThanOrEqual(otherDeadline);
    client.terminate();
  });

  test("a room that nobody hears rings later, is told as it is due, and rings at its deadline once somebody has connected", async (context) => {
    const { expect } = context;
    const server = await start(context);
    /** A room that would ring 8 to 30 s late. */
    const beginLate = async (): Promise<{ id: string; file: string; work: RoomMessage }> => {
      for (;;) {
        const id = newOpenRoom();
        const begun = await beginWork(server, id, WORK_S);
        const share = shareOf(begun.file);
        if (share > 8000 / MAX_LATE_MS && share < 30_000 / MAX_LATE_MS) return { id, ...begun };
      }
    };
    const [alone, read, visited] = [await beginLate(), await beginLate(), await beginLate()];
    const deadline = visited.work.ends_at ?? 0;
    await waitFor("sleep", () => !isAwake(visited.file), SLEEP_MS);
    const { client } = await enter(server.socket(visited.id));
    const ring = await client.next(inState(2), 30_000);
    expect(ring.started_at).toBe(deadline);
    expect(ring.now - deadline).toBeLessThan(LATE_MS);

    const readDeadline = read.work.ends_at ?? 0;
    await waitForClock(readDeadline + 1000);
    expect(isStored(read.file, readDeadline)).toBe(false);
    expect(await getRoom(server, read.id)).toMatchObject({ state: 2, started_at: readDeadline });

    const aloneDeadline = alone.work.ends_at ?? 0;
    expect(isStored(alone.file, aloneDeadline)).toBe(false);
    await waitFor("the ring of the room that is alone", () => isStored(alone.file, aloneDeadline), 40_000);
    client.terminate();
  });
});

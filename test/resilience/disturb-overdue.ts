/** Rooms whose alarms became due while no server ran, more than a server with few file descriptors can have awake. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enterWithKey, isRoom, newOpenRoom, newPrivateRoom } from "../harness/client";
import { postAction } from "../harness/http";
import { isAlive } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { ageRooms, storedTimes } from "../harness/stored-rooms";
import { delay } from "../harness/wait";

/** As of a shell without settings. */
const LIMIT = 1024;
/** An awake room has three. */
const MAX_AWAKE = LIMIT / 3;
/** A third of the descriptors, for rooms that are awake for 12 s each. */
const MAX_PER_SECOND = 9;
/** A disk in memory, on which only the descriptors limit the pace. */
const MEMORY = "/dev/shm";
const WORK_S = 1500;
const DAY_MS = 24 * 60 * 60 * 1000;
/** The periods ended half an hour before the start. */
const AGE_DAYS = (WORK_S * 1000 + 30 * 60_000) / DAY_MS;
const CONCURRENCY = 16;
/** A press of a bystander may take this long, in ms, on a machine that does other work too. */
const PRESS_MS = 1000;
const LOOK_MS = 500;
/** Rings that have not come after this time, in ms, are lost. */
const LOST_MS = 120_000;

/** `seconds`: how long the server with few descriptors is watched. Throws where it ends, or a ring is lost. */
export async function disturbOverdue({
  rooms,
  seconds,
}: {
  rooms: number;
  seconds: number;
}): Promise<readonly string[]> {
  if (rooms <= MAX_AWAKE) throw new Error("so many rooms can be awake at once");
  const dataDir = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "shared-pomodoro-"));
  const server = await startServer({ dataDir });
  try {
    const deadlines = await beginWork(server, rooms);
    await server.crash();
    ageRooms(server.dataDir, Object.fromEntries([...deadlines.keys()].map((room) => [room, AGE_DAYS])));
    const dueAt = [...deadlines.values()].map((at) => at - Math.round(AGE_DAYS * DAY_MS));
    const line = await watchWithFew(server, dueAt, seconds);

    await server.restart();
    const start = performance.now();
    const slowest = await pressUntil(server, () => {
      const left = rooms - countRung(server, dueAt);
      if (left > 0 && performance.now() - start > LOST_MS) throw new Error(`${left} rings are lost`);
      return left === 0;
    });
    const s = ((performance.now() - start) / 1000).toFixed(1);
    return [
      `${line}; killed and started with more, the others rang in ${s} s, and a press took ${slowest} ms at most`,
    ];
  } catch (error) {
    throw new Error(`${String(error)}\n${server.output}`, { cause: error });
  } finally {
    await server.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Rooms in which work has begun, with its end. */
async function beginWork(server: Server, rooms: number): Promise<ReadonlyMap<string, number>> {
  const deadlines = new Map<string, number>();
  const names = Array.from({ length: rooms }, newOpenRoom).values();
  const beginInTurn = async (): Promise<void> => {
    for (const room of names) {
      const { message } = await postAction(server, room, { action: "press" });
      if (!isRoom(message) || message.ends_at === null)
        throw new Error(`no work: ${JSON.stringify(message)}`);
      deadlines.set(room, message.ends_at);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, beginInTurn));
  return deadlines;
}

/** Starts a server with few descriptors on the rooms, uses it, and kills it while some have not rung. */
async function watchWithFew({ dataDir }: Server, dueAt: readonly number[], seconds: number): Promise<string> {
  const few = await startServer({ dataDir, descriptors: { soft: LIMIT, hard: LIMIT } });
  try {
    const { workerdPid } = few;
    const start = performance.now();
    const slowest = await pressUntil(few, () => performance.now() - start > seconds * 1000);
    if (!isAlive(workerdPid)) throw new Error(`workerd has ended\n${few.output}`);
    const rung = countRung(few, dueAt);
    await few.crash();
    const perSecond = Number(/they ring within \d+ s, (\d+) a second/.exec(few.output)?.[1]);
    const expected = seconds * perSecond;
    if (!(perSecond <= MAX_PER_SECOND)) throw new Error(`the rooms take no turns\n${few.output}`);
    if (rung < expected / 2) throw new Error(`only ${rung} rooms have rung in ${seconds} s\n${few.output}`);
    const press = `a press took ${slowest} ms at most`;
    return `with ${LIMIT} descriptors, ${rung} of ${dueAt.length} overdue rooms rang in ${seconds} s, and ${press}`;
  } finally {
    await few.dispose();
  }
}

/** Presses in a room of its own until `isOver`. Returns how many ms the slowest one took; throws where that is too long. */
async function pressUntil(server: Server, isOver: () => boolean): Promise<number> {
  const { id, key } = newPrivateRoom();
  const bystander = await enterWithKey(server.socket(id), key, "Kim");
  let slowest = 0;
  while (!isOver()) {
    const sentAt = performance.now();
    await bystander.change({ action: "setup", work_duration: 900 });
    slowest = Math.max(slowest, Math.round(performance.now() - sentAt));
    await delay(LOOK_MS);
  }
  bystander.terminate();
  if (slowest > PRESS_MS) throw new Error(`a press took ${slowest} ms`);
  return slowest;
}

/** How many rooms have stored that their period has ended. */
function countRung({ dataDir }: Server, dueAt: readonly number[]): number {
  const folder = join(dataDir, "rooms");
  const files = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite(?:-wal)?$/.test(name));
  const paths = files.map((name) => join(folder, name));
  const times = storedTimes(paths, "startedAt");
  return dueAt.filter((at) => times.has(at)).length;
}

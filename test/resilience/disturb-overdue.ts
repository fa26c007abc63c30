/** Rooms whose alarms became due while no server ran, more than a server with few file descriptors can have awake. */
import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enterWithKey, isRoom, newOpenRoom, newPrivateRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { descriptorsOf, isAlive } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { ageRooms, storedRevisions, storedTimes } from "../harness/stored-rooms";
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
const LOOK_MS = 250;
/** The same for the first ring: many must be left when the server is killed. */
const SOON_MS = 5;
/** Every tenth room is opened meanwhile. */
const VISITED = 10;
/** Rings that have not come after this time, in ms, are lost. */
const LOST_MS = 120_000;
const TURNS = /they ring within \d+ s, at least (\d+) a second/;

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Throws where a server with few descriptors ends, a ring is lost or comes twice, or somebody is not answered. */
export async function disturbOverdue({ rooms }: { rooms: number }): Promise<readonly string[]> {
  if (rooms <= MAX_AWAKE) throw new Error("so many rooms can be awake at once");
  const dataDir = mkdtempSync(join(isWritable(MEMORY) ? MEMORY : tmpdir(), "shared-pomodoro-"));
  const server = await startServer({ dataDir });
  const servers = [server];
  try {
    const deadlines = await beginWork(server, rooms);
    await server.crash();
    const names = [...deadlines.keys()];
    ageRooms(dataDir, Object.fromEntries(names.map((room) => [room, AGE_DAYS])));
    const dueAt = new Set([...deadlines.values()].map((at) => at - Math.round(AGE_DAYS * DAY_MS)));

    await server.restart();
    while (countRung(server, dueAt) === 0) await delay(SOON_MS);
    await server.crash();
    const rung = countRung(server, dueAt);

    const few = await startServer({ dataDir, descriptors: { soft: LIMIT, hard: LIMIT } });
    servers.push(few);
    const start = performance.now();
    const haveRung = (): boolean => countRung(few, dueAt) === rooms;
    const [{ slowest, descriptors }] = await Promise.all([pressUntil(few, haveRung), visit(few, names)]);
    const s = ((performance.now() - start) / 1000).toFixed(1);
    await few.crash();
    const hasTurns = Number(TURNS.exec(few.output)?.[1]) <= MAX_PER_SECOND;
    if (rooms - rung > MAX_AWAKE && !hasTurns) throw new Error("the alarms take no turns");
    const revisions = storedRevisions(dataDir);
    const wrong = names.filter((room) => revisions[room] !== 2);
    if (wrong.length > 0) throw new Error(`${wrong.length} rooms have not rung once: ${wrong.join(", ")}`);
    return [
      `${rooms} overdue rooms: the server was killed when ${rung} had rung; with ${LIMIT} descriptors the others rang in ` +
        `${s} s, at most ${descriptors} descriptors were in use, and a press took ${slowest} ms at most`,
    ];
  } catch (error) {
    const output = servers.map((one) => one.output).join("\n--- another server ---\n");
    throw new Error(`${String(error)}\n${output}`, { cause: error });
  } finally {
    for (const one of servers) await one.dispose();
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

/**
 * Presses in a room of its own until `isOver`. Returns the most that was needed: ms for a press, and descriptors. Throws
 * where the server ends, or that takes too long.
 */
async function pressUntil(
  server: Server,
  isOver: () => boolean,
): Promise<{ slowest: number; descriptors: number }> {
  const { id, key } = newPrivateRoom();
  const bystander = await enterWithKey(server.socket(id), key, "Kim");
  const end = performance.now() + LOST_MS;
  let [slowest, descriptors] = [0, 0];
  while (!isOver()) {
    if (!isAlive(server.workerdPid)) throw new Error("workerd has ended");
    if (performance.now() > end) throw new Error("rings are lost");
    const sentAt = performance.now();
    await bystander.change({ action: "setup", work_duration: 900 });
    slowest = Math.max(slowest, Math.round(performance.now() - sentAt));
    descriptors = Math.max(descriptors, descriptorsOf(server.workerdPid));
    await delay(LOOK_MS);
  }
  bystander.terminate();
  if (slowest > PRESS_MS) throw new Error(`a press took ${slowest} ms`);
  return { slowest, descriptors };
}

/** Somebody opens some of the rooms while they ring, and is told of each that its work has ended. */
async function visit(server: Server, names: readonly string[]): Promise<void> {
  for (const room of names.filter((_, i) => i % VISITED === 0)) {
    const { state } = await getRoom(server, room);
    if (state !== 2) throw new Error(`${room} is in state ${state}`);
  }
}

/** How many rooms have stored that their period has ended. Several periods may have ended in the same millisecond. */
function countRung({ dataDir }: Server, dueAt: ReadonlySet<number>): number {
  const folder = join(dataDir, "rooms");
  const files = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  const hasRung = (path: string): boolean =>
    [...storedTimes([path, `${path}-wal`], "startedAt")].some((at) => dueAt.has(at));
  return files.filter((name) => hasRung(join(folder, name))).length;
}

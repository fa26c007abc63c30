/**
 * The real server under a wall clock that is wrong or is set while it runs. The clock of this machine stays as it is:
 * the server's programs load a library that moves theirs (`test/harness/wall-clock.ts`).
 */
import type { RoomMessage } from "../../party/shared/serverMessages";
import { enter, inState, isPeople, isRoom, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { readHistory } from "../harness/history";
import { getRoom, sendRequest } from "../harness/http";
import { act } from "../harness/push";
import { forbidWrites, startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { containsText, hasStored, haveStored, listFiles } from "../harness/stored-rooms";
import { waitFor } from "../harness/wait";
import { WallClock } from "../harness/wall-clock";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A ring may be late by this, in ms: the clocks are looked at once a second, and the machine may be busy. */
const LATE_MS = 5000;
/** A step back that the start program does not tell the rooms. */
const SMALL_STEP_MS = 1500;

/** `rounds`: how often the clock is set in each way; `rooms`: how many rooms are told. Throws where something is lost. */
export async function disturbClocks({
  rounds,
  rooms,
}: {
  rounds: number;
  rooms: number;
}): Promise<readonly string[]> {
  const clock = new WallClock();
  try {
    return [
      await startAMonthAhead(clock),
      await correctForward(clock, { rounds, rooms }),
      await correctOnFullDisk(clock),
      await setBack(clock, { rounds }),
      await setBackALittle(clock, { rounds }),
      await correctStarts(clock, { rounds }),
    ];
  } finally {
    clock.dispose();
  }
}

/** One start with the clock 31 days ahead. All rooms, idle and held, must be there afterwards. */
async function startAMonthAhead(clock: WallClock): Promise<string> {
  clock.set(0);
  const server = await startServer({ env: clock.env });
  try {
    const [idle, held] = [newOpenRoom(), newOpenRoom()];
    for (const room of [idle, held]) {
      await act(server, room, { action: "setup", work_duration: 77 });
      await act(server, room, { action: "press" });
    }
    await act(server, idle, { action: "skip" });
    await act(server, idle, { action: "reset" });
    await act(server, held, { action: "hold" });
    const before = [await getRoom(server, idle), await getRoom(server, held)];
    await server.stop();
    clock.set(31 * DAY_MS);
    await server.restart();
    await waitFor("the first look at the idle room", () => containsText(server.dataDir, "markedAt"), 20_000);
    await server.stop();
    clock.set(0);
    await server.restart();
    for (const [n, room] of [idle, held].entries()) {
      const after = await getRoom(server, room);
      if (after.rev !== before[n]?.rev || after.work_duration !== 77 || after.held_ms !== before[n].held_ms)
        throw new Error(`a start with the clock 31 days ahead has lost ${JSON.stringify(before[n])}`);
    }
    if ((await readHistory(server, idle)).length !== 1) throw new Error("the history is lost");
    return "idle and held rooms survive a start with the clock 31 days ahead";
  } finally {
    await server.dispose();
  }
}

/** A server that was started with its clock 60 s behind. Nobody looks at the rooms when the clock is corrected. */
async function correctForward(
  clock: WallClock,
  { rounds, rooms }: { rounds: number; rooms: number },
): Promise<string> {
  clock.set(-60_000 * rounds);
  const server = await startServer({ env: clock.env });
  try {
    const others = Array.from({ length: rooms - 1 }, newOpenRoom);
    for (const room of others) await act(server, room, { action: "press" });
    const late: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const room = newOpenRoom();
      const before = new Set(listFiles(server.dataDir));
      await act(server, room, { action: "setup", work_duration: 55 });
      const files = listFiles(server.dataDir).filter((path) => !before.has(path));
      const { ends_at } = await act(server, room, { action: "press" });
      clock.set(-60_000 * (rounds - round));
      const start = performance.now();
      await waitFor(
        "the ring of a room that nobody looks at",
        () => haveStored(files, "startedAt", ends_at ?? NaN),
        20_000 + rooms * 20,
      );
      late.push(performance.now() - start);
    }
    const max = Math.round(Math.max(...late));
    if (max > LATE_MS + rooms * 5) throw new Error(`a ring came ${max} ms after the clock was corrected`);
    return `after a step of 60 s forward, a room among ${rooms} that nobody looks at rings within ${max} ms (${rounds} steps)`;
  } finally {
    await server.dispose();
  }
}

/** The clock is corrected by 60 s while the disk takes no changes. Nobody looks at the room. */
async function correctOnFullDisk(clock: WallClock): Promise<string> {
  clock.set(-60_000);
  const server = await startServer({ env: clock.env });
  const untilUnwell = (): Promise<unknown> =>
    waitFor("a health check of 503", async () => (await sendRequest(server, "/healthz")).status === 503);
  try {
    const room = newOpenRoom();
    await act(server, room, { action: "setup", work_duration: 55 });
    const { ends_at } = await act(server, room, { action: "press" });
    const permitWrites = forbidWrites(server);
    await untilUnwell();
    clock.set(0);
    await waitFor("the line about the clock", () => server.output.includes("the clock went forward"));
    await untilUnwell(); // the step has been sent before
    permitWrites();
    const start = performance.now();
    await waitFor("the ring", () => hasStored(server.dataDir, "startedAt", ends_at ?? NaN), 20_000);
    const lateMs = Math.round(performance.now() - start);
    if (lateMs > LATE_MS) throw new Error(`a ring came ${lateMs} ms after the disk took changes again`);
    return `after a step of 60 s forward on a full disk, a room rings ${lateMs} ms after there is space`;
  } finally {
    await server.dispose();
  }
}

/** The clock is set back by an hour during a period of 6 s in a room with people. */
async function setBack(clock: WallClock, { rounds }: { rounds: number }): Promise<string> {
  clock.set(HOUR_MS * rounds);
  const server = await startServer({ env: clock.env });
  try {
    const [lengths, away]: [number[], number[]] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      const room = newOpenRoom();
      await act(server, room, { action: "setup", work_duration: 6 });
      const { client: before } = await enter(server.socket(room));
      const start = performance.now();
      const work = await before.change({ action: "press" });
      clock.set(HOUR_MS * (rounds - round));
      await before.closed;
      const goneAt = performance.now();
      const client = await reconnect(server, room);
      away.push(performance.now() - goneAt);
      await client.join({ name: "Kim" });
      await client.next(isPeople);
      await client.next(inState(2), 20_000);
      lengths.push(performance.now() - start);
      expectRing(client, work, clock.now());
      client.terminate();
    }
    const [min, max] = [Math.round(Math.min(...lengths)), Math.round(Math.max(...lengths))];
    if (min < 6000 - 1000 || max > 6000 + LATE_MS)
      throw new Error(`a period of 6 s took ${min} to ${max} ms`);
    return (
      `after a step of an hour back, a period of 6 s rings after ${min} to ${max} ms, and everybody is connected again ` +
      `${Math.round(Math.max(...away))} ms after the restart (${rounds} steps)`
    );
  } finally {
    await server.dispose();
  }
}

/** The clock is set back by less than the start program tells of, again and again, each time during a period of 3 s. */
async function setBackALittle(clock: WallClock, { rounds }: { rounds: number }): Promise<string> {
  clock.set(0);
  const server = await startServer({ env: clock.env });
  try {
    const lengths: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const room = newOpenRoom();
      await act(server, room, { action: "setup", work_duration: 3 });
      const { client } = await enter(server.socket(room));
      const start = performance.now();
      const work = await client.change({ action: "press" });
      clock.set(round % 2 === 0 ? 0 : -SMALL_STEP_MS); // forward again by a step that is told, so that they do not add up
      await client.next(inState(2), 20_000);
      lengths.push(performance.now() - start);
      expectRing(client, work, clock.now());
      client.terminate();
    }
    const [min, max] = [Math.round(Math.min(...lengths)), Math.round(Math.max(...lengths))];
    if (max > 3000 + SMALL_STEP_MS + LATE_MS) throw new Error(`a period of 3 s took up to ${max} ms`);
    return `after a step of ${SMALL_STEP_MS} ms back or forward, a period of 3 s rings once, after ${min} to ${max} ms, and nobody loses the connection (${rounds} steps)`;
  } finally {
    await server.dispose();
  }
}

async function reconnect(server: Server, room: string): Promise<Client> {
  const { client } = await waitFor(
    "the server is back",
    () => enter(server.socket(room)).catch(() => null),
    15_000,
  );
  return client;
}

/** The ring is on the clock after the step, and is one change. */
function expectRing(client: Client, work: RoomMessage, now: number): void {
  const ring = client.received.findLast(isRoom);
  const isRight = ring?.rev === work.rev + 1 && Math.abs((ring.started_at ?? 0) - now) < LATE_MS;
  if (!isRight) throw new Error(`another ring than expected: ${JSON.stringify(ring)}`);
}

/**
 * A set start in a room that nobody looks at. The clock is set back by an hour before it: nothing begins early. Then it is
 * set forward over it: work begins, at the moment that was set.
 */
async function correctStarts(clock: WallClock, { rounds }: { rounds: number }): Promise<string> {
  clock.set(HOUR_MS);
  const server = await startServer({ env: clock.env });
  try {
    const late: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const room = newOpenRoom();
      const before = new Set(listFiles(server.dataDir));
      await act(server, room, { action: "setup", work_duration: 3000 });
      const files = listFiles(server.dataDir).filter((path) => !before.has(path));
      const at = clock.now() + 6000;
      const due = performance.now() + 6000;
      await act(server, room, { action: "start", at });
      clock.set(0);
      await reconnect(server, room).then((client) => client.terminate());
      await waitFor("the moment of the start on the clock before", () => performance.now() > due, 10_000);
      const waiting = await getRoom(server, room);
      if (waiting.state !== 0 || waiting.starts_at !== at)
        throw new Error(`a step back has changed a set start: ${JSON.stringify(waiting)}`);
      clock.set(HOUR_MS);
      const start = performance.now();
      await waitFor("work at the set start", () => haveStored(files, "startedAt", at), 20_000);
      late.push(performance.now() - start);
      const work = await getRoom(server, room);
      if (work.state !== 1 || work.started_at !== at || work.rev !== waiting.rev + 1)
        throw new Error(`another beginning than at ${at}: ${JSON.stringify(work)}`);
    }
    const max = Math.round(Math.max(...late));
    if (max > LATE_MS) throw new Error(`work began ${max} ms after the clock had passed the set start`);
    return `a set start holds over a step of an hour back, and work begins within ${max} ms of a step forward over it (${rounds} steps)`;
  } finally {
    await server.dispose();
  }
}

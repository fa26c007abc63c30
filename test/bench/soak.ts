/** An hour of ordinary use: clients connect, press and leave, rooms are read once and never again. Does memory grow? */
import { randomBytes } from "node:crypto";
import { descriptorsOf, memoryOf } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { delay } from "../harness/wait";
import { ClientPool } from "./client-pool";
import { formatKb, formatMb, printTable, quantiles } from "./report";

const ROOMS = 100;
const PER_ROOM = 3;
const IN_BIG_ROOM = 200;
const BIG_ROOM = "soak-hall";
const CLIENTS = ROOMS * PER_ROOM + IN_BIG_ROOM;
/** Length of one round, in ms: a press, a ping, and one of the rarer events. */
const ROUND_MS = 200;
/** A room is unloaded 10 s after its last message; in ms, with a margin. */
const UNLOADED_MS = 20_000;

/** A press over HTTP: when it was sent, and how long its answer took, both in ms. */
interface Press {
  readonly at: number;
  readonly ms: number;
}

const newRoomName = (): string => `soak-${randomBytes(5).toString("hex")}`;

/** Runs for so many minutes, and prints memory and latencies. */
export async function soak(minutes: number): Promise<void> {
  const server = await startServer();
  const memory = (): { resident: number; anonymous: number } => memoryOf(server.workerdPid);
  const row = (when: string): string[] => {
    const { resident, anonymous } = memory();
    return [when, formatMb(resident), formatMb(anonymous), String(descriptorsOf(server.workerdPid))];
  };
  try {
    const fresh = memory().resident;
    const rows = [row("after the start")];
    const rooms = Array.from({ length: ROOMS }, newRoomName);
    const pool = await connectAll(server, rooms);
    const full = memory().resident;
    rows.push(row("everybody in"));
    const start = performance.now();
    const end = start + minutes * 60_000;
    const presses = await live(server, rooms, pool, end, (minute) => rows.push(row(`minute ${minute}`)));
    rows.push(row("at the end"));
    const { lost } = pool;
    await pool.disconnect();
    await delay(UNLOADED_MS);
    rows.push(row(`everybody gone, ${UNLOADED_MS / 1000} s later`));
    console.log(
      `${((performance.now() - start) / 60_000).toFixed(0)} minutes, ${ROOMS} rooms of ${PER_ROOM} and one of ` +
        `${IN_BIG_ROOM}, ${presses.length} presses, ${lost} connections lost\n`,
    );
    printTable(["soak", "resident", "anonymous", "descriptors"], rows, 1);
    printPresses(presses, start, end);
    console.log(`memory a client, everybody in: ${formatKb((full - fresh) / CLIENTS)}`);
  } finally {
    await server.dispose();
  }
}

async function connectAll(server: Server, rooms: readonly string[]): Promise<ClientPool> {
  const pool = new ClientPool();
  await pool.connect(
    rooms.flatMap((room) => Array.from({ length: PER_ROOM }, () => server.socket(room))),
    { join: { action: "join", name: "Kim" } },
  );
  await pool.connect(
    Array.from({ length: IN_BIG_ROOM }, () => server.socket(BIG_ROOM)),
    { join: { action: "join" } },
  );
  return pool;
}

/** Runs rounds until `end`, and calls `everyTenMinutes` with the minute. */
async function live(
  server: Server,
  rooms: readonly string[],
  pool: ClientPool,
  end: number,
  everyTenMinutes: (minute: number) => void,
): Promise<Press[]> {
  const presses: Press[] = [];
  const visitor = new ClientPool();
  const start = performance.now();
  let reported = 0;
  for (let round = 0; performance.now() < end; round++) {
    const roundStart = performance.now();
    const room = rooms[round % rooms.length] ?? "";
    presses.push(await press(server.room(room)));
    pool.sockets[round % pool.sockets.length]?.send('{"action":"ping","t0":0}');
    if (round % 5 === 0) presses.push(await press(server.room(BIG_ROOM)));
    if (round % 5 === 1) await fetch(server.room(newRoomName())).then((response) => response.text());
    if (round % 5 === 2) await visitor.connect([server.socket(room)], { join: { action: "join" } });
    if (round % 5 === 4) await visitor.disconnect();
    const minute = Math.floor((performance.now() - start) / 60_000);
    if (minute >= reported + 10) {
      reported = minute;
      everyTenMinutes(minute);
    }
    await delay(ROUND_MS - (performance.now() - roundStart));
  }
  await visitor.disconnect();
  return presses;
}

async function press(url: string): Promise<Press> {
  const at = performance.now();
  const response = await fetch(url, { method: "POST", body: '{"action":"setup"}' });
  await response.text();
  if (response.status !== 200) throw new Error(`a press was answered with ${response.status}`);
  return { at, ms: performance.now() - at };
}

/** Compares the presses of the first sixth of the time with those of the last. */
function printPresses(presses: readonly Press[], start: number, end: number): void {
  const sixth = (n: number): number[] => {
    const [from, to] = [n, n + 1].map((part) => start + ((end - start) * part) / 6);
    return presses.filter(({ at }) => at >= (from ?? NaN) && at < (to ?? NaN)).map(({ ms }) => ms);
  };
  printTable(
    ["press over HTTP → answer, ms", "p50", "p99", "n"],
    [["the first sixth", sixth(0)] as const, ["the last sixth", sixth(5)] as const].map(([name, samples]) => [
      name,
      ...quantiles(samples, 0.5, 0.99),
      String(samples.length),
    ]),
    1,
  );
}

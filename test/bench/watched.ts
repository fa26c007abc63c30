/** Rooms that are watched while nothing happens in them: what their heartbeats cost, beside the pings of earlier pages. */
import type { Socket } from "node:net";
import { HEARTBEAT } from "../../party/shared/heartbeat";
import { awakeRooms } from "../harness/processes";
import { startServer } from "../harness/server";
import { delay } from "../harness/wait";
import { ClientPool } from "./client-pool";
import { formatMb, printTable } from "./report";
import { usageOf } from "./targets";

const PER_ROOM = 3;
/** Between two messages of a visible page, in ms. */
const INTERVAL_MS = 2000;
/** The messages of all clients are spread over the interval in so many parts. */
const PARTS = 100;
/** A room is unloaded 10 s after its last event; in ms, with a margin. */
const UNLOADED_MS = 20_000;
/** For how long it is measured, in ms. */
const MEASURED_MS = 30_000;

/** What a visible page of today, and one of before heartbeats, sends every 2 s. */
const PAGES = [
  ["heartbeats", JSON.stringify(HEARTBEAT)],
  ["pings for the clock, as pages sent before", JSON.stringify({ action: "ping", t0: 1 })],
  ["nothing", null],
] as const;

/** Prints a table by what each client sends every 2 s. */
export async function watched(rooms = 2000): Promise<void> {
  const rows: string[][] = [];
  for (const [what, message] of PAGES) rows.push(await measure(rooms, what, message));
  printTable(
    [
      `${rooms} rooms, ${PER_ROOM} pages each send every 2 s`,
      "rooms awake",
      "processor, % of a core",
      "resident",
      "a room",
      "bytes a page a minute",
      "without an answer",
    ],
    rows,
    1,
  );
}

async function measure(rooms: number, what: string, message: string | null): Promise<string[]> {
  const server = await startServer();
  const pool = new ClientPool();
  let timer: NodeJS.Timeout | undefined;
  try {
    const pid = server.workerdPid;
    const empty = usageOf(pid).resident;
    const urls = Array.from({ length: rooms }, (_, i) => server.socket(`room-${i}`));
    await pool.connect(urls.flatMap((url) => Array.from({ length: PER_ROOM }, () => url)));
    const connected = pool.received;
    let [part, sent] = [0, 0];
    const sendPart = (): void => {
      part = (part + 1) % PARTS;
      for (let i = part; i < pool.sockets.length; i += PARTS, sent++) pool.sockets[i]?.send(message ?? "");
    };
    if (message !== null) timer = setInterval(sendPart, INTERVAL_MS / PARTS);
    await delay(UNLOADED_MS);
    const start = performance.now();
    const before = usageOf(pid);
    const bytesBefore = bytesOf(pool);
    await delay(MEASURED_MS);
    const after = usageOf(pid);
    const minutes = (performance.now() - start) / 60_000;
    const bytes = (bytesOf(pool) - bytesBefore) / pool.sockets.length / minutes;
    const share = (after.cpuMs - before.cpuMs) / (performance.now() - start);
    const awake = awakeRooms(pid);
    clearInterval(timer);
    await delay(INTERVAL_MS); // for the last answers
    if (pool.lost > 0) throw new Error("connections were lost");
    return [
      what,
      String(awake),
      (share * 100).toFixed(1),
      formatMb(after.resident),
      `${((after.resident - empty) / rooms / 1024).toFixed(0)} KB`,
      bytes.toFixed(0),
      `${sent - (pool.received - connected)} of ${sent}`,
    ];
  } finally {
    clearInterval(timer);
    await pool.disconnect();
    await server.dispose();
  }
}

/** What all clients have sent and received, in bytes: WebSocket frames without the headers of TCP. */
function bytesOf(pool: ClientPool): number {
  const streams = pool.sockets.map((socket) => (socket as unknown as { readonly _socket: Socket })._socket);
  return streams.reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, 0);
}

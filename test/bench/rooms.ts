/** Many rooms with a few clients each: the cost of a room, and whether a press in one is slower because of the others. */
import { delay } from "../harness/wait";
import { ClientPool } from "./client-pool";
import { formatKb, formatMb, printTable, quantiles } from "./report";
import { disposeAll, startTargets, usageOf } from "./targets";
import type { Target } from "./targets";

const ROOMS = 2000;
const PER_ROOM = 3;
/** A room is unloaded 10 s after its last message; in ms, with a margin. */
const UNLOADED_MS = 20_000;

/** Prints a table by server. */
export async function rooms(): Promise<void> {
  const targets = await startTargets();
  try {
    const rows: string[][] = [];
    for (const target of targets) rows.push(await measureRooms(target));
    printTable(
      [
        `${ROOMS} rooms of ${PER_ROOM}`,
        "press → all of the room, ms: p50",
        "p99",
        "resident at first",
        "all in",
        "all pressed",
        "20 s later",
        "a room",
        "descriptors",
      ],
      rows,
      1,
    );
  } finally {
    await disposeAll(targets);
  }
}

async function measureRooms({ name, socket, pid }: Target): Promise<string[]> {
  const empty = usageOf(pid());
  const pool = new ClientPool();
  const urls = Array.from({ length: ROOMS }, (_, i) => socket(`room-${i}`));
  await pool.connect(urls.flatMap((url) => Array.from({ length: PER_ROOM }, () => url)));
  const full = usageOf(pid());
  const samples: number[] = [];
  const presser = new Map(pool.sockets.map((one) => [one.url, one]));
  for (const url of urls) {
    const received = pool.receive(PER_ROOM);
    const before = performance.now();
    presser.get(url)?.send('{"action":"setup"}');
    await received;
    samples.push(performance.now() - before);
  }
  const pressed = usageOf(pid());
  await delay(UNLOADED_MS);
  const unloaded = usageOf(pid());
  if (pool.lost > 0) throw new Error("connections were lost");
  await pool.disconnect();
  return [
    name,
    ...quantiles(samples, 0.5, 0.99),
    formatMb(empty.resident),
    formatMb(full.resident),
    formatMb(pressed.resident),
    formatMb(unloaded.resident),
    formatKb((full.resident - empty.resident) / ROOMS),
    String(full.descriptors),
  ];
}

/** Everybody connects at once, as after a restart: how long that takes, and how slow a press in another room is meanwhile. */
import { delay } from "../harness/wait";
import { ClientPool } from "./client-pool";
import { printTable, quantile } from "./report";
import { disposeAll, startTargets, usageOf } from "./targets";
import type { Target } from "./targets";

const SIZES = [1000, 5000];
/** Between two presses in the other room, in ms: 4 a second, less than the rate limit's 5. */
const PRESS_INTERVAL_MS = 250;

/** Prints a table by number of clients and server. */
export async function storm(): Promise<void> {
  const rows: string[][] = [];
  for (const size of SIZES) {
    const targets = await startTargets();
    try {
      for (const target of targets) rows.push(await measureStorm(target, size));
    } finally {
      await disposeAll(targets);
    }
  }
  printTable(
    ["come at once", "server", "all in after, s", "CPU, s", "a press elsewhere, ms: p50", "max", "lost"],
    rows,
  );
}

async function measureStorm({ name, socket, pid }: Target, size: number): Promise<string[]> {
  const pool = new ClientPool();
  const other = new ClientPool();
  await other.connect([socket("elsewhere")]);
  const before = usageOf(pid());
  const start = performance.now();
  let isConnected = false;
  const urls = Array.from({ length: size }, () => socket("hall"));
  const connecting = pool.connect(urls, { deflate: true, join: { action: "join", name: "Kim" } }).then(() => {
    isConnected = true;
    return performance.now() - start;
  });
  const samples: number[] = [];
  do {
    const answered = other.receive(1);
    const pressed = performance.now();
    other.sockets[0]?.send('{"action":"setup"}');
    await answered;
    samples.push(performance.now() - pressed);
    await delay(PRESS_INTERVAL_MS);
  } while (!isConnected);
  const tookMs = await connecting;
  const after = usageOf(pid());
  const row = [
    String(size),
    name,
    (tookMs / 1000).toFixed(1),
    ((after.cpuMs - before.cpuMs) / 1000).toFixed(1),
    quantile(samples, 0.5).toFixed(0),
    quantile(samples, 1).toFixed(0),
    String(pool.lost),
  ];
  await pool.disconnect();
  await other.disconnect();
  return row;
}

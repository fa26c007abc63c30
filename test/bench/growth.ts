/**
 * One room with more and more clients: how long a press takes to reach the last of them, and what each client costs,
 * beside a bare `ws` server and beside workerd alone.
 */
import { delay } from "../harness/wait";
import { ClientPool } from "./client-pool";
import { startEmptyWorkerd } from "./empty-workerd";
import { formatKb, formatMb, printTable, quantile } from "./report";
import { disposeAll, startTargets, usageOf } from "./targets";

const SIZES = [10, 100, 1000, 5000];
const ROUNDS = 100;
const WARM_UP = 5;
/** Between two measurements, in ms, so that one server's remaining work does not count for the next. */
const REST_MS = 50;

/** Prints a table by number of clients. */
export async function growth(sizes: readonly number[] = SIZES): Promise<void> {
  const rows: string[][] = [];
  for (const size of sizes) rows.push(...(await measureSize(size)));
  printTable(
    [
      "clients",
      "server",
      "press → last: p50",
      "p95",
      "of bare",
      "CPU a press, ms",
      "resident",
      "the same after",
      "a client",
    ],
    rows,
  );
}

async function measureSize(size: number): Promise<string[][]> {
  const targets = [...(await startTargets()), await startEmptyWorkerd()];
  try {
    const empty = targets.map(({ pid }) => usageOf(pid()));
    const pools = targets.map(() => new ClientPool());
    for (const [which, pool] of pools.entries()) {
      const url = targets[which]?.socket("hall") ?? "";
      await pool.connect(
        Array.from({ length: size }, () => url),
        { deflate: true },
      );
    }
    const full = targets.map(({ pid }) => usageOf(pid()));
    const samples: number[][] = targets.map(() => []);
    for (let round = 0; round < ROUNDS + WARM_UP; round++) {
      for (const [which, pool] of pools.entries()) {
        const received = pool.receive(size);
        const before = performance.now();
        pool.sockets[(round * 7) % size]?.send('{"action":"setup"}'); // another client each time, because of the rate limit
        await received;
        if (round >= WARM_UP) samples[which]?.push(performance.now() - before);
        await delay(REST_MS);
      }
    }
    const bare = quantile(samples[1] ?? [], 0.5);
    const rows = targets.map(({ name, pid }, i) => {
      const after = usageOf(pid());
      const [before, then] = [empty[i]?.resident ?? NaN, full[i]?.resident ?? NaN];
      return [
        String(size),
        name,
        quantile(samples[i] ?? [], 0.5).toFixed(1),
        quantile(samples[i] ?? [], 0.95).toFixed(1),
        `${(quantile(samples[i] ?? [], 0.5) / bare).toFixed(2)} ×`,
        ((after.cpuMs - (full[i]?.cpuMs ?? NaN)) / (ROUNDS + WARM_UP)).toFixed(1),
        formatMb(then),
        formatMb(after.resident),
        formatKb((then - before) / size),
      ];
    });
    if (pools.some(({ lost }) => lost > 0)) throw new Error("connections were lost");
    for (const pool of pools) await pool.disconnect();
    return rows;
  } finally {
    await disposeAll(targets);
  }
}

/** More and more people in one room, until it is full: when the last of them has received a change. */
import { enter } from "../harness/client";
import type { Client } from "../harness/client";
import { memoryOf } from "../harness/processes";
import { startServer } from "../harness/server";
import { delay } from "../harness/wait";
import { formatMb, printTable, quantile } from "./report";

const SIZES = [100, 1000, 5000];
const CHANGES = 10;
const CONCURRENCY = 100;
/** Between two changes, in ms: the rate limit allows 5 a second. */
const REST_MS = 300;

/** Prints a table by number of people. */
export async function benchCapacity(): Promise<void> {
  const rows: string[][] = [];
  for (const people of SIZES) rows.push(await measureSize(people));
  printTable(["people in one room", "a change is received by all: p50, max", "memory"], rows, 1);
}

async function measureSize(people: number): Promise<string[]> {
  const server = await startServer();
  const clients: Client[] = [];
  try {
    while (clients.length < people) {
      const some = Array.from({ length: CONCURRENCY }, () => enter(server.socket("hall")));
      for (const { client } of await Promise.all(some)) clients.push(client);
    }
    const [sender, ...others] = clients;
    const samples: number[] = [];
    for (let rev = 1; rev <= CHANGES; rev++) {
      const received = Promise.all(
        others.map((client) => client.next((m) => m.type === "room" && m.rev === rev, 60_000)),
      );
      const start = performance.now();
      await sender?.change({ action: "setup" });
      await received;
      samples.push(performance.now() - start);
      await delay(REST_MS);
    }
    const [p50, max] = [0.5, 1].map((share) => `${quantile(samples, share).toFixed(0)} ms`);
    return [String(people), `${p50}, ${max}`, formatMb(memoryOf(server.workerdPid).resident)];
  } finally {
    for (const client of clients) client.terminate();
    await server.dispose();
  }
}

/**
 * The room beside a bare `ws` server with the same machine in a variable, and beside one that also has each change on disk
 * before it tells anyone. They run at the same time and are measured in turn, so that whatever else the machine does
 * affects all alike.
 */
import { enter, inState, isRoom, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { memoryOf } from "../harness/processes";
import { delay } from "../harness/wait";
import { formatMb, printMachine, printTable, quantiles } from "./report";
import { disposeAll, startTargets } from "./targets";
import type { Target } from "./targets";
import { startWsServer } from "./ws-server";

const PRESSES = 400;
/** A connection may send 20 messages at once and 5 a second: 10 presses and 10 skips. */
const PRESSES_PER_CLIENT = 10;
/** Work periods of 2 s that are measured, each in its own room. */
const PERIODS = 40;
/** Between the starts of two periods, in ms, so that their deadlines do not fall together. */
const SPREAD_MS = 47;
const CLIENTS = 100;
const FAN_OUTS = 40;

/** One list of samples (ms) for each target. */
type Samples = readonly (readonly number[])[];

/** Prints a table of latencies in ms, and a table of memory. */
export async function benchRoom(): Promise<void> {
  const targets = [...(await startTargets()), await startWsServer({ stores: true })];
  const resident = (): number[] => targets.map(({ pid }) => memoryOf(pid()).resident);
  try {
    const atStart = resident();
    printMachine();
    const rows = [
      ...rowsOf("press → own state", targets, await pressLatency(targets)),
      ...rowsOf("2 s period: received late by", targets, await lateness(targets)),
      ...rowsOf(`change → received by all ${CLIENTS}`, targets, await fanOut(targets)),
    ];
    printTable(["ms", "server", "p50", "p95", "max", "n"], rows);
    const atEnd = resident();
    printTable(
      ["resident memory", "after the start", "after all of this"],
      targets.map(({ name }, i) => [name, formatMb(atStart[i] ?? NaN), formatMb(atEnd[i] ?? NaN)]),
    );
  } finally {
    await disposeAll(targets);
  }
}

/** From a press to the presser's own new state. Every press changes the room: work, skip, short break, skip … */
async function pressLatency(targets: readonly Target[]): Promise<Samples> {
  const samples: number[][] = targets.map(() => []);
  for (let round = 0; round < PRESSES / PRESSES_PER_CLIENT; round++) {
    const clients: Client[] = [];
    for (const target of targets) clients.push((await enter(target.socket(newOpenRoom()))).client);
    for (let i = 0; i < PRESSES_PER_CLIENT; i++) {
      for (const [which, client] of clients.entries()) {
        const before = performance.now();
        const { state } = await client.change({ action: "press" });
        samples[which]?.push(performance.now() - before);
        if (state === 1 || state === 3) await client.change({ action: "skip" });
      }
    }
    for (const client of clients) await client.close();
  }
  return samples.map((all) => all.slice(PRESSES_PER_CLIENT)); // the first client's presses are the warm-up
}

/** How late a client receives the end of a 2 s period; server and client read the same clock. */
async function lateness(targets: readonly Target[]): Promise<Samples> {
  const samples: number[][] = targets.map(() => []);
  const measure = async ({ name, socket }: Target, which: number): Promise<void> => {
    const { client } = await enter(socket(newOpenRoom()));
    await client.change({ action: "setup", work_duration: 2 });
    const work = await client.change({ action: "press" });
    const alarm = await client.next(inState(2)).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}`);
    });
    const receivedAt = client.receivedAt[client.received.indexOf(alarm)] ?? NaN;
    samples[which]?.push(receivedAt - (work.ends_at ?? NaN));
    await client.close();
  };
  const all: Promise<void>[] = [];
  for (let i = 0; i < PERIODS; i++) {
    for (const [which, target] of targets.entries()) {
      all.push(measure(target, which));
      await delay(SPREAD_MS);
    }
  }
  await Promise.all(all);
  return samples;
}

/** From one change until the last of many clients has received it. */
async function fanOut(targets: readonly Target[]): Promise<Samples> {
  const samples: number[][] = targets.map(() => []);
  const groups: Client[][] = [];
  for (const { socket } of targets) {
    const room = newOpenRoom();
    const clients: Client[] = [];
    for (let i = 0; i < CLIENTS; i++) clients.push((await enter(socket(room))).client);
    groups.push(clients);
  }
  for (let i = 0; i < FAN_OUTS; i++) {
    for (const [which, clients] of groups.entries()) {
      const received = clients.map((client) => client.next(isRoom));
      const before = performance.now();
      clients[i % CLIENTS]?.send({ action: "setup" }); // another client each time, because of the rate limit
      await Promise.all(received);
      samples[which]?.push(performance.now() - before);
    }
  }
  for (const client of groups.flat()) client.terminate();
  return samples;
}

const rowsOf = (what: string, targets: readonly Target[], samples: Samples): string[][] =>
  targets.map(({ name }, i) => {
    const all = samples[i] ?? [];
    return [what, name, ...quantiles(all, 0.5, 0.95, 1), String(all.length)];
  });

/** All attacks, with 2,000 hostile messages. The long form: npm run malice -- --seed S --messages N. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPrivateRoom } from "../harness/client";
import { memoryOf } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { runAttacks } from "./attack-suite";
import { floodMessages, floodRequests } from "./flood-attacks";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/**
 * By how much memory may grow in the second round, in bytes. The allocator keeps what it has freed, so only growth shows
 * a leak: the round's 1,500 connections would be 130 MB, its bodies and messages 80 MB or more.
 */
const MAX_GROWTH = 40 * 2 ** 20;

test("2,000 hostile messages, floods, half-open connections and slow readers change no room and disturb nobody", async () => {
  const { probe, counts, memory } = await runAttacks(server, 6, 2000, 2);
  expect(probe.errors).toEqual([]);
  const during = Object.keys(counts).flatMap((attack) => probe.latencies[attack] ?? []);
  expect(during.length, "presses of the probe meanwhile").toBeGreaterThan(20);
  expect((memory[2] ?? NaN) - (memory[1] ?? NaN)).toBeLessThan(MAX_GROWTH);
  expect(server.output).not.toContain("a request failed"); // no input of a stranger leads to a server error
}, 400_000);

/** By how much 24,000 refused requests may grow memory, in bytes: 5 MB were measured, 60 MB without our V8 flags. */
const MAX_FLOOD_GROWTH = 25 * 2 ** 20;

test("a flood of requests uses no more memory than the floods of messages before it", async () => {
  const quiet = await startServer();
  try {
    for (let i = 0; i < 2; i++) await floodMessages(quiet, newPrivateRoom().id, 5, 30);
    const before = memoryOf(quiet.workerdPid).resident;
    for (let i = 0; i < 3; i++) await floodRequests(quiet, newPrivateRoom().id, 8000);
    expect(memoryOf(quiet.workerdPid).resident - before).toBeLessThan(MAX_FLOOD_GROWTH);
  } finally {
    await quiet.dispose();
  }
}, 400_000);

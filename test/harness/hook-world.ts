/**
 * Run in a network of its own by test/server/hook-addresses.test.ts: a server, and a listener that counts connections by
 * the address that they came in on. Adds a hook for each host of the file HOSTS, tests each, and prints what came of it.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { addHook, testHook } from "./hooks";
import { newOpenRoom } from "./client";
import { HookReceiver } from "./fakes/hook-receiver";
import { portOf } from "./loopback";
import { startServer } from "./server";

/** What the test reads. */
export interface HookWorld {
  /** By the host of a hook: the status of its answer. */
  readonly answers: Readonly<Record<string, number | null>>;
  /** The addresses at which a connection arrived. */
  readonly reached: readonly string[];
  /** The status of a hook at an origin in HOOK_ORIGINS. */
  readonly allowed: number | null;
}

async function run(hosts: readonly string[]): Promise<HookWorld> {
  const reached = new Set<string>();
  const listener = createServer((socket) => {
    reached.add(socket.localAddress ?? "");
    socket.on("error", () => {}).destroy();
  });
  await new Promise<void>((done) => void listener.listen(0, "::", done));
  const receiver = await HookReceiver.start();
  const server = await startServer({ env: { HOOK_ORIGINS: receiver.origin } });
  const answers: Record<string, number | null> = {};
  for (const host of hosts) {
    const room = newOpenRoom();
    const { id } = await addHook(server, room, `https://${host}:${portOf(listener)}/hook`);
    answers[host] = (await testHook(server, room, id)).status;
  }
  const room = newOpenRoom();
  const { id } = await addHook(server, room, receiver.address("/allowed"));
  const allowed = (await testHook(server, room, id)).status;
  await Promise.all([server.dispose(), receiver.dispose(), new Promise((done) => void listener.close(done))]);
  return { answers, reached: [...reached], allowed };
}

const lines = readFileSync("/etc/hosts", "utf8").trim().split("\n");
console.log(JSON.stringify(await run(lines.map((line) => line.split(" ")[1] ?? ""))));

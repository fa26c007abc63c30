/** Floods that use up the file descriptors of a server which may have few, while a bystander uses it. */
import type { Socket } from "node:net";
import { connect, ConnectionRefused, enterWithKey, newOpenRoom, newPrivateRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { getRoom, sendRequest } from "../harness/http";
import { isAlive } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { delay } from "../harness/wait";
import { openTcp } from "../security/raw-socket";

/** As of a shell without settings; the server of before ended at 505 idle connections. */
const LIMIT = 1024;
const FLOOD = 700;
/** The bystander must be connected again this long after the flood, in ms. */
const BACK_MS = 10_000;
/** As a page that connects again. */
const RETRY_MS = 100;

interface Bystander {
  readonly id: string;
  readonly key: string;
  client: Client;
}

/** `rounds`: how often each flood is repeated. Throws where a flood costs more than seconds. */
export async function disturbDescriptors({ rounds }: { rounds: number }): Promise<readonly string[]> {
  const server = await startServer({ descriptors: { soft: 256, hard: LIMIT } });
  try {
    const room = newPrivateRoom();
    const bystander: Bystander = {
      ...room,
      client: await enterWithKey(server.socket(room.id), room.key, "Kim"),
    };
    const lines: string[] = [];
    for (let round = 1; round <= rounds; round++) {
      lines.push(
        `round ${round}: ` +
          [
            await floodWithReads(server, bystander),
            await floodWithSockets(server, bystander),
            await floodWithIdleConnections(server, bystander),
          ].join("; "),
      );
    }
    await bystander.client.close();
    return lines;
  } finally {
    await server.dispose();
  }
}

/** GETs of random ids wake no room, so the server must not even notice. */
async function floodWithReads(server: Server, bystander: Bystander): Promise<string> {
  const { workerdPid } = server;
  for (let i = 0; i < 60; i++) {
    const ids = Array.from({ length: 20 }, () => newPrivateRoom().id);
    await Promise.all(ids.map((id) => getRoom(server, id)));
  }
  const ms = await pressOf(bystander);
  expectSame(server, workerdPid, "GETs");
  return `after 1,200 GETs a press took ${ms} ms`;
}

/** Sockets to random rooms are refused with 503 before the descriptors are used up. */
async function floodWithSockets(server: Server, bystander: Bystander): Promise<string> {
  const { workerdPid } = server;
  const open: Client[] = [];
  let refused = 0;
  for (let i = 0; i < FLOOD; i++) {
    try {
      open.push(await connect(server.socket(newOpenRoom())));
    } catch (error) {
      if (!(error instanceof ConnectionRefused) || error.status !== 503) throw error;
      refused++;
    }
  }
  const ms = await pressOf(bystander);
  const { status } = await sendRequest(server, "/healthz");
  for (const client of open) client.terminate();
  expectSame(server, workerdPid, "sockets");
  if (status !== 200) throw new Error(`/healthz answers ${status} in a flood of sockets`);
  if (refused === 0) throw new Error("no socket was refused");
  return `with ${open.length} sockets open and ${refused} refused a press took ${ms} ms`;
}

/** Connections without a request use up everything: workerd ends, and must be back with every change. */
async function floodWithIdleConnections(server: Server, bystander: Bystander): Promise<string> {
  const before = await bystander.client.change({ action: "setup", work_duration: 1000 });
  const idle: Socket[] = [];
  const { client } = bystander;
  const isGone = client.closed.then(() => true);
  for (let i = 0; i < FLOOD; i++) {
    const socket = await openTcp(server.port).catch(() => null); // refused where workerd has just ended
    if (socket === null) break;
    idle.push(socket);
  }
  for (const socket of idle) socket.destroy();
  await isGone;
  const goneAt = performance.now();
  await reconnect(server, bystander, goneAt);
  const ms = Math.round(performance.now() - goneAt);
  await server.waitForNewWorkerd();
  const { rev } = await getRoom(server, bystander.id);
  if (rev < before.rev) throw new Error(`rev ${before.rev} was acknowledged, and the server has ${rev}`);
  return `after ${idle.length} idle connections the bystander was back in ${ms} ms`;
}

/** Tries until the server accepts the bystander again. */
async function reconnect(server: Server, bystander: Bystander, goneAt: number): Promise<void> {
  for (;;) {
    try {
      bystander.client = await enterWithKey(server.socket(bystander.id), bystander.key, "Kim");
      return;
    } catch (error) {
      if (performance.now() - goneAt > BACK_MS)
        throw new Error(`the bystander is not back after ${BACK_MS} ms`, { cause: error });
      await delay(RETRY_MS);
    }
  }
}

async function pressOf({ client }: Bystander): Promise<number> {
  const start = performance.now();
  await client.change({ action: "setup", work_duration: 900 });
  return Math.round(performance.now() - start);
}

function expectSame(server: Server, workerdPid: number, flood: string): void {
  if (!isAlive(workerdPid)) throw new Error(`workerd ended in a flood of ${flood}\n${server.output}`);
}

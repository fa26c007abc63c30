/** Floods that use up the file descriptors of a server which may have few, while a bystander uses it. */
import type { Socket } from "node:net";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { BODY_MS } from "../../party/platform/requestBody";
import { connect, ConnectionRefused, enterWithKey, newOpenRoom, newPrivateRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { getRoom, sendRequest } from "../harness/http";
import { isAlive } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { delay, within } from "../harness/wait";
import { openTcp } from "../security/raw-socket";

/** As of a shell without settings; the server of before ended at 505 idle connections. */
const LIMIT = 1024;
const FLOOD = 700;
/** The bystander must be answered this long after the flood, in ms. */
const BACK_MS = 10_000;
/** A flood lasts no longer than this, in ms; on an idle machine it takes a second. */
const FLOOD_MS = 60_000;
/** A faster flood of bodies uses up the descriptors before any request is read, as one of idle connections does. */
const BODIES_AT_ONCE = 20;
const BODY_PAUSE_MS = 200;
/** As a page that connects again. */
const RETRY_MS = 100;

interface Bystander {
  readonly id: string;
  readonly key: string;
  client: Client;
}

/** `rounds`: how often each flood is repeated. Throws where a flood delays the bystander by more than seconds. */
export async function disturbDescriptors({ rounds }: { rounds: number }): Promise<readonly string[]> {
  const server = await startServer({ descriptors: { soft: 256, hard: LIMIT } });
  const lines: string[] = [];
  try {
    const room = newPrivateRoom();
    const bystander: Bystander = { ...room, client: await enterBystander(server, room) };
    for (let round = 1; round <= rounds; round++) {
      const gets = within(FLOOD_MS, "the end of a flood of GETs", floodWithReads(server, bystander));
      lines.push(`round ${round}: ${await gets}`);
      const sockets = within(FLOOD_MS, "the end of a flood of sockets", floodWithSockets(server, bystander));
      lines.push(await sockets, await floodWithBodies(server, bystander));
      lines.push(await floodWithIdleConnections(server, bystander));
    }
    await bystander.client.close();
    return lines;
  } catch (error) {
    throw new Error(`${String(error)}\nafter ${lines.join("\n")}\n${server.output}`, { cause: error });
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

/** Requests whose body never ends, to one room that is awake. They wake nothing, and are no sockets. */
async function floodWithBodies(server: Server, bystander: Bystander): Promise<string> {
  const { workerdPid } = server;
  const path = `/parties/main/${newOpenRoom()}`;
  await sendRequest(server, path, { method: "POST", body: JSON.stringify({ action: "press" }) });
  const open: Socket[] = [];
  for (let i = 0; i < FLOOD; i++) {
    const socket = await openTcp(server.port);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: tomato\r\nContent-Length: 100\r\n\r\n{`);
    open.push(socket);
    if (i % BODIES_AT_ONCE === 0) await delay(BODY_PAUSE_MS);
  }
  const start = performance.now();
  const { status } = await sendRequest(server, "/healthz");
  if (status !== 200) throw new Error(`/healthz answers ${status} in a flood of bodies`);
  const ms = await pressOf(bystander);
  const ended = open.map((socket) => new Promise((done) => socket.resume().once("close", done)));
  await within(BODY_MS + BACK_MS, "the server's end of requests whose body never ends", Promise.all(ended));
  expectSame(server, workerdPid, "bodies");
  const endMs = Math.round(performance.now() - start);
  return `with ${open.length} bodies that never end a press took ${ms} ms; they were closed after ${endMs} ms`;
}

/**
 * Connections without a request use up everything. Where that ends workerd, it must be back with every change; where
 * workerd survives, because it closes some before it accepts the next, the bystander must be answered.
 */
async function floodWithIdleConnections(server: Server, bystander: Bystander): Promise<string> {
  const { workerdPid } = server;
  const before = await bystander.client.change({ action: "setup", work_duration: 1000 });
  const idle: Socket[] = [];
  for (let i = 0; i < FLOOD; i++) {
    const socket = await openTcp(server.port).catch(() => null); // refused where workerd has just ended
    if (socket === null) break;
    idle.push(socket);
  }
  await waitForAnswerOrEnd(bystander.client);
  const start = performance.now();
  await within(BACK_MS, "the server's end of the idle connections", Promise.all(idle.map(closeTcp)));
  const { rev } = await pressOrReconnect(server, bystander, start + BACK_MS);
  const ms = Math.round(performance.now() - start);
  if (rev <= before.rev) throw new Error(`rev ${before.rev} was acknowledged, and a later change got ${rev}`);
  const hasEnded = !isAlive(workerdPid);
  if (hasEnded) await server.waitForNewWorkerd();
  return `after ${idle.length} idle connections workerd ${hasEnded ? "started again" : "ran on"}, and the bystander was answered in ${ms} ms`;
}

/** While the flood lasts, the bystander's connection is answered or ends. */
async function waitForAnswerOrEnd(client: Client): Promise<void> {
  const done = client.sync().catch(() => client.closed);
  await within(BACK_MS, "an answer to the bystander, or the end of its connection", done);
}

/** Resolves when the server, too, has closed the connection, or has ended. */
const closeTcp = (socket: Socket): Promise<void> =>
  new Promise((done) => {
    if (socket.closed) done();
    socket.once("close", () => done());
    socket.resume().end(); // a socket whose data nobody reads never ends
  });

/** Changes the room on the bystander's connection, or on a new one where that has ended. Tries until `end`. */
async function pressOrReconnect(server: Server, bystander: Bystander, end: number): Promise<RoomMessage> {
  const attempt = async (): Promise<RoomMessage> => {
    const { socket } = bystander.client;
    if (socket.readyState !== socket.OPEN) bystander.client = await enterBystander(server, bystander);
    return bystander.client.change({ action: "setup", work_duration: 900 });
  };
  for (;;) {
    try {
      return await within(end - performance.now(), "an answer to the bystander after the flood", attempt());
    } catch (error) {
      if (performance.now() > end)
        throw new Error(`the bystander is not back after ${BACK_MS} ms\n${server.output}`, { cause: error });
      await delay(RETRY_MS);
    }
  }
}

const enterBystander = (server: Server, { id, key }: Omit<Bystander, "client">): Promise<Client> =>
  enterWithKey(server.socket(id), key, "Kim");

async function pressOf({ client }: Bystander): Promise<number> {
  const start = performance.now();
  await client.change({ action: "setup", work_duration: 900 });
  return Math.round(performance.now() - start);
}

function expectSame(server: Server, workerdPid: number, flood: string): void {
  if (!isAlive(workerdPid)) throw new Error(`workerd ended in a flood of ${flood}\n${server.output}`);
}

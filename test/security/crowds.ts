/** Attackers who come in numbers: floods, connections that begin and do not go on, readers who do not read. */
import type { Socket } from "node:net";
import { connect, enter, newOpenRoom } from "../harness/client";
import { sendRequest } from "../harness/http";
import type { Server } from "../harness/server";
import { waitForClock, within } from "../harness/wait";
import { dial, rawSocket, say, statusOf } from "./raw";
import type { Arsenal } from "./hostile";

const PATIENCE_MS = 30_000;
/** How long those who only hold a connection hold it, in ms: for the bystander to feel it. */
const HOLD_MS = 2000;

/** Each sends as fast as it can until it is thrown out, and comes again. */
export async function flood(server: Server, room: string, senders: number, times: number): Promise<number> {
  const BURST = 400; // 20 are answered, 200 refused: the rest finds nobody who listens
  const one = async (): Promise<void> => {
    for (let i = 0; i < times; i++) {
      const client = await connect(server.socket(room));
      for (let n = 0; n < BURST; n++) client.send({ action: n % 2 === 0 ? "press" : "join", name: `n${n}` });
      const { code } = await within(PATIENCE_MS, "the end of a flooder", client.closed);
      if (code !== 1008) throw new Error(`a flooder was closed with ${code}`);
    }
  };
  await Promise.all(Array.from({ length: senders }, one));
  return senders * times * BURST;
}

/** Looks, forged presses and questions of rooms that do not exist, 20 at a time. */
export async function httpFlood(server: Server, room: string, count: number): Promise<void> {
  let left = count;
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const method = left % 2 === 0 ? "GET" : "POST";
      const { status } = await sendRequest(server, `/parties/main/${room}`, {
        method,
        ...(method === "POST" ? { body: '{"action":"press"}' } : {}),
      });
      if (![200, 403, 429].includes(status) || (method === "POST" && status === 200)) {
        throw new Error(`${method} → ${status}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 20 }, one));
}

/** Requests for paths that ask for trouble: an answer for each, and none of them an error of ours. */
export async function paths(server: Server, arsenal: Arsenal, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const path = arsenal.path();
    const heard = await say(
      server.port,
      `GET ${path} HTTP/1.1\r\nhost: ${server.host}\r\nconnection: close\r\n\r\n`,
      /$^/,
    );
    const status = statusOf(heard);
    if (status === null || status >= 500 || /root:|SQLite format|at async/.test(heard)) {
      throw new Error(`GET ${path} → ${heard.slice(0, 300)}`);
    }
  }
}

const ROOM = "POST /parties/main/kitchen HTTP/1.1\r\nhost: x\r\n";
/** Requests that are none, or two at once. */
const REQUESTS: readonly string[] = [
  "\u0000\u0001\u0002\r\n\r\n",
  "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
  "GET / HTTP/9.9\r\nhost: x\r\n\r\n",
  "GET / HTTP/1.1\r\n\r\n",
  `${ROOM}content-length: -1\r\n\r\n`,
  `${ROOM}content-length: 18446744073709551616\r\n\r\n`,
  `${ROOM}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  `${ROOM}transfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n`,
  "OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n",
  "GET http://evil.example/parties/main/kitchen HTTP/1.1\r\nhost: x\r\n\r\n",
  `GET / HTTP/1.1\r\n${"a: b\r\n".repeat(40_000)}\r\n`,
];

/** Some of them are not answered, since they could still go on: that is waited for no longer than this, in ms. */
const SILENCE_MS = 1000;

export async function requestsAreBroken(server: Server): Promise<number> {
  for (const request of REQUESTS) {
    const status = statusOf(await say(server.port, request, undefined, SILENCE_MS));
    if (status !== null && status >= 500) throw new Error(`${request.slice(0, 80)} → ${status}`);
  }
  return REQUESTS.length;
}

/** Connections that begin a request, a handshake or a message and leave it at that; then all are dropped. */
export async function halfOpen(server: Server, room: string, count: number): Promise<void> {
  const sockets: Socket[] = [];
  const beginnings = [
    "",
    "GET",
    "GET /parties/main/kitchen HTTP/1.1\r\nhost: x\r\n",
    `${ROOM}content-length: 4000\r\n\r\n{"action":`,
  ];
  try {
    for (let i = 0; i < count; i++) {
      if (i % 5 === 4) {
        const socket = await rawSocket(server.port, room);
        socket.write(Uint8Array.from([0x81])); // half of a frame's header
        sockets.push(socket);
      } else {
        const socket = await dial(server.port);
        socket.write(beginnings[i % 5] ?? "");
        sockets.push(socket);
      }
    }
    await waitForClock(Date.now() + HOLD_MS);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** A busy room of the attacker's own, with many in it who never read; its changes go on all the same. */
export async function slowReaders(server: Server, readers: number, changes: number): Promise<void> {
  const room = newOpenRoom();
  const sockets: Socket[] = [];
  try {
    for (let i = 0; i < readers; i++) {
      const socket = await rawSocket(server.port, room);
      socket.pause();
      sockets.push(socket);
    }
    for (let made = 0; made < changes; made += 20) {
      const { client } = await enter(server.socket(room));
      const answers = Array.from({ length: 20 }, () => client.change({ action: "setup" }));
      await within(PATIENCE_MS, "the changes of a room whose people do not read", Promise.all(answers));
      client.terminate();
    }
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

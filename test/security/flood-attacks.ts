/** Attacks by number: floods, connections that are left half open, and clients that never read. */
import type { Socket } from "node:net";
import { ROOM_RATE_LIMIT } from "../../party/shared/limits";
import { connect, enter, newOpenRoom } from "../harness/client";
import { sendRequest } from "../harness/http";
import type { Server } from "../harness/server";
import { waitForClock, within } from "../harness/wait";
import type { HostileInputs } from "./hostile-inputs";
import { exchange, openRawWebSocket, openTcp, statusOf } from "./raw-socket";

const TIMEOUT_MS = 30_000;
/** How long half-open connections are held, in ms: long enough for the probe to notice. */
const HOLD_MS = 2000;

/** A client may send 20 messages at once; 200 more are refused, and then it is disconnected. */
const BURST = 400;

/** Each sender sends as fast as it can until it is disconnected, and connects again; returns the number of messages. */
export async function floodMessages(
  server: Server,
  room: string,
  senders: number,
  times: number,
): Promise<number> {
  const attack = async (): Promise<void> => {
    for (let i = 0; i < times; i++) {
      const client = await connect(server.socket(room));
      for (let n = 0; n < BURST; n++) client.send({ action: n % 2 === 0 ? "press" : "join", name: `n${n}` });
      const { code } = await within(TIMEOUT_MS, "the end of a flooding connection", client.closed);
      if (code !== 1008) throw new Error(`a flooding connection was closed with ${code}`);
    }
  };
  await Promise.all(Array.from({ length: senders }, attack));
  return senders * times * BURST;
}

/** GETs, and presses without a key, 20 at a time. */
export async function floodRequests(server: Server, room: string, count: number): Promise<void> {
  let left = count;
  const attack = async (): Promise<void> => {
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
  await Promise.all(Array.from({ length: 20 }, attack));
}

/** Requests hostile paths: each has a response, and none is a server error or shows a file of the server. */
export async function requestHostilePaths(
  server: Server,
  inputs: HostileInputs,
  count: number,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    const path = inputs.path();
    const response = await exchange(
      server.port,
      `GET ${path} HTTP/1.1\r\nhost: ${server.host}\r\nconnection: close\r\n\r\n`,
      /$^/,
    );
    const status = statusOf(response);
    if (status === null || status >= 500 || /root:|SQLite format|at async/.test(response)) {
      throw new Error(`GET ${path} → ${response.slice(0, 300)}`);
    }
  }
}

const ROOM = "POST /parties/main/kitchen HTTP/1.1\r\nhost: x\r\n";
/** Requests that are malformed, or two at once. */
const BROKEN_REQUESTS: readonly string[] = [
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

/** Some are not answered, because more of them could follow: the longest wait for a response, in ms. */
const RESPONSE_MS = 1000;

/** No broken request leads to a server error; returns the number of requests. */
export async function sendBrokenRequests(server: Server): Promise<number> {
  for (const request of BROKEN_REQUESTS) {
    const status = statusOf(await exchange(server.port, request, undefined, RESPONSE_MS));
    if (status !== null && status >= 500) throw new Error(`${request.slice(0, 80)} → ${status}`);
  }
  return BROKEN_REQUESTS.length;
}

/** Opens connections that begin a request, a handshake or a message and do not continue; then drops them all. */
export async function openHalfConnections(server: Server, room: string, count: number): Promise<void> {
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
        const socket = await openRawWebSocket(server.port, room);
        socket.write(Uint8Array.from([0x81])); // half of a frame's header
        sockets.push(socket);
      } else {
        const socket = await openTcp(server.port);
        socket.write(beginnings[i % 5] ?? "");
        sockets.push(socket);
      }
    }
    await waitForClock(Date.now() + HOLD_MS);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** Busy rooms of the attacker's own, each with many clients that never read: their changes are made all the same. */
export async function connectSlowReaders(server: Server, readers: number, changes: number): Promise<void> {
  for (let left = changes; left > 0; left -= ROOM_RATE_LIMIT.burst)
    await changeUnread(server, readers, Math.min(left, ROOM_RATE_LIMIT.burst));
}

async function changeUnread(server: Server, readers: number, changes: number): Promise<void> {
  const room = newOpenRoom();
  const sockets: Socket[] = [];
  try {
    for (let i = 0; i < readers; i++) {
      const socket = await openRawWebSocket(server.port, room);
      socket.pause();
      sockets.push(socket);
    }
    for (let made = 0; made < changes; made += 20) {
      const { client } = await enter(server.socket(room));
      const answers = Array.from({ length: 20 }, () => client.change({ action: "setup" }));
      await within(TIMEOUT_MS, "the changes of a room whose clients do not read", Promise.all(answers));
      client.terminate();
    }
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

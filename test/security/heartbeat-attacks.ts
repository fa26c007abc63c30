/** Floods of heartbeats: the runtime answers each, so no limit of the room counts them. */
import type { Socket } from "node:net";
import { HEARTBEAT, HEARTBEAT_ANSWER } from "../../party/shared/heartbeat";
import { newOpenRoom } from "../harness/client";
import type { Server } from "../harness/server";
import { delay, waitFor } from "../harness/wait";
import { encodeFrame, encodeText, openRawWebSocket } from "./raw-socket";

const PER_SECOND = 20_000;
/** Between two parts of the flood, in ms. */
const PART_MS = 10;
/** The answer in its frame: two bytes before its text. */
const ANSWER_BYTES = JSON.stringify(HEARTBEAT_ANSWER).length + 2;
const TIMEOUT_MS = 60_000;

const FRAME = encodeFrame({ opcode: 1, payload: encodeText(JSON.stringify(HEARTBEAT)) });
const framesOf = (count: number): Buffer => Buffer.concat(Array.from({ length: count }, () => FRAME));
/** A client that does not read sends so many heartbeats at a time. */
const UNREAD_PART = 2000;
/** The server has stopped reading when nothing could be sent for this long, in ms. */
const STOPPED_MS = 2000;

/** One client sends `count` heartbeats, 20,000 a second; each is answered. */
export async function floodHeartbeats(server: Server, count: number): Promise<number> {
  const socket = await openRawWebSocket(server.port, newOpenRoom());
  let [received, sent] = [0, 0];
  socket.on("data", (part: Buffer) => (received += part.length));
  const start = performance.now();
  try {
    while (sent < count) {
      await delay(PART_MS);
      const due = Math.min(count, Math.floor(((performance.now() - start) * PER_SECOND) / 1000)) - sent;
      if (due <= 0) continue;
      socket.write(framesOf(due));
      sent += due;
    }
    await waitFor("an answer to each heartbeat", () => received >= count * ANSWER_BYTES, TIMEOUT_MS);
  } finally {
    socket.destroy();
  }
  return count;
}

/** One client sends heartbeats and reads no answer, until the server reads nothing more; returns their number. */
export async function floodUnreadHeartbeats(server: Server): Promise<number> {
  const socket = await openRawWebSocket(server.port, newOpenRoom());
  socket.pause();
  let sent = 0;
  try {
    for (const end = performance.now() + TIMEOUT_MS; performance.now() < end;) {
      sent += UNREAD_PART;
      if (!socket.write(framesOf(UNREAD_PART)) && !(await drains(socket))) return sent;
    }
    throw new Error(`the server has read ${sent} heartbeats of a client that reads no answer`);
  } finally {
    socket.destroy();
  }
}

function drains(socket: Socket): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(false), STOPPED_MS);
    socket.once("drain", () => {
      clearTimeout(timer);
      done(true);
    });
  });
}

/** Attacks below the level of messages: frames that no client sends, and more bytes than the server accepts. */
import { connect } from "../harness/client";
import { sendRequest } from "../harness/http";
import type { Server } from "../harness/server";
import { encodeFrame, encodeText, exchangeOn, openRawWebSocket } from "./raw-socket";
import type { Frame } from "./raw-socket";

const invalidUtf8 = Uint8Array.from([0x22, 0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x22]);
const BROKEN_FRAMES: readonly (readonly Frame[])[] = [
  [{ opcode: 1, payload: invalidUtf8 }],
  [{ opcode: 1, payload: encodeText('{"action":"press"}'), reserved: 4 }],
  [{ opcode: 1, payload: encodeText('{"action":"press"}'), masked: false }],
  [{ opcode: 3, payload: encodeText("x") }],
  [{ opcode: 11, payload: encodeText("x") }],
  [{ opcode: 0, payload: encodeText('{"action":"press"}') }],
  [
    { opcode: 1, last: false, payload: encodeText('{"action":') },
    { opcode: 1, payload: encodeText('"press"}') },
  ],
  [{ opcode: 1, claimedLength: 2n ** 62n }],
  [{ opcode: 1, claimedLength: 2n ** 64n - 1n }],
  [{ opcode: 2, claimedLength: 30n * 2n ** 20n, payload: encodeText("x") }],
  [{ opcode: 9, payload: new Uint8Array(5000) }],
  [{ opcode: 9, last: false, payload: encodeText("x") }],
  [{ opcode: 8, payload: encodeText("x") }],
  [{ opcode: 8, payload: Uint8Array.from([0, 0]) }],
  [{ opcode: 8, payload: Uint8Array.from([3, 0xe8, 0xff]) }],
  [{ opcode: 1, last: false }, ...Array.from({ length: 5000 }, (): Frame => ({ opcode: 0, last: false }))],
  Array.from({ length: 20_000 }, (): Frame => ({ opcode: 9, payload: encodeText("x") })),
];

/** Sends frames that break the WebSocket protocol, and a flood of its pings, which no rate limit counts. */
export async function sendBrokenFrames(server: Server, room: string): Promise<number> {
  for (const frames of BROKEN_FRAMES) {
    const socket = await openRawWebSocket(server.port, room);
    socket.resume();
    await new Promise((written) => socket.write(Buffer.concat(frames.map(encodeFrame)), written));
    // The server has read all of it when a client that connects after it has an answer.
    const after = await connect(server.socket(room));
    await after.sync();
    after.terminate();
    socket.destroy();
  }
  return BROKEN_FRAMES.length;
}

/** Sends 40 MB: on a socket, in a body with its length, and in a body without. */
export async function sendOversized(server: Server, room: string): Promise<number> {
  const oversized = Buffer.alloc(40 * 2 ** 20, "x");
  const socket = await openRawWebSocket(server.port, room);
  const response = await exchangeOn(
    socket,
    encodeFrame({ opcode: 1, payload: oversized }),
    /Message is too large/,
  );
  if (!response.includes("Message is too large"))
    throw new Error("a socket that sends 40 MB was not closed with 1009");
  for (const headers of [{}, { "transfer-encoding": "chunked" }]) {
    const path = `/parties/main/${room}`;
    // The response comes before all is sent; the sender may see only that the connection is reset.
    const status = await sendRequest(server, path, { method: "POST", headers, body: oversized }).then(
      (answer) => answer.status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (status !== 413 && status !== "EPIPE" && status !== "ECONNRESET") throw new Error(`40 MB → ${status}`);
  }
  return 3;
}

/** Bytes on a TCP connection, below every library: what a client that keeps to the rules cannot send. */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import type { Socket } from "node:net";

const TIMEOUT_MS = 30_000;

/** An open connection. Its errors are expected, so they are not thrown. */
export function openTcp(port: number): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.off("error", fail);
      socket.on("error", () => {});
      done(socket);
    });
  });
}

/** Sends bytes on a new connection and returns what was received until the server closes, `until` matches or time is up. */
export async function exchange(
  port: number,
  bytes: string | Uint8Array,
  until = /\r\n\r\n/,
  timeoutMs = TIMEOUT_MS,
): Promise<string> {
  return exchangeOn(await openTcp(port), bytes, until, timeoutMs);
}

/** The same on a connection that is open already, and is destroyed then. */
export async function exchangeOn(
  socket: Socket,
  bytes: string | Uint8Array,
  until: RegExp,
  timeoutMs = TIMEOUT_MS,
): Promise<string> {
  let received = "";
  try {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, timeoutMs);
      const end = (): void => {
        clearTimeout(timer);
        done();
      };
      socket.on("data", (part: Buffer) => {
        received += part.toString("latin1");
        if (until.test(received)) end();
      });
      socket.once("close", end);
      socket.write(bytes);
    });
    return received;
  } finally {
    socket.destroy();
  }
}

/** The HTTP status of a response; null where it is none. */
export const statusOf = (response: string): number | null => {
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(response) ?? [];
  return status === undefined ? null : Number(status);
};

const upgradeRequest = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
  `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString("base64")}\r\n\r\n`;

/** A room's socket after the handshake, to write frames by hand. */
export async function openRawWebSocket(port: number, room: string): Promise<Socket> {
  const socket = await openTcp(port);
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error("no handshake")), TIMEOUT_MS);
    socket.once("data", (part: Buffer) => {
      clearTimeout(timer);
      if (statusOf(part.toString("latin1")) === 101) done();
      else fail(new Error(part.toString("latin1")));
    });
    socket.write(upgradeRequest(`/parties/main/${room}`));
  });
  return socket;
}

export interface Frame {
  /** 0 continuation, 1 text, 2 binary, 8 close, 9 ping; 3 to 7 and 11 to 15 are reserved. */
  readonly opcode: number;
  readonly payload?: Uint8Array;
  readonly last?: boolean;
  readonly reserved?: number;
  readonly masked?: boolean;
  /** The length that the header names, where it is not the payload's. */
  readonly claimedLength?: bigint;
}

/** The bytes of a WebSocket frame. */
export function encodeFrame({
  opcode,
  payload = new Uint8Array(),
  last = true,
  reserved = 0,
  masked = true,
  claimedLength,
}: Frame): Buffer {
  const length = claimedLength ?? BigInt(payload.length);
  const head = [(last ? 0x80 : 0) | (reserved << 4) | opcode];
  const mask = masked ? 0x80 : 0;
  if (length < 126n) head.push(mask | Number(length));
  else if (length < 65_536n) head.push(mask | 126, Number(length >> 8n), Number(length & 255n));
  else {
    head.push(mask | 127);
    for (let shift = 56n; shift >= 0n; shift -= 8n) head.push(Number((length >> shift) & 255n));
  }
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([Buffer.from(head), Buffer.from(masked ? [0, 0, 0, 0] : []), payload]);
}

/** UTF-8. */
export const encodeText = (text: string): Uint8Array => Buffer.from(text);

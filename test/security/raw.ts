/** Below every library: bytes on a TCP connection, where a client that keeps to the rules could not say them. */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import type { Socket } from "node:net";

const PATIENCE_MS = 30_000;

/** A connection that is open; its errors are what it is for, so they are not thrown. */
export function dial(port: number): Promise<Socket> {
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

/** Sends these bytes and gives what comes back until the server ends it, `enough` is heard, or patience ends. */
export async function say(
  port: number,
  bytes: string | Uint8Array,
  enough = /\r\n\r\n/,
  patienceMs = PATIENCE_MS,
): Promise<string> {
  return hearFrom(await dial(port), bytes, enough, patienceMs);
}

/** The same on a connection that is there already, and then dropped. */
export async function hearFrom(
  socket: Socket,
  bytes: string | Uint8Array,
  enough: RegExp,
  patienceMs = PATIENCE_MS,
): Promise<string> {
  let heard = "";
  try {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, patienceMs);
      const end = (): void => {
        clearTimeout(timer);
        done();
      };
      socket.on("data", (part: Buffer) => {
        heard += part.toString("latin1");
        if (enough.test(heard)) end();
      });
      socket.once("close", end);
      socket.write(bytes);
    });
    return heard;
  } finally {
    socket.destroy();
  }
}

export const statusOf = (heard: string): number | null => {
  const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(heard) ?? [];
  return status === undefined ? null : Number(status);
};

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\n` +
  `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString("base64")}\r\n\r\n`;

/** A room's socket after the handshake, to write frames by hand. */
export async function rawSocket(port: number, room: string): Promise<Socket> {
  const socket = await dial(port);
  await new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error("no handshake")), PATIENCE_MS);
    socket.once("data", (part: Buffer) => {
      clearTimeout(timer);
      if (statusOf(part.toString("latin1")) === 101) done();
      else fail(new Error(part.toString("latin1")));
    });
    socket.write(upgrade(`/parties/main/${room}`));
  });
  return socket;
}

export interface Frame {
  /** 0 continuation, 1 text, 2 binary, 8 close, 9 ping; 3–7 and 11–15 mean nothing. */
  readonly opcode: number;
  readonly payload?: Uint8Array;
  readonly last?: boolean;
  readonly reserved?: number;
  readonly masked?: boolean;
  /** The length that the header claims, where it is another. */
  readonly claims?: bigint;
}

export function frame({
  opcode,
  payload = new Uint8Array(),
  last = true,
  reserved = 0,
  masked = true,
  claims,
}: Frame): Buffer {
  const length = claims ?? BigInt(payload.length);
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

export const text = (words: string): Uint8Array => Buffer.from(words);

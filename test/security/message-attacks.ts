/** Attacks by message: on sockets, over HTTP, with forged keys, and in frames that no client sends. */
import { connect, enter, isError, isPeople, newOpenRoom, newPrivateRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { sendRequest, getRoom, postAction } from "../harness/http";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";
import { INVALID_MESSAGES } from "./hostile-inputs";
import type { HostileInputs, HostileMessage } from "./hostile-inputs";
import { encodeFrame, encodeText, exchangeOn, openRawWebSocket } from "./raw-socket";
import type { Frame } from "./raw-socket";

/** A connection may send 20 messages at once, one of which is the ping of `sync`; then a new one is made. */
const PER_CONNECTION = 19;
const TIMEOUT_MS = 30_000;

/** Forged keys that one connection tries, with two messages each. */
const KEYS_PER_CONNECTION = 9;

/** The types of message with which a watcher may be answered. Nothing changes, so a room is not among them. */
const HARMLESS = new Set(["error", "you", "pong"]);

/** Watchers of this room send `count` messages. Each has exactly one answer, and no answer is a room. */
export async function sendAsWatchers(
  server: Server,
  inputs: HostileInputs,
  room: string,
  count: number,
): Promise<void> {
  for (let sent = 0; sent < count; sent += PER_CONNECTION) {
    const { client } = await enter(server.socket(room));
    const messages = Array.from({ length: Math.min(PER_CONNECTION, count - sent) }, () => inputs.message());
    for (const { data, binary } of messages) client.socket.send(data, { binary });
    const answers = await answersTo(client, messages);
    const wrong = answers.filter(({ type }) => !HARMLESS.has(type));
    if (wrong.length > 0) throw new Error(`a watcher was answered ${JSON.stringify(wrong)}`);
    client.terminate();
  }
}

async function answersTo(client: Client, messages: readonly HostileMessage[]): Promise<Client["received"]> {
  const answers = (): Client["received"] => client.received.slice(1).filter((m) => !isPeople(m));
  await waitFor("an answer to every message", () => answers().length >= messages.length, TIMEOUT_MS).catch(
    (error: Error) => {
      throw new Error(`${error.message}: ${answers().length} to ${JSON.stringify(messages)}`);
    },
  );
  await client.sync();
  const all = answers().slice(0, -1); // without the pong of `sync`
  if (all.length > messages.length) throw new Error(`${all.length} answers to ${messages.length} messages`);
  return all;
}

/** Somebody who may do everything sends invalid messages: all are refused, and nothing changes. */
export async function sendInvalidAsOwner(server: Server): Promise<number> {
  const room = newOpenRoom();
  const before = await getRoom(server, room);
  for (let i = 0; i < INVALID_MESSAGES.length; i += PER_CONNECTION) {
    const { client } = await enter(server.socket(room));
    const batch = INVALID_MESSAGES.slice(i, i + PER_CONNECTION);
    for (const message of batch) client.sendRaw(message);
    await waitFor(
      "a refusal of each",
      () => client.received.filter(isError).length === batch.length,
      TIMEOUT_MS,
    );
    client.terminate();
    for (const message of batch) {
      // Each in a new room: over HTTP a room has one rate limit for everyone.
      const { status } = await postAction(server, newOpenRoom(), message);
      if (status !== 400 && status !== 413) throw new Error(`POST ${message.slice(0, 80)} → ${status}`);
    }
  }
  expectUnchanged(before, await getRoom(server, room));
  return INVALID_MESSAGES.length * 2;
}

/** Strangers POST `count` messages, without a key or with a forged one, 19 to each room. */
export async function postAsStrangers(server: Server, inputs: HostileInputs, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += PER_CONNECTION) {
    const { id, key } = newPrivateRoom();
    for (let i = sent; i < Math.min(count, sent + PER_CONNECTION); i++) {
      const forged = inputs.forgedKey(id, key);
      const authorization =
        /^[!-~]+$/.test(forged) && inputs.random.below(2) === 0 ? { authorization: `Bearer ${forged}` } : {};
      const { data } = inputs.message();
      const method = inputs.random.pick(["POST", "POST", "POST", "PUT", "DELETE", "PATCH"]);
      const suffix = inputs.random.pick(["", "", "/push"]);
      const answer = await sendRequest(server, `/parties/main/${id}${suffix}`, {
        method,
        headers: authorization,
        body: data,
      });
      const isRefused =
        answer.status >= 400 && answer.status < 500
          ? true
          : suffix === "/push" && method === "DELETE" && answer.status === 204;
      if (!isRefused)
        throw new Error(`${method} ${suffix} ${JSON.stringify(data)} → ${answer.status} ${answer.text}`);
    }
    const { rev, started_at } = await getRoom(server, id);
    if (rev !== 0 || started_at !== null) throw new Error(`strangers have changed ${id}: rev ${rev}`);
  }
}

/** Joins with keys that resemble the right one; a press follows each try. */
export async function tryForgedKeys(
  server: Server,
  inputs: HostileInputs,
  room: { readonly id: string; readonly key: string },
  count: number,
): Promise<void> {
  for (let tried = 0; tried < count; tried += KEYS_PER_CONNECTION) {
    // The client chooses the same connection id each time: it must give no rights.
    const { client } = await enter(`${server.socket(room.id)}?_pk=the-owner`);
    for (let i = 0; i < KEYS_PER_CONNECTION; i++) {
      const key = inputs.forgedKey(room.id, room.key);
      const joined = await client.join({ key, name: "Mallory" });
      if (joined.type !== "error") throw new Error(`a forged key was accepted: ${key}`);
      const pressed = await client.request({ action: "press" });
      if (pressed.type !== "error") throw new Error(`a forged key has pressed: ${key}`);
    }
    client.terminate();
  }
}

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

/** Ignores `now` and `undo_until`, which pass by themselves; an undo would raise `rev`. */
export function expectUnchanged(before: object, after: object): void {
  const [was, is] = [before, after].map((room) => JSON.stringify({ ...room, now: 0, undo_until: 0 }));
  if (was !== is) throw new Error(`the room has changed:\n${was}\n${is}`);
}

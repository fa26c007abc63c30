/** Attackers who speak: by sockets, over HTTP, with forged keys, in frames that no client writes. */
import { connect, enter, isError, isPeople, newOpenRoom, newPrivateRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { sendRequest, getRoom, postAction } from "../harness/http";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";
import { ALWAYS_BAD } from "./hostile";
import type { Arsenal, Hostile } from "./hostile";
import { frame, hearFrom, rawSocket, text } from "./raw";
import type { Frame } from "./raw";

/** A connection may send 20 at once, of which one is the barrier; then somebody new comes. */
const AT_ONCE = 19;
const PATIENCE_MS = 30_000;

/** Two messages each. */
const TRIES = 9;

/** What a watcher may be answered: nothing changes, so never with a room. */
const HARMLESS = new Set(["error", "you", "pong"]);

/** Watchers of this room say `count` messages. Every one has exactly one answer, and none is a room. */
export async function watchersSay(
  server: Server,
  arsenal: Arsenal,
  room: string,
  count: number,
): Promise<void> {
  for (let said = 0; said < count; said += AT_ONCE) {
    const { client } = await enter(server.socket(room));
    const messages = Array.from({ length: Math.min(AT_ONCE, count - said) }, () => arsenal.message());
    for (const { data, binary } of messages) client.socket.send(data, { binary });
    const answers = await answersTo(client, messages);
    const wrong = answers.filter(({ type }) => !HARMLESS.has(type));
    if (wrong.length > 0) throw new Error(`a watcher was answered ${JSON.stringify(wrong)}`);
    client.terminate();
  }
}

async function answersTo(client: Client, messages: readonly Hostile[]): Promise<Client["received"]> {
  const answers = (): Client["received"] => client.received.slice(1).filter((m) => !isPeople(m));
  await waitFor("an answer to every message", () => answers().length >= messages.length, PATIENCE_MS).catch(
    (error: Error) => {
      throw new Error(`${error.message}: ${answers().length} to ${JSON.stringify(messages)}`);
    },
  );
  await client.sync();
  const all = answers().slice(0, -1); // without the barrier's own
  if (all.length > messages.length) throw new Error(`${all.length} answers to ${messages.length} messages`);
  return all;
}

/** Whoever may do everything says what may never do anything: all of it is refused, and nothing changes. */
export async function ownersSayNonsense(server: Server): Promise<number> {
  const room = newOpenRoom();
  const before = await getRoom(server, room);
  for (let i = 0; i < ALWAYS_BAD.length; i += AT_ONCE) {
    const { client } = await enter(server.socket(room));
    const some = ALWAYS_BAD.slice(i, i + AT_ONCE);
    for (const bad of some) client.sendRaw(bad);
    await waitFor(
      "a refusal of each",
      () => client.received.filter(isError).length === some.length,
      PATIENCE_MS,
    );
    client.terminate();
    for (const bad of some) {
      // A new room each: over HTTP a room has one bucket for all.
      const { status } = await postAction(server, newOpenRoom(), bad);
      if (status !== 400 && status !== 413) throw new Error(`POST ${bad.slice(0, 80)} → ${status}`);
    }
  }
  expectSame(before, await getRoom(server, room));
  return ALWAYS_BAD.length * 2;
}

/** Strangers POST `count` messages, with no key or one that is none; each room takes 19 of them. */
export async function strangersPost(server: Server, arsenal: Arsenal, count: number): Promise<void> {
  for (let said = 0; said < count; said += AT_ONCE) {
    const { id, key } = newPrivateRoom();
    for (let i = said; i < Math.min(count, said + AT_ONCE); i++) {
      const forged = arsenal.forgery(id, key);
      const authorization =
        /^[!-~]+$/.test(forged) && arsenal.random.below(2) === 0 ? { authorization: `Bearer ${forged}` } : {};
      const { data } = arsenal.message();
      const method = arsenal.random.pick(["POST", "POST", "POST", "PUT", "DELETE", "PATCH"]);
      const rest = arsenal.random.pick(["", "", "/push"]);
      const answer = await sendRequest(server, `/parties/main/${id}${rest}`, {
        method,
        headers: authorization,
        body: data,
      });
      const fine =
        answer.status >= 400 && answer.status < 500
          ? true
          : rest === "/push" && method === "DELETE" && answer.status === 204;
      if (!fine)
        throw new Error(`${method} ${rest} ${JSON.stringify(data)} → ${answer.status} ${answer.text}`);
    }
    const { rev, started_at } = await getRoom(server, id);
    if (rev !== 0 || started_at !== null) throw new Error(`strangers have changed ${id}: rev ${rev}`);
  }
}

/** Keys that are nearly right, on the socket; each try is followed by a press. */
export async function keysAreForged(
  server: Server,
  arsenal: Arsenal,
  room: { readonly id: string; readonly key: string },
  count: number,
): Promise<void> {
  for (let tried = 0; tried < count; tried += TRIES) {
    // The same connection id each time, chosen by the client: it must be nobody's.
    const { client } = await enter(`${server.socket(room.id)}?_pk=the-owner`);
    for (let i = 0; i < TRIES; i++) {
      const key = arsenal.forgery(room.id, room.key);
      const joined = await client.join({ key, name: "Mallory" });
      if (joined.type !== "error") throw new Error(`a forged key was taken: ${key}`);
      const pressed = await client.request({ action: "press" });
      if (pressed.type !== "error") throw new Error(`a forged key has pressed: ${key}`);
    }
    client.terminate();
  }
}

const badText = Uint8Array.from([0x22, 0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x22]);
const FRAMES: readonly (readonly Frame[])[] = [
  [{ opcode: 1, payload: badText }],
  [{ opcode: 1, payload: text('{"action":"press"}'), reserved: 4 }],
  [{ opcode: 1, payload: text('{"action":"press"}'), masked: false }],
  [{ opcode: 3, payload: text("x") }],
  [{ opcode: 11, payload: text("x") }],
  [{ opcode: 0, payload: text('{"action":"press"}') }],
  [
    { opcode: 1, last: false, payload: text('{"action":') },
    { opcode: 1, payload: text('"press"}') },
  ],
  [{ opcode: 1, claims: 2n ** 62n }],
  [{ opcode: 1, claims: 2n ** 64n - 1n }],
  [{ opcode: 2, claims: 30n * 2n ** 20n, payload: text("x") }],
  [{ opcode: 9, payload: new Uint8Array(5000) }],
  [{ opcode: 9, last: false, payload: text("x") }],
  [{ opcode: 8, payload: text("x") }],
  [{ opcode: 8, payload: Uint8Array.from([0, 0]) }],
  [{ opcode: 8, payload: Uint8Array.from([3, 0xe8, 0xff]) }],
  [{ opcode: 1, last: false }, ...Array.from({ length: 5000 }, (): Frame => ({ opcode: 0, last: false }))],
  Array.from({ length: 20_000 }, (): Frame => ({ opcode: 9, payload: text("x") })),
];

/** Frames that break the protocol itself, and a flood of pings, which no bucket counts. */
export async function framesAreBroken(server: Server, room: string): Promise<number> {
  for (const frames of FRAMES) {
    const socket = await rawSocket(server.port, room);
    socket.resume();
    await new Promise((written) => socket.write(Buffer.concat(frames.map(frame)), written));
    // The server has read all of it when somebody who comes after it is answered.
    const after = await connect(server.socket(room));
    await after.sync();
    after.terminate();
    socket.destroy();
  }
  return FRAMES.length;
}

/** 40 MB: on a socket, in a body that says so, and in one that does not. */
export async function muchIsSent(server: Server, room: string): Promise<number> {
  const much = Buffer.alloc(40 * 2 ** 20, "x");
  const socket = await rawSocket(server.port, room);
  const heard = await hearFrom(socket, frame({ opcode: 1, payload: much }), /Message is too large/);
  if (!heard.includes("Message is too large")) throw new Error("who sends 40 MB was not closed with 1009");
  for (const headers of [{}, { "transfer-encoding": "chunked" }]) {
    const path = `/parties/main/${room}`;
    // The answer comes before all is sent; the sender may see only that nobody reads any more.
    const status = await sendRequest(server, path, { method: "POST", headers, body: much }).then(
      (answer) => answer.status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (status !== 413 && status !== "EPIPE" && status !== "ECONNRESET") throw new Error(`40 MB → ${status}`);
  }
  return 3;
}

/** Until when the last change may be taken back passes by itself; who would take it back would raise `rev`. */
export function expectSame(before: object, after: object): void {
  const [was, is] = [before, after].map((room) => JSON.stringify({ ...room, now: 0, undo_until: 0 }));
  if (was !== is) throw new Error(`the room has changed:\n${was}\n${is}`);
}

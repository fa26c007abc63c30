/** Attacks by message: on sockets, over HTTP, and with forged keys. */
import { enter, isError, isPeople, newOpenRoom, newPrivateRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { sendRequest, getRoom, postAction } from "../harness/http";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";
import { INVALID_MESSAGES } from "./hostile-inputs";
import type { HostileInputs, HostileMessage } from "./hostile-inputs";

/** A connection may send 20 messages at once, one of which is the ping of `sync`; then a new one is made. */
const PER_CONNECTION = 19;
const TIMEOUT_MS = 30_000;

/** Forged keys that one connection tries, with two messages each. */
const KEYS_PER_CONNECTION = 9;

/** The types of message with which a watcher may be answered. Nothing changes, so a room is not among them. */
const HARMLESS = new Set(["alive", "error", "you", "pong"]);

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

/** Ignores `now` and `undo_until`, which pass by themselves; an undo would raise `rev`. */
export function expectUnchanged(before: object, after: object): void {
  const [was, is] = [before, after].map((room) => JSON.stringify({ ...room, now: 0, undo_until: 0 }));
  if (was !== is) throw new Error(`the room has changed:\n${was}\n${is}`);
}

/** The limits of size and rate: 4 KiB per message, and a bucket of 20 messages that gets 5 more per second. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, enter, inState, isError, isPeople, isPong, newOpenRoom } from "../harness/client";
import type { PeopleMessage } from "../../party/shared/serverMessages";
import type { Client } from "../harness/client";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { waitForClock, within } from "../harness/wait";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/** A ping of exactly this many bytes, padded with the filler character. */
function pingOf(bytes: number, filler: string): string {
  const empty = JSON.stringify({ action: "ping", t0: 1, pad: "" });
  const size = Buffer.byteLength(filler);
  const room = bytes - Buffer.byteLength(empty);
  const pad = filler.repeat(Math.floor(room / size)) + "x".repeat(room % size);
  return JSON.stringify({ action: "ping", t0: 1, pad });
}

describe("size", () => {
  test.each([
    ["one byte", "x"],
    ["two bytes", "é"],
    ["three bytes", "番"],
    ["four bytes", "🍅"],
  ])(
    "a message of 4,096 bytes in characters of %s is read, and one of 4,097 is too-big",
    async (_, filler) => {
      const { client } = await enter(server.socket(newOpenRoom()));
      const largest = pingOf(4096, filler);
      expect(Buffer.byteLength(largest)).toBe(4096);
      client.sendRaw(largest);
      expect(await client.next()).toMatchObject({ type: "pong" });
      client.sendRaw(pingOf(4097, filler));
      expect(await client.next()).toMatchObject({ type: "error", code: "too-big" });
      expect(await client.change({ action: "press" })).toMatchObject({ state: 1 });
      await client.close();
    },
  );

  test("the longest id of a connection leaves space for the longest name, text and board", async () => {
    const wide = (length: number): string => "🍅".repeat(length);
    const url = `${server.socket(newOpenRoom())}?_pk=${encodeURIComponent(wide(500))}`;
    const { client } = await enter(url);
    const joined = { name: wide(32), doing: wide(80), client: "c".repeat(40) };
    expect(await client.join(joined)).toMatchObject({ type: "you" });
    const board = { name: wide(32), kind: wide(32) };
    client.send({ action: "board", board });
    await client.first((m): m is PeopleMessage => isPeople(m) && (m.people[0]?.board ?? null) !== null);
    expect(client.received.findLast(isPeople)?.people).toMatchObject([
      { name: joined.name, doing: joined.doing, board },
    ]);
    await client.close();
  });

  test("the longest list is read, and a list of more than 16,384 bytes is too-big", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    const items = Array.from({ length: 30 }, (_, i) => ({
      id: `${i}`.padStart(40, "i"),
      text: "🍅".repeat(80),
      done: false,
    }));
    expect(await client.change({ action: "list", items })).toMatchObject({ rev: 1, list: items });
    client.sendRaw(JSON.stringify({ action: "list", items, pad: "x".repeat(6000) }));
    expect(await client.next(isError)).toMatchObject({ code: "too-big" });
    await client.close();
  });

  test("a message of a megabyte is too-big and does not close the connection", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    client.sendRaw("x".repeat(1_000_000));
    expect(await client.next()).toMatchObject({ type: "error", code: "too-big" });
    await client.sync();
    await client.close();
  });

  test("a binary message is bad-json, whatever it contains, and one of 4,097 bytes is too-big", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    client.sendRaw(Buffer.from(JSON.stringify({ action: "press" })));
    expect(await client.next()).toMatchObject({ type: "error", code: "bad-json" });
    client.sendRaw(Buffer.alloc(0));
    expect(await client.next()).toMatchObject({ type: "error", code: "bad-json" });
    client.sendRaw(Buffer.alloc(4097));
    expect(await client.next()).toMatchObject({ type: "error", code: "too-big" });
    await client.close();
  });

  test("a message that is too big is too-big also where it exceeds the rate, because size is checked first", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    for (let i = 0; i < 40; i++) client.sendRaw(" ".repeat(4097));
    client.send({ action: "press", id: "last" });
    await client.first((m) => "id" in m && m.id === "last");
    const codes = client.received.filter(isError).map(({ code }) => code);
    expect(codes.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => "too-big"));
    client.terminate();
  });
});

describe("compression", () => {
  // Browsers always offer compression; each compressed connection would cost 210 KB of memory.
  test("the server declines compression that a client offers", async () => {
    const url = server.socket(newOpenRoom());
    const { client } = await enter(url, { deflate: true });
    expect(client.socket.extensions).toBe("");
    expect(await client.change({ action: "press" })).toMatchObject({ state: 1 });
    await client.close();
  });
});

describe("rate", () => {
  test("the first 20 of 60 messages at once are answered, and the others are too-fast with their ids and change nothing", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    const start = Date.now();
    for (let i = 0; i < 60; i++) client.send({ action: "setup", id: `m${i}` });
    await client.next(() => client.received.length === 61);
    const answers = client.received.slice(1);
    const ids = Array.from({ length: 60 }, (_, i) => `m${i}`);
    expect(answers.map((m) => ("id" in m ? m.id : "")).toSorted()).toEqual(ids.toSorted());
    for (const id of ids.slice(0, 20)) {
      expect(answers.find((m) => "id" in m && m.id === id)).toMatchObject({ type: "room" });
    }
    const refused = answers.filter(isError);
    const refilled = Math.ceil(((Date.now() - start) / 1000) * 5);
    expect(refused.length).toBeGreaterThanOrEqual(40 - refilled);
    expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(["room", "error"]));
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["too-fast"]));
    const { client: other, room } = await enter(client.socket.url);
    expect(room.rev).toBe(60 - refused.length);
    expect((await other.sync()).type).toBe("pong"); // each connection has its own bucket
    client.terminate();
    other.terminate();
  });

  test("pings, malformed messages and refused actions count for the rate limit", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    const kinds = ["{", JSON.stringify({ action: "ping", t0: 0 }), "{}", JSON.stringify({ action: "skip" })];
    for (let i = 0; i < 20; i++) client.sendRaw(kinds[i % 4] ?? "");
    client.send({ action: "ping", t0: 1 });
    client.send({ action: "press", id: "p" });
    await client.first((m) => isError(m) && m.id === "p" && m.code === "too-fast");
    client.terminate();
  });

  test("an empty bucket gets 5 messages per second", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    for (let i = 0; i < 40; i++) client.send({ action: "ping", t0: i });
    await client.first((m) => isError(m) && m.code === "too-fast");
    const empty = Date.now();
    await waitForClock(empty + 2000);
    const before = client.received.length;
    for (let i = 0; i < 30; i++) client.send({ action: "ping", t0: 100 + i });
    await client.next(() => client.received.length === before + 30);
    const answered = client.received.slice(before).filter(isPong).length;
    const seconds = (Date.now() - empty) / 1000;
    expect(answered).toBeGreaterThanOrEqual(9);
    expect(answered).toBeLessThanOrEqual(Math.ceil(seconds * 5) + 1);
    client.terminate();
  });

  test("a connection with 200 refused messages within a minute is closed with 1008, and no other connection is", async () => {
    const url = server.socket(newOpenRoom());
    const { client: other } = await enter(url);
    const { client } = await enter(url);
    for (let i = 0; i < 150; i++) client.send({ action: "ping", t0: i });
    await client.first((m) => isError(m) && m.code === "too-fast");
    expect(client.socket.readyState).toBe(1);
    for (let i = 0; i < 200; i++) client.send({ action: "ping", t0: i });
    expect((await within(5000, "the close", client.closed)).code).toBe(1008);
    expect(client.received.filter(isError).length).toBeGreaterThanOrEqual(199);
    expect(client.received.filter(isError).length).toBeLessThanOrEqual(200);
    expect(await other.change({ action: "press" })).toMatchObject({ state: 1 });
    await other.close();
  });

  test("a connection with fewer than 200 refused messages stays open", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    for (let i = 0; i < 200; i++) client.send({ action: "ping", t0: i });
    await client.next(() => client.received.length === 201);
    await waitForClock(Date.now() + 300); // after 300 ms the bucket has one message
    expect((await client.sync()).type).toBe("pong");
    await client.close();
  });
});

test("connection 5,001 of a room is refused with 503 until another one closes, and other rooms accept connections", async () => {
  const url = server.socket(newOpenRoom());
  const clients: Client[] = [];
  try {
    for (let i = 0; i < 100; i++) {
      clients.push(...(await Promise.all(Array.from({ length: 50 }, () => connect(url)))));
    }
    await expect(connect(url)).rejects.toMatchObject({ status: 503 });
    const { client: elsewhere } = await enter(server.socket(newOpenRoom()));
    await elsewhere.close();
    await clients.pop()?.close();
    const { client: last } = await enter(url);
    clients.push(last);
    expect(await last.change({ action: "press" })).toMatchObject({ state: 1 });
    await clients[0]?.first(inState(1));
  } finally {
    for (const client of clients) client.terminate();
  }
});

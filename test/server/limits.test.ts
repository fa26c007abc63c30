/** How much and how fast: 4 KiB a message, a bucket of 20 refilled 5 a second. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, enter, inState, isError, isPong, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { waitForClock, within } from "../harness/wait";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/** A ping of exactly this many bytes, filled up with a character of its own size. */
function pingOf(bytes: number, filler: string): string {
  const empty = JSON.stringify({ action: "ping", t0: 1, pad: "" });
  const size = Buffer.byteLength(filler);
  const room = bytes - Buffer.byteLength(empty);
  const pad = filler.repeat(Math.floor(room / size)) + "x".repeat(room % size);
  return JSON.stringify({ action: "ping", t0: 1, pad });
}

describe("size", () => {
  test.each([
    ["one byte each", "x"],
    ["two bytes each", "é"],
    ["three bytes each", "番"],
    ["four bytes each", "🍅"],
  ])("4,096 bytes are read and 4,097 are too big: %s", async (_, filler) => {
    const { client } = await enter(server.socket(newOpenRoom()));
    const most = pingOf(4096, filler);
    expect(Buffer.byteLength(most)).toBe(4096);
    client.sendRaw(most);
    expect(await client.next()).toMatchObject({ type: "pong" });
    client.sendRaw(pingOf(4097, filler));
    expect(await client.next()).toMatchObject({ type: "error", code: "too-big" });
    expect(await client.change({ action: "press" })).toMatchObject({ state: 1 });
    await client.close();
  });

  test("a megabyte is too big and closes nothing", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    client.sendRaw("x".repeat(1_000_000));
    expect(await client.next()).toMatchObject({ type: "error", code: "too-big" });
    await client.sync();
    await client.close();
  });

  test("a binary message is no JSON, whatever is in it, and a big one is too big", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    client.sendRaw(Buffer.from(JSON.stringify({ action: "press" })));
    expect(await client.next()).toMatchObject({ type: "error", code: "bad-json" });
    client.sendRaw(Buffer.alloc(0));
    expect(await client.next()).toMatchObject({ type: "error", code: "bad-json" });
    client.sendRaw(Buffer.alloc(4097));
    expect(await client.next()).toMatchObject({ type: "error", code: "too-big" });
    await client.close();
  });

  test("size is judged before rate: also in a hurry, what is too big is called too big", async () => {
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
  test("is declined, whoever offers it: a browser always does, and each one taken up is 210 KB", async () => {
    const url = server.socket(newOpenRoom());
    const { client } = await enter(url, { deflate: true });
    expect(client.socket.extensions).toBe("");
    expect(await client.change({ action: "press" })).toMatchObject({ state: 1 });
    await client.close();
  });
});

describe("rate", () => {
  test("20 at once are answered, the rest is too-fast with its id, and changes nothing", async () => {
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

  test("every message counts: pings, nonsense and refused actions too", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    const kinds = ["{", JSON.stringify({ action: "ping", t0: 0 }), "{}", JSON.stringify({ action: "skip" })];
    for (let i = 0; i < 20; i++) client.sendRaw(kinds[i % 4] ?? "");
    client.send({ action: "ping", t0: 1 });
    client.send({ action: "press", id: "p" });
    await client.first((m) => isError(m) && m.id === "p" && m.code === "too-fast");
    client.terminate();
  });

  test("5 a second come back", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    for (let i = 0; i < 40; i++) client.send({ action: "ping", t0: i });
    await client.first((m) => isError(m) && m.code === "too-fast");
    const empty = Date.now();
    await waitForClock(empty + 2000);
    const before = client.received.length;
    for (let i = 0; i < 30; i++) client.send({ action: "ping", t0: 100 + i });
    await client.next(() => client.received.length === before + 30);
    const fresh = client.received.slice(before).filter(isPong).length;
    const seconds = (Date.now() - empty) / 1000;
    expect(fresh).toBeGreaterThanOrEqual(9);
    expect(fresh).toBeLessThanOrEqual(Math.ceil(seconds * 5) + 1);
    client.terminate();
  });

  test("a sender with 200 refused within a minute is closed with 1008, and nobody else", async () => {
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

  test("with fewer than 200 refused it stays", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    for (let i = 0; i < 200; i++) client.send({ action: "ping", t0: i });
    await client.next(() => client.received.length === 201);
    await waitForClock(Date.now() + 300); // one message again
    expect((await client.sync()).type).toBe("pong");
    await client.close();
  });
});

test("connection 5,001 of a room is refused with 503, other rooms are open, and a place that is left can be taken", async () => {
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
}, 150_000);

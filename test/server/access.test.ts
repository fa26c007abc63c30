/** Which connections are accepted, and which of them may press. */
import { statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, enter, isRoom, newOpenRoom, newPrivateRoom, ConnectionRefused } from "../harness/client";
import type { ConnectOptions } from "../harness/client";
import { sendRequest, getRoom } from "../harness/http";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { listFiles } from "../harness/stored-rooms";

let server: Server;
beforeAll(async () => {
  server = await startServer({
    env: { ALLOWED_ORIGINS: "https://tomato.example https://second.example:8443" },
  });
});
afterAll(() => server.dispose());

/** Tries to connect; resolves with the status of the refusal, or with "open". */
async function tryConnect(path: string, options?: ConnectOptions): Promise<number | "open"> {
  try {
    const client = await connect(`ws://${server.host}${path}`, options);
    client.terminate();
    return "open";
  } catch (error) {
    if (error instanceof ConnectionRefused) return error.status;
    throw error;
  }
}

describe("a private room", () => {
  test("a private room's id is the hash of its key, and only that key makes a controller", async () => {
    const { id, key } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    expect(await client.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    expect(await client.join({ key: newPrivateRoom().key })).toMatchObject({ code: "wrong-key" });
    expect(await client.join({ key })).toMatchObject({ type: "you", role: "control" });
    expect(await client.change({ action: "press" })).toMatchObject({ state: 1, rev: 1 });
    await client.close();
  });

  test("a join with a wrong key changes neither the role nor the name", async () => {
    const { id, key } = newPrivateRoom();
    const { client: other } = await enter(server.socket(id));
    const { client } = await enter(server.socket(id));
    await client.join({ key, name: "Kim" });
    expect(await client.join({ key: newPrivateRoom().key, name: "Mallory" })).toMatchObject({
      type: "error",
      code: "wrong-key",
    });
    expect((await client.change({ action: "press" })).by).toEqual({ name: "Kim", via: "app" });
    // A person whose first join failed has not joined, and gets no people message.
    expect(await other.join({ key: "wrong", name: "Mallory" })).toMatchObject({ code: "wrong-key" });
    const people = await client.next((m) => m.type === "people" && m.count === 2);
    expect(people.type === "people" && people.people.map(({ name }) => name).toSorted()).toEqual([
      "Kim",
      null,
    ]);
    await other.sync();
    expect(other.received.some(({ type }) => type === "people")).toBe(false);
    await Promise.all([client.close(), other.close()]);
  });

  test("a watcher of a private room sees every change, can join with a name, and cannot press", async () => {
    const { id, key } = newPrivateRoom();
    const { client: watcher } = await enter(server.socket(id));
    const { client: owner } = await enter(server.socket(id));
    expect(await watcher.join({ name: "Ada" })).toMatchObject({ type: "you", role: "watch" });
    await owner.join({ key });
    const work = await owner.change({ action: "press" });
    const seen = await watcher.next((m) => isRoom(m) && m.state === 1);
    expect(seen).toMatchObject({ rev: work.rev, ends_at: work.ends_at });
    expect(await watcher.request({ action: "reset" })).toMatchObject({ code: "not-allowed" });
    expect(await getRoom(server, id)).toMatchObject({ state: 1, rev: work.rev });
    await Promise.all([watcher.close(), owner.close()]);
  });

  test("the key that one connection has joined with gives no rights to another connection", async () => {
    const { id, key } = newPrivateRoom();
    const { client: owner } = await enter(server.socket(id));
    await owner.join({ key });
    const { client: second } = await enter(server.socket(id));
    expect(await second.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    await Promise.all([owner.close(), second.close()]);
  });

  test("a controller may still press after the room has slept and woken up", async () => {
    const { id, key } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    await client.join({ key, name: "Kim" });
    // The room sleeps after 10 s without a message. Its own alarm, 12 s from now, wakes it.
    await client.change({ action: "setup", work_duration: 12 });
    await client.change({ action: "press" });
    await client.next((m) => isRoom(m) && m.state === 2, 15_000);
    expect(await client.change({ action: "press" })).toMatchObject({ state: 3, by: { name: "Kim" } });
    await client.close();
  });
});

describe("an open room", () => {
  test.each(["abc", "kitchen", "a".repeat(21), "a".repeat(23), "a".repeat(39), "---", "2026"])(
    "everyone controls the open room %s without a join",
    async (id) => {
      const { client } = await enter(server.socket(id));
      expect(await client.change({ action: "setup" })).toMatchObject({ state: 0, rev: 1 });
      await client.close();
    },
  );

  test("an open room ignores a key in a join", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    expect(await client.join({ key: "anything", name: "Kim" })).toMatchObject({
      type: "you",
      role: "control",
    });
    await client.close();
  });

  test("an id of 22 letters is a private room, which needs its key", async () => {
    const { client } = await enter(server.socket("a".repeat(22)));
    expect(await client.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    await client.close();
  });
});

const INVALID_IDS = [
  "ab",
  "a".repeat(40),
  "Kitchen",
  "kit_chen",
  "küche",
  "k%C3%BCche",
  "%6bitchen",
  "kitchen%2f",
  "kitchen/",
  "kitchen/push",
  "kitchen/x",
  "%2e%2e",
  "%00abc",
  "__proto__",
  "constructor%20",
  "a".repeat(21) + "=",
  "a".repeat(21) + ".",
  "a".repeat(20_000),
  "",
];
describe("an id that is no room", () => {
  test.each(INVALID_IDS)("a connection to the invalid room id %j is refused with 404", async (id) => {
    const status = await tryConnect(`/parties/main/${encodeURI(id).replaceAll("%25", "%")}`);
    expect(status).toBe(id.length > 10_000 && status === 431 ? 431 : 404);
  });

  test.each([
    "/parties/other/kitchen",
    "/parties/__proto__/kitchen",
    "/party/kitchen",
    "/parties/main",
    "/kitchen",
    "/",
  ])("a connection to %s, which is no room's address, is refused with 404", async (path) => {
    expect(await tryConnect(path)).toBe(404);
  });
});

describe("Origin", () => {
  const room = `/parties/main/${newOpenRoom()}`;
  test("a connection without an Origin, as from a script, is accepted", async () => {
    expect(await tryConnect(room)).toBe("open");
  });
  test("a connection from the server's own host is accepted under each of its names", async () => {
    expect(await tryConnect(room, { origin: server.http })).toBe("open");
    expect(
      await tryConnect(room, {
        origin: `http://localhost:${server.port}`,
        headers: { host: `localhost:${server.port}` },
      }),
    ).toBe("open");
  });
  test.each(["https://tomato.example", "https://second.example:8443"])(
    "a connection from %s, which is in ALLOWED_ORIGINS, is accepted",
    async (origin) => {
      expect(await tryConnect(room, { origin })).toBe("open");
    },
  );
  test.each([
    "https://evil.example",
    "http://tomato.example",
    "https://tomato.example:444",
    "https://tomato.example.evil.example",
    "https://second.example",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "null",
    "nonsense",
    "file://",
  ])("a connection from the foreign Origin %s is refused with 403", async (origin) => {
    expect(await tryConnect(room, { origin })).toBe(403);
  });
  test("a connection to a private room from a foreign Origin is refused with 403", async () => {
    expect(await tryConnect(`/parties/main/${newPrivateRoom().id}`, { origin: "https://evil.example" })).toBe(
      403,
    );
  });
});

describe("ids of people", () => {
  test("two connections with the same _pk in the query are two people with different ids", async () => {
    const { id, key } = newPrivateRoom();
    const url = `${server.socket(id)}?_pk=11111111-1111-1111-1111-111111111111`;
    const { client: owner } = await enter(url);
    await owner.join({ key, name: "Kim" });
    const { client: second } = await enter(url);
    const you = await second.join({ name: "Ada" });
    expect(you).toMatchObject({ type: "you", role: "watch" });
    const people = await owner.next(
      (m) => m.type === "people" && m.people.some(({ name }) => name === "Ada"),
    );
    expect(people.type === "people" && people.people.map(({ name }) => name).toSorted()).toEqual([
      "Ada",
      "Kim",
    ]);
    expect(people.type === "people" && new Set(people.people.map((person) => person.id)).size).toBe(2);
    expect(await second.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    await second.close();
    expect(await owner.change({ action: "press" })).toMatchObject({ state: 1 });
    await owner.close();
  });

  test("the id of a person does not come from the query", async () => {
    const { client } = await enter(`${server.socket(newOpenRoom())}?_pk=chosen-by-me&id=chosen-by-me`);
    const you = await client.join();
    expect(JSON.stringify(you)).not.toContain("chosen");
    await client.close();
  });
});

describe("a room that is only read, by socket, join, ping, refused actions and HTTP", () => {
  /** The files that such reads have added to the data folder, with their sizes in bytes, after the server has stopped. */
  async function readRoomsAndListFiles(
    restart = false,
  ): Promise<{ readonly path: string; readonly bytes: number }[]> {
    const own = await startServer();
    try {
      const before = listFiles(own.dataDir);
      const { client } = await enter(own.socket(newPrivateRoom().id));
      await client.join({ name: "Ada" });
      await client.sync();
      expect(await client.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
      const open = newOpenRoom();
      const { client: two } = await enter(own.socket(open));
      expect(await two.request({ action: "skip" })).toMatchObject({ code: "not-now" });
      await getRoom(own, newPrivateRoom().id);
      await sendRequest(own, `/parties/main/${open}`, { method: "HEAD" });
      await Promise.all([client.close(), two.close()]);
      await own.stop();
      if (restart) {
        await own.restart();
        await own.stop();
      }
      const left = listFiles(own.dataDir).filter((path) => !before.includes(path));
      return left.map((path) => ({ path, bytes: statSync(path).size }));
    } finally {
      await own.dispose();
    }
  }

  test("a room that is only read has no table on disk, so neither a value nor an alarm", async () => {
    // An SQLite database without a table has one page of 4,096 bytes.
    expect((await readRoomsAndListFiles()).filter(({ bytes }) => bytes > 4096)).toEqual([]);
  });

  test("a room that is only read leaves no file after the next start, which deletes workerd's empty one", async () => {
    const left = await readRoomsAndListFiles(true);
    expect(left.filter(({ path }) => !path.includes("metadata"))).toEqual([]);
  });
});

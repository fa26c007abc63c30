/** Who may come in, and who may press. */
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

/** The status with which a connection is refused; "open" where it is not. */
async function knock(path: string, options?: ConnectOptions): Promise<number | "open"> {
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
  test("has the hash of its key for an id, and only that key makes a controller", async () => {
    const { id, key } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    expect(await client.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    expect(await client.join({ key: newPrivateRoom().key })).toMatchObject({ code: "wrong-key" });
    expect(await client.join({ key })).toMatchObject({ type: "you", role: "control" });
    expect(await client.change({ action: "press" })).toMatchObject({ state: 1, rev: 1 });
    await client.close();
  });

  test("a wrong key changes nothing: not the role, and the name neither", async () => {
    const { id, key } = newPrivateRoom();
    const { client: other } = await enter(server.socket(id));
    const { client } = await enter(server.socket(id));
    await client.join({ key, name: "Kim" });
    expect(await client.join({ key: newPrivateRoom().key, name: "Mallory" })).toMatchObject({
      type: "error",
      code: "wrong-key",
    });
    expect((await client.change({ action: "press" })).by).toEqual({ name: "Kim", via: "app" });
    // And somebody whose first join failed has not joined: no people message comes to them.
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

  test("a watcher sees everything, joins with a name, and can press nothing", async () => {
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

  test("the key of one connection is no key of another", async () => {
    const { id, key } = newPrivateRoom();
    const { client: owner } = await enter(server.socket(id));
    await owner.join({ key });
    const { client: second } = await enter(server.socket(id));
    expect(await second.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    await Promise.all([owner.close(), second.close()]);
  });

  test("the role outlives the room's sleep: a controller may press after it", async () => {
    const { id, key } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    await client.join({ key, name: "Kim" });
    // The room sleeps after 10 s without a message; its own alarm, 12 s from now, finds it asleep and wakes it.
    await client.change({ action: "setup", work_duration: 12 });
    await client.change({ action: "press" });
    await client.next((m) => isRoom(m) && m.state === 2, 15_000);
    expect(await client.change({ action: "press" })).toMatchObject({ state: 3, by: { name: "Kim" } });
    await client.close();
  });
});

describe("an open room", () => {
  test.each(["abc", "kitchen", "a".repeat(21), "a".repeat(23), "a".repeat(39), "---", "2026"])(
    "%s: everyone controls it without join",
    async (id) => {
      const { client } = await enter(server.socket(id));
      expect(await client.change({ action: "setup" })).toMatchObject({ state: 0, rev: 1 });
      await client.close();
    },
  );

  test("a key in join is ignored there", async () => {
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

const NO_ROOM = [
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
  test.each(NO_ROOM)("%s: 404 before the connection is made", async (id) => {
    const status = await knock(`/parties/main/${encodeURI(id).replaceAll("%25", "%")}`);
    expect(status).toBe(id.length > 10_000 && status === 431 ? 431 : 404);
  });

  test.each([
    "/parties/other/kitchen",
    "/parties/__proto__/kitchen",
    "/party/kitchen",
    "/parties/main",
    "/kitchen",
    "/",
  ])("%s is no room's address: 404", async (path) => {
    expect(await knock(path)).toBe(404);
  });
});

describe("Origin", () => {
  const room = `/parties/main/${newOpenRoom()}`;
  test("none, as from a script, is fine", async () => {
    expect(await knock(room)).toBe("open");
  });
  test("one's own host is fine, by whatever name it was asked for", async () => {
    expect(await knock(room, { origin: server.http })).toBe("open");
    expect(
      await knock(room, {
        origin: `http://localhost:${server.port}`,
        headers: { host: `localhost:${server.port}` },
      }),
    ).toBe("open");
  });
  test.each(["https://tomato.example", "https://second.example:8443"])(
    "%s is in ALLOWED_ORIGINS",
    async (origin) => {
      expect(await knock(room, { origin })).toBe("open");
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
  ])("%s is foreign: 403 before the connection is made", async (origin) => {
    expect(await knock(room, { origin })).toBe(403);
  });
  test("a private room refuses foreign pages too", async () => {
    expect(await knock(`/parties/main/${newPrivateRoom().id}`, { origin: "https://evil.example" })).toBe(403);
  });
});

describe("ids of people", () => {
  test("are made by the server: two connections with the same _pk are two people", async () => {
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

  test("do not come from the query", async () => {
    const { client } = await enter(`${server.socket(newOpenRoom())}?_pk=chosen-by-me&id=chosen-by-me`);
    const you = await client.join();
    expect(JSON.stringify(you)).not.toContain("chosen");
    await client.close();
  });
});

describe("a room merely looked at, by socket, join, ping, refused actions and HTTP", () => {
  /** The files that such looks have left, with their sizes, after the server's end. */
  async function leftBehind(restart = false): Promise<{ readonly path: string; readonly bytes: number }[]> {
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

  test("has nothing stored: no table, so no value and no alarm", async () => {
    // An SQLite database without any table is its one header page.
    expect((await leftBehind()).filter(({ bytes }) => bytes > 4096)).toEqual([]);
  });

  test("leaves no file: workerd makes an empty one, which the next start clears away", async () => {
    const left = await leftBehind(true);
    expect(left.filter(({ path }) => !path.includes("metadata"))).toEqual([]);
  });
});

/** Looking at rooms that nobody has changed leaves nothing on the disk of a running server. */
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, enter, newOpenRoom, newPrivateRoom } from "../harness/client";
import { getRoom, postAction, sendRequest } from "../harness/http";
import { descriptorsOf } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";

/** Within a minute, files of rooms that were woken in vain are gone; in ms. */
const SWEPT_MS = 60_000;

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

const roomFiles = (): string[] =>
  readdirSync(`${server.dataDir}/rooms`).filter((name) => /^[0-9a-f]{64}\./.test(name));

test("2,000 GETs of random ids leave no file and open no descriptor", async () => {
  const before = descriptorsOf(server.workerdPid);
  for (let i = 0; i < 200; i++) {
    const ids = Array.from({ length: 10 }, () => newPrivateRoom().id);
    await Promise.all(ids.map((id) => getRoom(server, id)));
  }
  expect(roomFiles()).toEqual([]);
  expect(descriptorsOf(server.workerdPid)).toBeLessThan(before + 50);
});

test("every way to read an unseen room answers as the room itself does, and leaves no file", async () => {
  const unseen = newOpenRoom();
  const seen = newOpenRoom();
  const { client } = await enter(server.socket(seen)); // wakes it
  const requests: readonly (readonly [string, string])[] = [
    ["GET", ""],
    ["HEAD", ""],
    ["OPTIONS", ""],
    ["GET", "/push"],
    ["GET", "/push?subscription=none"],
    ["OPTIONS", "/push"],
    ["GET", "/history"],
    ["GET", "/history?from=x"],
    ["GET", "/history.csv"],
    ["HEAD", "/history.csv"],
  ];
  const without = (text: string): string => text.replace(/"now":\d+/, '"now":0');
  for (const [method, rest] of requests) {
    const [ours, theirs] = await Promise.all(
      [unseen, seen].map((id) => sendRequest(server, `/parties/main/${id}${rest}`, { method })),
    );
    expect([method, rest, ours?.status, ours?.headers, without(ours?.text ?? "")]).toEqual([
      method,
      rest,
      theirs?.status,
      theirs?.headers,
      without(theirs?.text ?? ""),
    ]);
  }
  expect(roomFiles().length).toBeLessThanOrEqual(3); // of the seen room
  await client.close();
});

test("sockets, refused posts and deletions of unseen rooms leave no file after a minute, while a changed room stays", async () => {
  const changed = newOpenRoom();
  const { message } = await postAction(server, changed, { action: "press" });
  const clients = await Promise.all(
    Array.from({ length: 20 }, () => connect(server.socket(newPrivateRoom().id))),
  );
  const watched = newOpenRoom();
  const { client: watcher } = await enter(server.socket(watched));
  for (let i = 0; i < 20; i++) {
    await postAction(server, newPrivateRoom().id, { action: "press" });
    await postAction(server, newOpenRoom(), { action: "hold" });
    await sendRequest(server, `/parties/main/${newPrivateRoom().id}/history`, { method: "DELETE" });
  }
  expect(roomFiles().length).toBeGreaterThan(60);
  await Promise.all(clients.map((client) => client.close()));
  await waitFor("the end of the empty files", () => roomFiles().length <= 6, SWEPT_MS);
  // The room with somebody in it was not touched: what is changed there is stored.
  const work = await watcher.change({ action: "press" });
  await watcher.close();
  await server.crash();
  await server.restart();
  expect(await getRoom(server, watched)).toMatchObject({ rev: 1, ends_at: work.ends_at });
  expect(await getRoom(server, changed)).toMatchObject({
    rev: 1,
    ends_at: "ends_at" in message && message.ends_at,
  });
});

test("a room whose empty file was deleted can be used at once, and is stored", async () => {
  const id = newOpenRoom();
  const first = await enter(server.socket(id));
  await first.client.close();
  await waitFor("the end of the empty file", () => roomFiles().length <= 2, SWEPT_MS);
  const { client } = await enter(server.socket(id));
  const work = await client.change({ action: "press" });
  await server.crash();
  await server.restart();
  expect(await getRoom(server, id)).toMatchObject({ rev: 1, ends_at: work.ends_at });
});

test("a server with rooms that were only looked at ends at once by SIGTERM", async () => {
  await postAction(server, newOpenRoom(), { action: "hold" });
  const { code, ms } = await server.stop();
  expect([code, ms < 3000]).toEqual([0, true]);
});

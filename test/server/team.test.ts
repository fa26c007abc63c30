/** A list, turns and a set start on the real runtime: with kills, with nobody connected, with pushes, and with old clients. */
import { describe, expect, test } from "vitest";
import { enter, newOpenRoom, newPrivateRoom } from "../harness/client";
import { disposeAfterEach } from "../harness/each-test";
import { getRoom, postAction } from "../harness/http";
import { act, startServerWithPush, subscribe } from "../harness/push";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { hasStored } from "../harness/stored-rooms";
import { waitForClock, waitFor } from "../harness/wait";

const start = disposeAfterEach(() => startServer());
const startWithPush = disposeAfterEach(async () => {
  const stage = await startServerWithPush();
  return { ...stage, dispose: () => stage.dispose() };
});

/** Sets a start so many ms ahead. Resolves to its moment, epoch ms. */
async function setStart(server: Server, room: string, aheadMs: number): Promise<number> {
  const at = Date.now() + aheadMs;
  expect(await act(server, room, { action: "start", at })).toMatchObject({ state: 0, starts_at: at });
  return at;
}
const waitForStoredStart = (server: Server, at: number): Promise<unknown> =>
  waitFor(`a stored period that starts at ${at}`, () => hasStored(server.dataDir, "startedAt", at), 15_000);

describe("a set start, with nobody connected", () => {
  test("work begins at its moment after the server was killed before it", async () => {
    const server = await start();
    const room = newOpenRoom();
    const at = await setStart(server, room, 5000);
    await server.crash();
    await server.restart();
    await waitForStoredStart(server, at);
    const now = await getRoom(server, room);
    expect(now).toMatchObject({ state: 1, started_at: at, by: { via: "timer" }, rev: 2 });
    expect(now).not.toHaveProperty("starts_at");
  });

  test("work that should have begun while no server ran has begun at its own moment, and what followed came at its own", async () => {
    const server = await start();
    const room = newOpenRoom();
    await act(server, room, { action: "setup", work_duration: 1 });
    const at = await setStart(server, room, 1500);
    await server.crash();
    await waitForClock(at + 2000);
    await server.restart();
    await waitForStoredStart(server, at + 1000);
    expect(await getRoom(server, room)).toMatchObject({ state: 2, started_at: at + 1000 });
  });

  test("a subscribed device gets a push at the set start", async () => {
    const { server, service } = await startWithPush();
    const room = newOpenRoom();
    const phone = await subscribe(server, room, service.newDevice());
    const at = await setStart(server, room, 1500);
    const push = await service.waitForPush(phone, 1);
    expect(push.at).toBeGreaterThanOrEqual(at);
    expect(push.message).toMatchObject({ room, state: 1, started_at: at, notification: { tag: room } });
  });

  test("a press before the set start takes it away: nothing begins at its moment", async () => {
    const server = await start();
    const room = newOpenRoom();
    const at = await setStart(server, room, 2000);
    const { started_at } = await act(server, room, { action: "press" });
    await waitForClock(at + 500);
    expect(await getRoom(server, room)).toMatchObject({ state: 1, started_at, rev: 2 });
  });
});

test("of two people who change the list at once, one is told that it has changed, and nothing is lost", async () => {
  const server = await start();
  const room = newOpenRoom();
  const { client: ada } = await enter(server.socket(room));
  const { client: bo } = await enter(server.socket(room));
  const item = (id: string) => ({ id, text: `task ${id}`, done: false });
  const [one, other] = await Promise.all([
    ada.request({ action: "list", items: [item("a")], on: 0 }),
    bo.request({ action: "list", items: [item("b")], on: 0 }),
  ]);
  expect([one.type, other.type].toSorted()).toEqual(["error", "room"]);
  const [refused, stored] = one.type === "error" ? [one, other] : [other, one];
  expect(refused).toMatchObject({ code: "stale" });
  const { list } = await getRoom(server, room);
  expect(stored).toMatchObject({ list });
  expect(list).toHaveLength(1);
  await Promise.all([ada.close(), bo.close()]);
});

test("a private room has its title after the server was killed, and no other room tells of one", async () => {
  const server = await start();
  const { id, key } = newPrivateRoom();
  expect((await postAction(server, id, { action: "title", title: "Class 4b" }, { key })).status).toBe(200);
  expect((await postAction(server, id, { action: "title", title: "Mine" })).status).toBe(403);
  await server.crash();
  await server.restart();
  const room = await getRoom(server, id);
  expect(room).toMatchObject({ title: "Class 4b", did: "title-changed", rev: 1 });
  const { title: _title, did: _did, ...fields } = room;
  expect(Object.keys(await getRoom(server, newOpenRoom()))).toEqual(Object.keys(fields));
});

test("a client of version 1.0 in a room with a list, turns and a set start sees what it knew, and presses", async () => {
  const server = await start();
  const room = newOpenRoom();
  await act(server, room, { action: "list", items: [{ id: "a", text: "chapter 3", done: false }] });
  const names = ["Ada", "Bo"].map((name) => ({ name, away: false }));
  await act(server, room, { action: "turns", names, at: 0 });
  await setStart(server, room, 60_000);
  const { client: old, room: message } = await enter(server.socket(room));
  const {
    rev: _rev,
    by: _by,
    undo_until: _until,
    now: _now,
    ...known
  } = await getRoom(server, newOpenRoom());
  expect(message).toMatchObject(known);
  expect(message).toMatchObject({ rev: 3, by: { name: null, via: "api" }, undo_until: expect.any(Number) });
  expect(await old.change({ action: "press" })).toMatchObject({ state: 1, rev: 4, message: "Work" });
  expect(await old.change({ action: "skip" })).toMatchObject({ state: 2, turns: { at: 1 } });
  await old.close();
});

/** A room goes 30 days after its last change, from the disk too. The folder is made older while no server runs. */
import { afterEach, expect, test } from "vitest";
import { enter, newOpenRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { startServerWithPush, subscribe } from "../harness/push";
import type { PushServer } from "../harness/push";
import { ageRooms, readStoredKeys } from "../harness/stored-rooms";
import { waitForClock, waitFor } from "../harness/wait";

const running: PushServer[] = [];
async function start(): Promise<PushServer> {
  const stage = await startServerWithPush();
  running.push(stage);
  return stage;
}
afterEach(() => Promise.all(running.splice(0).map(({ dispose }) => dispose())));

/** A room that somebody has set up. */
async function setUp({ server }: PushServer): Promise<string> {
  const room = newOpenRoom();
  expect((await postAction(server, room, { action: "setup", work_duration: 77 })).status).toBe(200);
  return room;
}
/** So many days pass in each of these rooms while the server is down. */
async function daysPass({ server }: PushServer, days: Readonly<Record<string, number>>): Promise<void> {
  await server.stop();
  ageRooms(server.dataDir, days);
  await server.restart();
}
/** Waits until the room is gone from the disk; nobody touches it. */
const goes = ({ server }: PushServer, room: string): Promise<unknown> =>
  waitFor(`${room} gone`, () => !(room in readStoredKeys(server.dataDir).alarms), 20_000);

test("30 days after its last change a room goes by itself, alarm and all; not one of 29 days, nor one that calls a phone", async () => {
  const stage = await start();
  const { server, service } = stage;
  const [gone, young, calling] = [await setUp(stage), await setUp(stage), await setUp(stage)];
  await daysPass(stage, { [calling]: 21 });
  await subscribe(server, calling, service.newDevice());
  await daysPass(stage, { [gone]: 30, [young]: 29, [calling]: 10 }); // the last: changed 31 days ago, seen 10
  await goes(stage, gone);
  await server.stop();

  const { stored, alarms } = readStoredKeys(server.dataDir);
  expect(Object.keys(alarms).toSorted()).toEqual([young, calling].toSorted());
  expect(stored[alarms[young] ?? ""]).toEqual(["room"]);
  expect(stored[alarms[calling] ?? ""]).toEqual(["push", "room", expect.stringMatching(/^sub:/)]);
  expect(Object.values(stored).filter((keys) => keys.length > 0)).toHaveLength(2);

  await server.restart();
  expect(await getRoom(server, gone)).toMatchObject({
    rev: 0,
    work_duration: 1500,
    started_at: null,
    by: null,
  });
  expect(await getRoom(server, young)).toMatchObject({ rev: 1, work_duration: 77 });
  expect(await getRoom(server, calling)).toMatchObject({ rev: 1, work_duration: 77 });
});

test("it stays as long as somebody is connected, and goes 30 days later", async () => {
  const stage = await start();
  const { server } = stage;
  const room = await setUp(stage);
  const { room: before } = await enter(server.socket(room));
  const LEFT_MS = 12_000; // until its 30 days are over: time to start the server and to come in
  await daysPass(stage, { [room]: 30 - LEFT_MS / 86_400_000 });
  const { client, room: told } = await enter(server.socket(room));
  const over = (told.started_at ?? NaN) + 30 * 86_400_000;
  expect(Date.now(), "the machine was too slow for this test").toBeLessThan(over);
  await waitForClock(over + 1000);
  await client.sync(); // the alarm has rung, and it is there
  expect(await getRoom(server, room)).toMatchObject({ rev: before.rev, work_duration: 77 });
  expect(room in readStoredKeys(server.dataDir).alarms).toBe(true);

  await client.close();
  await daysPass(stage, { [room]: 30 });
  await goes(stage, room);
  expect((await getRoom(server, room)).rev).toBe(0);
});

/** A room is deleted at the second look, 31 days after its last change, also from the disk. The tests age the stored rooms while no server runs. */
import { expect } from "vitest";
import { enter, newOpenRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { startServerWithPush, subscribe } from "../harness/push";
import type { PushServer } from "../harness/push";
import { ageRooms, containsText, readStoredKeys } from "../harness/stored-rooms";
import { waitForClock, waitFor } from "../harness/wait";
import { disposeAfterEach } from "../harness/each-test";
import { testWith } from "../harness/with-tools";

const start = disposeAfterEach(startServerWithPush);

/** Makes a room with a work duration of 77 s, and returns its id. */
async function setUpRoom({ server }: PushServer): Promise<string> {
  const room = newOpenRoom();
  expect((await postAction(server, room, { action: "setup", work_duration: 77 })).status).toBe(200);
  return room;
}
/** Restarts the server after so many days for each of these rooms. */
async function restartAfterDays(
  { server }: PushServer,
  days: Readonly<Record<string, number>>,
): Promise<void> {
  await server.stop();
  ageRooms(server.dataDir, days);
  await server.restart();
}
/** Waits for the first look at an abandoned room, without a request to it. */
const waitUntilMarked = ({ server }: PushServer): Promise<unknown> =>
  waitFor("the first look", () => containsText(server.dataDir, "markedAt"), 20_000);
/** Waits until the room is deleted from the disk, without a request to it. */
const waitUntilDeleted = ({ server }: PushServer, room: string): Promise<unknown> =>
  waitFor(`the deletion of ${room}`, () => !(room in readStoredKeys(server.dataDir).alarms), 20_000);

testWith("Python")(
  "a room is deleted with its alarm a day after a look that finds it unchanged for 30 days, but not after 29 days and not while a phone is subscribed",
  async () => {
    const stage = await start();
    const { server, service } = stage;
    const [old, young, subscribed] = [await setUpRoom(stage), await setUpRoom(stage), await setUpRoom(stage)];
    await restartAfterDays(stage, { [subscribed]: 21 });
    await subscribe(server, subscribed, service.newDevice());
    await restartAfterDays(stage, { [old]: 30, [young]: 29, [subscribed]: 10 }); // the subscribed room changed 31 days ago; its phone was seen 10 days ago
    await waitUntilMarked(stage);
    expect(Object.keys(readStoredKeys(server.dataDir).alarms)).toContain(old);
    await restartAfterDays(stage, { [old]: 1 });
    await waitUntilDeleted(stage, old);
    await server.stop();

    const { stored, alarms } = readStoredKeys(server.dataDir);
    expect(Object.keys(alarms).toSorted()).toEqual([young, subscribed].toSorted());
    expect(stored[alarms[young] ?? ""]).toEqual(["room"]);
    expect(stored[alarms[subscribed] ?? ""]).toEqual(["push", "room", expect.stringMatching(/^sub:/)]);
    expect(Object.values(stored).filter((keys) => keys.length > 0)).toHaveLength(2);

    await server.restart();
    expect(await getRoom(server, old)).toMatchObject({
      rev: 0,
      work_duration: 1500,
      started_at: null,
      by: null,
    });
    expect(await getRoom(server, young)).toMatchObject({ rev: 1, work_duration: 77 });
    expect(await getRoom(server, subscribed)).toMatchObject({ rev: 1, work_duration: 77 });
  },
);

testWith("Python")(
  "a room with a connection is not deleted after 30 days, but at the second look after the connection has closed",
  async () => {
    const stage = await start();
    const { server } = stage;
    const room = await setUpRoom(stage);
    const { room: before } = await enter(server.socket(room));
    const LEFT_MS = 12_000; // until the 30 days are over: enough time to start the server and to connect
    await restartAfterDays(stage, { [room]: 30 - LEFT_MS / 86_400_000 });
    const { client, room: entered } = await enter(server.socket(room));
    const over = (entered.started_at ?? NaN) + 30 * 86_400_000;
    expect(Date.now(), "the machine was too slow for this test").toBeLessThan(over);
    await waitForClock(over + 1000);
    await client.sync(); // the room's alarm has run, and the room is still there
    expect(await getRoom(server, room)).toMatchObject({ rev: before.rev, work_duration: 77 });
    expect(room in readStoredKeys(server.dataDir).alarms).toBe(true);

    await client.close();
    await restartAfterDays(stage, { [room]: 30 });
    await waitUntilMarked(stage);
    await restartAfterDays(stage, { [room]: 1 });
    await waitUntilDeleted(stage, room);
    expect((await getRoom(server, room)).rev).toBe(0);
  },
);

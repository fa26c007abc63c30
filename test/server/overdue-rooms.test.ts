/** Rooms that the start program lets ring one after another: nobody who comes at that moment notices. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { enter, newOpenRoom } from "../harness/client";
import { getRoom, postAction, sendRequest } from "../harness/http";
import { awakeRooms } from "../harness/processes";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { readStoredKeys } from "../harness/stored-rooms";
import { requireTools } from "../harness/with-tools";
import { delay, waitFor } from "../harness/wait";

/** More than a ring takes, in ms. */
const SPREAD_MS = 6;

/** The token of the start program, from the environment of workerd. Linux only. */
function tokenOf({ workerdPid }: Server): string {
  const variables = readFileSync(`/proc/${workerdPid}/environ`, "utf8").split("\0");
  return variables.find((one) => one.startsWith("START_TOKEN="))?.slice("START_TOKEN=".length) ?? "";
}

requireTools("Python");

test("a request or a connection that comes while a room rings is answered, and a room that has rung sleeps at once", async ({
  skip,
  onTestFinished,
}) => {
  skip(!existsSync("/proc/self/environ"), "this needs /proc");
  const server = await startServer();
  onTestFinished(() => server.dispose());
  const names = Array.from({ length: 90 }, newOpenRoom);
  await Promise.all(names.map((room) => postAction(server, room, { action: "press" })));
  await server.crash(); // so that all rooms sleep
  const { alarms } = readStoredKeys(server.dataDir);
  await server.restart();
  const token = tokenOf(server);

  const ring = async (room: string): Promise<void> => {
    const { status, text } = await sendRequest(server, "/overdue-rooms", {
      method: "POST",
      headers: { "x-start-token": token },
      body: JSON.stringify([alarms[room]]),
    });
    expect([status, text]).toEqual([200, JSON.stringify({ done: 1 })]);
  };
  const visits = [
    async (room: string): Promise<void> => {
      expect(await getRoom(server, room)).toMatchObject({ state: 1, rev: 1 });
    },
    async (room: string): Promise<void> => {
      expect((await postAction(server, room, { action: "hold" })).message).toMatchObject({
        state: 1,
        rev: 2,
      });
    },
    async (room: string): Promise<void> => {
      const { client, room: seen } = await enter(server.socket(room));
      expect(seen).toMatchObject({ state: 1, rev: 1 });
      await delay(SPREAD_MS); // the ring is over
      expect(await client.change({ action: "hold" })).toMatchObject({ rev: 2 });
      await client.close();
    },
  ];
  const [visited, left] = [names.slice(0, 60), names.slice(60)];
  for (const [i, room] of visited.entries()) {
    const visit = visits[i % visits.length];
    await Promise.all([ring(room), delay((i * SPREAD_MS) / visited.length).then(() => visit?.(room))]);
  }
  for (const room of left) await ring(room);
  await waitFor(
    "the rooms that nobody has visited sleep",
    () => awakeRooms(server.workerdPid) <= visited.length,
  );
  await Promise.all(left.map(async (room) => expect(await getRoom(server, room)).toMatchObject({ rev: 1 })));
  expect(server.output).not.toContain("failed");
});

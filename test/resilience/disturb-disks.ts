/** Disks that fill up while rooms are in use. */
import type { RoomMessage } from "../../party/shared/serverMessages";
import { connect, enter, isRoom, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { getRoom, postAction, sendRequest } from "../harness/http";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { SmallDisk } from "../harness/small-disk";
import { hasStored } from "../harness/stored-rooms";
import { delay, waitFor } from "../harness/wait";

/** A room rings, and everything works again, this long after there is space, in ms. */
const BACK_MS = 10_000;
/** Lines of the log that a disk may cause at first, and then in each minute. */
const LINES = 40;
const LINES_A_MINUTE = 20;
const WORK_S = 3;
/** After this long without an event, in s, a room sleeps. */
const ASLEEP_S = 13;

/** `fullMs`: how long the disk stays full. `cycles`: how often it fills up while somebody presses. Throws on a fault. */
export const disturbDisks = (options: { fullMs: number; cycles: number }): Promise<readonly string[]> =>
  Promise.all([
    fillUp(options.fullMs),
    fillUpAsleep(options.fullMs),
    fillUpWhilePressing(options.cycles),
    useUpInodes(),
  ]);

/** A full disk: nothing that was acknowledged is lost, and nothing else is announced. */
async function fillUp(fullMs: number): Promise<string> {
  const disk = await SmallDisk.create({ kilobytes: 8192 });
  const server = await startServer({ disk });
  try {
    const id = newOpenRoom();
    const { client } = await enter(server.socket(id));
    await client.change({ action: "setup", work_duration: WORK_S });
    const { client: watcher } = await enter(server.socket(id));
    const quiet = newOpenRoom();
    await postAction(server, quiet, { action: "setup", work_duration: WORK_S });
    const { message: ringing } = await postAction(server, quiet, { action: "press" });
    const endsAt = isRoom(ringing) ? (ringing.ends_at ?? 0) : 0;
    await delay(1100); // the last check of the disk was before
    disk.fill();

    const before = await getRoom(server, id);
    expectCode(await client.request({ action: "press" }), "a press on a socket");
    const post = await postAction(server, id, { action: "press" });
    expectCode(post.message, "a press over HTTP");
    expectStatus(503, post.status, "a press over HTTP");
    expectStatus(503, (await postAction(server, newOpenRoom(), { action: "press" })).status, "a new room");
    await Promise.all([client.sync(), watcher.sync()]);
    const told = watcher.received.filter((m) => isRoom(m) && m.rev > before.rev);
    if (told.length > 0)
      throw new Error(`a change was announced that is not stored: ${JSON.stringify(told)}`);
    expectSame(await getRoom(server, id), before, "the room after the refused presses");
    const checks = await Promise.all(Array.from({ length: 50 }, () => sendRequest(server, "/healthz")));
    for (const { status } of checks) expectStatus(503, status, "/healthz of a full disk");

    const fullFor = Math.max(fullMs, endsAt - Date.now() + 500);
    await delay(fullFor);
    const lines = server.output.split("\n").length;
    if (lines > LINES + (LINES_A_MINUTE * fullFor) / 60_000) throw new Error(`${lines} lines of log`);
    if (!server.output.includes("ENOSPC")) throw new Error(`the log does not say why:\n${server.output}`);
    if (hasStored(disk.outside("data"), "startedAt", endsAt)) throw new Error("the disk was not full");

    disk.free();
    const freedAt = performance.now();
    const isRung = (): boolean => hasStored(disk.outside("data"), "startedAt", endsAt);
    await waitFor("the ring after there is space", isRung, BACK_MS);
    const ms = Math.round(performance.now() - freedAt);
    await waitFor("a good /healthz", async () => (await sendRequest(server, "/healthz")).status === 200);
    const work = await client.change({ action: "press" });
    await watcher.first((m): m is RoomMessage => isRoom(m) && m.rev === work.rev);
    await Promise.all([client.close(), watcher.close()]);
    await restartOn(server);
    const after = await getRoom(server, id);
    if (after.rev < work.rev) throw new Error(`rev ${work.rev} was acknowledged, and there is ${after.rev}`);
    return `full for ${Math.round(fullFor / 1000)} s: a room rang ${ms} ms after there was space, ${lines} lines of log`;
  } finally {
    await server.dispose();
    await disk.dispose();
  }
}

/** The disk fills up while rooms sleep: their databases cannot even be opened. */
async function fillUpAsleep(fullMs: number): Promise<string> {
  const disk = await SmallDisk.create({ kilobytes: 8192 });
  const server = await startServer({ disk });
  try {
    const [ringing, watched, left, quiet] = [newOpenRoom(), newOpenRoom(), newOpenRoom(), newOpenRoom()];
    await postAction(server, ringing, { action: "setup", work_duration: ASLEEP_S + 4 });
    const { message } = await postAction(server, ringing, { action: "press" });
    const endsAt = isRoom(message) ? (message.ends_at ?? 0) : 0;
    const { client } = await enter(server.socket(watched));
    const { client: leaving } = await enter(server.socket(left));
    const { client: staying } = await enter(server.socket(left));
    for (const one of [client, staying]) await one.change({ action: "setup", work_duration: 77 });
    await postAction(server, quiet, { action: "setup", work_duration: 77 });
    await delay(ASLEEP_S * 1000);
    disk.fill();

    await delay(1100);
    expectStatus(503, (await sendRequest(server, `/parties/main/${quiet}`)).status, "a sleeping room");
    expectStatus(503, (await postAction(server, quiet, { action: "press" })).status, "a press there");
    leaving.terminate();
    const answer = await client.request({ action: "press" }).catch(() => null);
    if (answer !== null) expectCode(answer, "a press on the socket of a sleeping room");
    await delay(Math.max(fullMs, endsAt - Date.now() + 3000));
    if (hasStored(disk.outside("data"), "startedAt", endsAt)) throw new Error("the disk was not full");

    disk.free();
    const freedAt = performance.now();
    const isRung = (): boolean => hasStored(disk.outside("data"), "startedAt", endsAt);
    await waitFor("the ring of a room that slept, after there is space", isRung, BACK_MS);
    const ms = Math.round(performance.now() - freedAt);
    for (const room of [watched, left, quiet]) {
      const { rev, work_duration, state } = await getRoom(server, room);
      if (work_duration !== 77 || state !== 0) throw new Error(`${room} has lost its change, rev ${rev}`);
      expectStatus(200, (await postAction(server, room, { action: "press" })).status, "a press at the end");
    }
    for (const one of [client, staying]) one.terminate();
    return `full for ${Math.round(fullMs / 1000)} s while rooms sleep: one rang ${ms} ms after there was space, nothing is lost`;
  } finally {
    await server.dispose();
    await disk.dispose();
  }
}

/** The disk fills up at any moment of a press: it is stored, or it is not acknowledged. */
async function fillUpWhilePressing(cycles: number): Promise<string> {
  const disk = await SmallDisk.create({ kilobytes: 8192 });
  const server = await startServer({ disk });
  try {
    const id = newOpenRoom();
    let client: Client | null = null;
    let acknowledged = 0;
    let counted = 0;
    let isOver = false;
    const pressing = (async () => {
      while (!isOver) {
        client ??= await connect(server.socket(id)).catch(() => null);
        const answer = await client
          ?.request({ action: "setup", work_duration: 900 + (counted % 2) })
          .catch(() => null);
        if (answer === null || answer === undefined) client = null;
        else if (isRoom(answer)) {
          acknowledged = Math.max(acknowledged, answer.rev);
          counted++;
        }
        await delay(answer?.type === "room" ? 200 : 50); // as the rate limit allows
      }
    })();
    for (let i = 0; i < cycles; i++) {
      const had = acknowledged;
      await waitFor("an acknowledged press", () => acknowledged > had, BACK_MS);
      disk.fill();
      await delay(1500);
      disk.free();
    }
    const had = acknowledged;
    await waitFor("an acknowledged press at the end", () => acknowledged > had, BACK_MS);
    isOver = true;
    await pressing;
    (client as Client | null)?.terminate();
    await restartOn(server);
    const { rev } = await getRoom(server, id);
    if (rev < acknowledged) throw new Error(`rev ${acknowledged} was acknowledged, and there is ${rev}`);
    return `full ${cycles} times while somebody presses: all of ${counted} acknowledged changes are there`;
  } finally {
    await server.dispose();
    await disk.dispose();
  }
}

/** A disk with space on which no file can be made. */
async function useUpInodes(): Promise<string> {
  const disk = await SmallDisk.create({ kilobytes: 8192, inodes: 200 });
  const server = await startServer({ disk });
  try {
    const id = newOpenRoom();
    await postAction(server, id, { action: "press" });
    await delay(1100);
    disk.useUpInodes();
    expectStatus(503, (await sendRequest(server, "/healthz")).status, "/healthz without an inode");
    expectStatus(503, (await postAction(server, newOpenRoom(), { action: "press" })).status, "a press");
    disk.free();
    const works = async (): Promise<boolean> =>
      (await postAction(server, newOpenRoom(), { action: "press" })).status === 200;
    await waitFor("a press after there are inodes", works, BACK_MS);
    return "no inode left: refused, and accepted again afterwards";
  } finally {
    await server.dispose();
    await disk.dispose();
  }
}

async function restartOn(server: Server): Promise<void> {
  await server.crash();
  await server.restart();
}

function expectCode(answer: { type: string; code?: string }, what: string): void {
  if (answer.code !== "not-stored") throw new Error(`${what}: ${JSON.stringify(answer)}`);
}

function expectStatus(wanted: number, status: number, what: string): void {
  if (status !== wanted) throw new Error(`${what}: ${status} and not ${wanted}`);
}

function expectSame(room: RoomMessage, before: RoomMessage, what: string): void {
  if (JSON.stringify({ ...room, now: 0 }) !== JSON.stringify({ ...before, now: 0 }))
    throw new Error(`${what}: ${JSON.stringify(room)} and not ${JSON.stringify(before)}`);
}

/** Starts on data folders that cannot be used as they are, and a list of alarms that is damaged while the server runs. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { TestContext } from "vitest";
import { connect, enter, inState, isRoom, newOpenRoom } from "../harness/client";
import { getRoom, postAction, sendRequest } from "../harness/http";
import { folderOfTest } from "../harness/each-test";
import { freePort } from "../harness/processes";
import { startWork } from "../harness/push";
import { forbidWrites, startServer } from "../harness/server";
import { SmallDisk, smallDiskProblem } from "../harness/small-disk";
import { runUntilExit, StartScript } from "../harness/start-script";
import { hasStored } from "../harness/stored-rooms";
import { waitFor, waitForClock, within } from "../harness/wait";

function folder(): string {
  const path = folderOfTest();
  mkdirSync(join(path, "rooms"), { recursive: true });
  return path;
}

/** Skips the test, and says so, where none can be mounted. */
async function smallDisk({ skip }: TestContext): Promise<SmallDisk> {
  const problem = smallDiskProblem();
  if (problem !== null) console.warn(`No small disk can be mounted here: ${problem}`);
  skip(problem !== null, "no small disk can be mounted here");
  const disk = await SmallDisk.create({ kilobytes: 4096 });
  onTestFinished(() => disk.dispose());
  return disk;
}

async function startOn(disk: SmallDisk): Promise<StartScript> {
  const env = { PORT: String(await freePort()), DATA_DIR: disk.path };
  const run = new StartScript(env, undefined, disk.command);
  onTestFinished(async () => {
    run.kill("SIGKILL");
    await run.exit;
  });
  return run;
}

test("a start on a full disk waits, says so, and goes on when there is space", async (context) => {
  const disk = await smallDisk(context);
  mkdirSync(disk.outside("rooms"));
  disk.fill();
  const run = await startOn(disk);
  await waitFor("the line", () => run.output.includes("ENOSPC"), 30_000);
  expect(run.output).toMatch(/^Shared Pomodoro: the start waits\. DATA_DIR: ENOSPC.*make space there$/m);
  expect(run.url).toBeUndefined();
  disk.free();
  await waitFor("the ready line", () => run.url, 30_000);
});

test("a start on a read-only file system exits with 1 and a line that says what to do", async (context) => {
  const disk = await smallDisk(context);
  mkdirSync(disk.outside("rooms"));
  disk.setReadOnly(true);
  const run = await startOn(disk);
  expect((await run.exit).code).toBe(1);
  expect(run.output).toMatch(/^Shared Pomodoro cannot start: DATA_DIR: EROFS.*rooms.*read-only.*\n$/);
});

test("a list of alarms that is no file, and push keys that are no JSON, are named in one line with exit code 1", async () => {
  const PORT = String(await freePort());
  const first = folder();
  mkdirSync(join(first, "rooms", "metadata.sqlite"));
  const second = folder();
  writeFileSync(join(second, "vapid.json"), "{");
  for (const [path, file] of [
    [first, join(first, "rooms", "metadata.sqlite")],
    [second, join(second, "vapid.json")],
  ] as const) {
    const { code, output } = await runUntilExit({ PORT, DATA_DIR: path });
    expect(code).toBe(1);
    expect(output.split("\n")).toHaveLength(2);
    expect(output).toContain(file);
  }
});

test("a list of alarms that is damaged while the server runs is moved aside, and a room rings without a request", async () => {
  const server = await startServer();
  onTestFinished(() => server.dispose());
  const { work } = await startWork(server, { work_duration: 6 });
  const endsAt = work.ends_at ?? 0;
  const rooms = join(server.dataDir, "rooms");
  for (const end of ["", "-wal", "-shm"])
    writeFileSync(join(rooms, `metadata.sqlite${end}`), Buffer.alloc(65_536, 0x55));
  await enter(server.socket(newOpenRoom())).catch(() => null);
  await waitFor("an answer of 503 or a restart", async () => {
    const { status } = await sendRequest(server, "/healthz").catch(() => ({ status: 503 }));
    return status === 503;
  });
  await waitFor("the ring", () => hasStored(server.dataDir, "startedAt", endsAt), 20_000);
  expect(readdirSync(rooms).some((name) => name.startsWith("metadata.sqlite.damaged-"))).toBe(true);
  expect(server.output).toContain(join(rooms, "metadata.sqlite"));
  await waitFor("a good answer", async () => (await sendRequest(server, "/healthz")).status === 200);
});

test("a room rings without a request after the log of the list of alarms was deleted while no server ran", async () => {
  const server = await startServer();
  onTestFinished(() => server.dispose());
  const { work } = await startWork(server, { work_duration: 6 });
  const endsAt = work.ends_at ?? 0;
  await server.crash();
  for (const end of ["-wal", "-shm"])
    rmSync(join(server.dataDir, "rooms", `metadata.sqlite${end}`), { force: true });
  await server.restart();
  await waitFor("the ring", () => hasStored(server.dataDir, "startedAt", endsAt), 20_000);
});

test("while the disk takes no changes every write answers not-stored and tells nobody, and a room whose alarm comes meanwhile rings within seconds afterwards", async () => {
  const server = await startServer();
  onTestFinished(() => server.dispose());
  const id = newOpenRoom();
  const { client } = await enter(server.socket(id));
  const { client: watcher } = await enter(server.socket(id));
  const { room: due, work: dueWork } = await startWork(server, { work_duration: 2 });
  const endsAt = dueWork.ends_at ?? 0;
  const { client: dueWatcher } = await enter(server.socket(due));
  const permitWrites = forbidWrites(server);
  await waitFor("503", async () => (await sendRequest(server, "/healthz")).status === 503);

  expect(await client.request({ action: "press" })).toMatchObject({ type: "error", code: "not-stored" });
  for (const path of [id, newOpenRoom()]) {
    const post = await postAction(server, path, { action: "press" });
    expect([post.status, post.message]).toEqual([503, expect.objectContaining({ code: "not-stored" })]);
  }
  for (const [path, method] of [
    [`${id}/history`, "DELETE"],
    [`${id}/push`, "PUT"],
    [`${id}/push`, "POST"],
    [`${id}/push`, "DELETE"],
  ] as const)
    expect((await sendRequest(server, `/parties/main/${path}`, { method })).status).toBe(503);
  await expect(connect(server.socket(newOpenRoom()))).rejects.toMatchObject({ status: 503 });
  expect((await getRoom(server, id)).rev).toBe(0);
  expect(await client.sync()).toMatchObject({ type: "pong" });
  expect(watcher.received.filter(isRoom)).toHaveLength(1);
  await waitForClock(endsAt + 200);
  await dueWatcher.sync();
  expect(dueWatcher.received.filter(isRoom)).toHaveLength(1);
  await expect(connect(server.socket(due))).rejects.toMatchObject({ status: 503 });

  permitWrites();
  const rung = await within(10_000, "the ring", dueWatcher.first(inState(2)));
  expect(rung.started_at).toBe(endsAt);
  const work = await client.change({ action: "press" });
  expect(await watcher.first(inState(1))).toMatchObject({ rev: work.rev });
  await waitFor("a good answer", async () => (await sendRequest(server, "/healthz")).status === 200);
});

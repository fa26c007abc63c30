/** Two servers on one DATA_DIR: the second one does not start, and a lock never outlives its server. */
import { closeSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockFolder } from "../../party/ops/dataLock";
import { newOpenRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { disposeAfterEach, folderOfTest } from "../harness/each-test";
import { freePort } from "../harness/processes";
import { startServer } from "../harness/server";
import { runUntilExit } from "../harness/start-script";
import { within } from "../harness/wait";

const start = disposeAfterEach((dataDir: string) => startServer({ dataDir }));

test("a second server on the same DATA_DIR exits with 1 and one line, by any path, and the first one continues", async () => {
  const data = folderOfTest();
  const link = join(folderOfTest(), "link");
  symlinkSync(data, link);
  const server = await start(data);
  const id = newOpenRoom();
  await postAction(server, id, { action: "press" });
  /** Without the logs, which SQLite deletes when the room sleeps. */
  const list = (): string[] => readdirSync(join(data, "rooms")).filter((name) => !/-(?:wal|shm)$/.test(name));
  const files = list().toSorted();
  for (const path of [data, link]) {
    const { code, output } = await runUntilExit({ PORT: String(await freePort()), DATA_DIR: path });
    expect(code).toBe(1);
    expect(output).toBe(
      `Shared Pomodoro cannot start: DATA_DIR: another server uses ${path}; end it first, or set DATA_DIR to another folder\n`,
    );
  }
  expect(list().toSorted()).toEqual(files);
  expect((await getRoom(server, id)).rev).toBe(1);
});

test("while workerd alone still runs or is started again, the folder stays locked", async () => {
  const data = folderOfTest();
  const server = await start(data);
  const second = runUntilExit({ PORT: String(await freePort()), DATA_DIR: data });
  await server.killWorkerd();
  expect((await second).code).toBe(1);
});

test("a lock is free again after SIGKILL to the server, without a wait", async () => {
  const data = folderOfTest();
  const first = await start(data);
  await first.crash();
  const lock = await lockFolder(data, () => {}, 0); // throws where the lock is held
  expect(lock).not.toBe(null);
  closeSync(lock ?? NaN);
  const second = await start(data);
  await second.stop();
});

test("a lock file that an earlier server has left does not prevent a start", async () => {
  const data = folderOfTest();
  writeFileSync(join(data, "lock"), "4711");
  await start(data);
});

test("two servers that start at the same moment on an empty folder: exactly one runs", async () => {
  const data = folderOfTest();
  const ports = await Promise.all([freePort(), freePort()]);
  const starts = ports.map((port) => startServer({ dataDir: data, port }));
  const results = await Promise.allSettled(starts);
  for (const result of results)
    if (result.status === "fulfilled") onTestFinished(() => result.value.dispose());
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("a server whose lock file is deleted ends within seconds, so that two servers never use the folder for long", async () => {
  const data = folderOfTest();
  const first = await start(data);
  const id = newOpenRoom();
  await postAction(first, id, { action: "press" });
  rmSync(join(data, "lock"));
  expect((await within(5000, "the end", first.exit)).code).toBe(1);
  expect(first.output).toContain(`${join(data, "lock")} was deleted or replaced`);
  const second = await start(data);
  expect((await getRoom(second, id)).rev).toBe(1);
});

test("a lock that cannot be made is told in one line", async () => {
  const data = folderOfTest();
  mkdirSync(join(data, "lock"));
  const { code, output } = await runUntilExit({ PORT: String(await freePort()), DATA_DIR: data });
  expect(code).toBe(1);
  expect(output).toMatch(/^Shared Pomodoro cannot start: DATA_DIR: EISDIR.*\n$/);
});

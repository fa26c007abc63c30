/** `npm run backup` under load, of a stopped server, where it must fail, and when it is killed. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { runBackup } from "../harness/backup";
import { enter, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { sendRequest, getRoom, postAction } from "../harness/http";
import { disposeAfterEach, folderOfTest } from "../harness/each-test";
import { root } from "../harness/paths";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { hasStored } from "../harness/stored-rooms";
import { waitForClock, waitFor } from "../harness/wait";

const ROOMS = 10;
/** The clients that act in each room. */
const CLIENTS = 3;
/** The time between two actions of a client, in ms; a client may act 5 times a second. */
const ACTION_MS = 220;
/** In seconds. Short, so that alarms ring all the time, but a backup is restored before the last of them. */
const WORK_S = 2;

const start = disposeAfterEach(startServer);

/** A room in which several clients act as fast as they may, with every state that it has had. */
class BusyRoom {
  /** By rev. */
  readonly history = new Map<number, RoomMessage>();
  /** The newest rev that a client has an answer for. */
  acknowledged = 0;

  private constructor(
    readonly id: string,
    readonly actors: readonly Client[],
    readonly watcher: Client,
  ) {
    watcher.socket.on("message", (text) => {
      const message = JSON.parse((text as Buffer).toString()) as RoomMessage;
      if (message.type === "room") this.history.set(message.rev, message);
    });
  }

  static async open(server: Server): Promise<BusyRoom> {
    const id = newOpenRoom();
    const clients = await Promise.all(Array.from({ length: CLIENTS + 1 }, () => enter(server.socket(id))));
    const [watcher, ...actors] = clients.map(({ client }) => client);
    if (watcher === undefined) throw new Error("no client has connected");
    return new BusyRoom(id, actors, watcher);
  }

  async act(isOver: () => boolean): Promise<void> {
    await Promise.all(
      this.actors.map(async (actor, i) => {
        for (let turn = i; !isOver(); turn++) {
          const action = turn % 2 === 0 ? { action: "setup", work_duration: WORK_S } : { action: "press" };
          const { rev } = await actor.change(action);
          this.acknowledged = Math.max(this.acknowledged, rev);
          await waitForClock(Date.now() + ACTION_MS);
        }
      }),
    );
    await this.watcher.sync();
  }
  close(): void {
    for (const client of [...this.actors, this.watcher]) client.terminate();
  }
}

/** The state without the fields that depend on the moment of the request. */
const withoutTime = ({ now: _now, id: _id, undo_until: _until, ...rest }: RoomMessage): string =>
  JSON.stringify(rest);

/**
 * Compares a restored room with its past: a fault, or the deadline that was still to come in the backup (null: none). A
 * room that is read rings if its deadline has passed: that is the only change that it may have made since.
 */
function compare(
  backup: string,
  room: RoomMessage,
  busy: BusyRoom,
  acknowledged: number,
): { fault: string } | { due: number | null } {
  const { rev, state, started_at } = room;
  const before = busy.history.get(rev - 1);
  const rang =
    state === 2 && started_at === before?.ends_at && !hasStored(backup, "startedAt", started_at ?? NaN);
  const was = rang ? before : busy.history.get(rev);
  if (was === undefined) return { fault: `rev ${rev} has never been` };
  if (was.rev < acknowledged)
    return { fault: `rev ${was.rev}; ${acknowledged} was acknowledged before the backup began` };
  if (!rang && withoutTime(was) !== withoutTime(room))
    return { fault: `rev ${rev} by half: ${withoutTime(room)}, not ${withoutTime(was)}` };
  return { due: rang ? started_at : null };
}

test("a backup that is taken while everybody presses is one moment: no change is missing or half, and every alarm rings", async () => {
  const server = await start();
  const rooms = await Promise.all(Array.from({ length: ROOMS }, () => BusyRoom.open(server)));
  const place = folderOfTest();
  const backups: { readonly at: string; readonly acknowledged: readonly number[] }[] = [];
  let over = false;
  const acting = Promise.all(rooms.map((room) => room.act(() => over)));
  for (let i = 0; i < 4; i++) {
    const goal = rooms.map((room) => room.acknowledged + 6);
    const reached = (): boolean => rooms.every((room, n) => room.acknowledged >= (goal[n] ?? 0));
    await waitFor("six more changes in every room", reached, 30_000);
    const acknowledged = rooms.map((room) => room.acknowledged);
    const at = join(place, String(i));
    const { code, output } = await runBackup(server.dataDir, at);
    expect(output).toMatch(/^10 rooms, [\d.]+ MB, the server paused for \d+ ms: .*\n$/);
    expect(code).toBe(0);
    backups.push({ at, acknowledged });
  }
  const made = Date.now();
  over = true;
  await acting;
  for (const room of rooms) room.close();
  await server.stop();

  await waitForClock(made + WORK_S * 1000 + 200); // every deadline has passed
  for (const { at, acknowledged } of backups) {
    const copy = join(place, "copy");
    cpSync(at, copy, { recursive: true });
    const restored = await start({ dataDir: copy });
    const found = await Promise.all(rooms.map(({ id }) => getRoom(restored, id)));
    await restored.stop();
    rmSync(copy, { recursive: true });
    const results = rooms.map((room, n) => compare(at, found[n] as RoomMessage, room, acknowledged[n] ?? 0));
    expect(results.filter((result) => "fault" in result)).toEqual([]);

    // The alarms ring by themselves, without a request to the room.
    const unread = await start({ dataDir: at });
    for (const result of results) {
      const due = "due" in result ? result.due : null;
      if (due === null) continue;
      await waitFor(`the ring at ${due}, unread`, () => hasStored(at, "startedAt", due), 15_000);
    }
    await unread.stop();
  }
}, 180_000);

test("a backup of a stopped server and a backup by another path to DATA_DIR are whole", async () => {
  const server = await start();
  const id = newOpenRoom();
  const { message } = await postAction(server, id, { action: "press" });
  const place = folderOfTest();
  symlinkSync(server.dataDir, join(place, "link"));
  expect((await runBackup(join(place, "link"), join(place, "running"))).output).toMatch(
    /^1 room, .* paused for/,
  );
  await server.stop();
  expect((await runBackup(server.dataDir, join(place, "stopped"))).output).toMatch(
    /^1 room, .* no server was to be seen/,
  );
  for (const at of ["running", "stopped"]) {
    expect(readdirSync(join(place, at)).toSorted()).toEqual(["rooms", "vapid.json"]);
    const restored = await start({ dataDir: join(place, at) });
    expect(await getRoom(restored, id)).toMatchObject({ rev: 1, ends_at: (message as RoomMessage).ends_at });
    await restored.stop();
  }
});

test("a backup that cannot be made says why, exits with 1 and leaves nothing behind", async () => {
  const place = folderOfTest();
  const data = join(place, "data");
  mkdirSync(join(data, "rooms"), { recursive: true });
  const there = join(place, "there");
  mkdirSync(there);
  const expectRefusal = async (dataDir: string, targets: readonly string[], why: RegExp): Promise<void> => {
    const { code, output } = await runBackup(dataDir, ...targets);
    expect(output).toMatch(why);
    expect([code, output.split("\n").length]).toEqual([1, 2]);
  };
  await expectRefusal(data, [], /^No backup was made: say where to/);
  await expectRefusal(data, [join(place, "a"), join(place, "b")], /^No backup was made: say where to/);
  await expectRefusal(data, [there], /exists already/);
  await expectRefusal(data, [join(data, "rooms", "backup")], /among the rooms/);
  await expectRefusal(there, [join(place, "a")], /has no rooms/);
  // A file with other bytes at each reading stands for a writer that cannot be stopped.
  const changingFile = "/proc/sys/kernel/random/uuid";
  if (!existsSync(changingFile)) return; // only Linux has this file
  symlinkSync(changingFile, join(data, "rooms", "metadata.sqlite-wal"));
  await expectRefusal(
    data,
    [join(place, "a")],
    /somebody writes to .* run this as the server's user, where it runs/,
  );
  expect(readdirSync(place).toSorted()).toEqual(["data", "there"]);
  expect(readdirSync(there)).toEqual([]);
});

test("a backup that is killed while the server is stopped does not leave the server stopped", async () => {
  const server = await start();
  const script = `import { pauseWhile } from "./party/ops/pauseServer.ts";
    await pauseWhile(${server.workerdPid}, () => process.kill(process.pid, "SIGKILL"));`;
  const { signal } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: root,
  });
  expect(signal).toBe("SIGKILL");
  expect((await sendRequest(server, "/healthz")).status).toBe(200);
});

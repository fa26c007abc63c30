/** `npm run backup`: under load, where it cannot be made, and when it is killed. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { runBackup } from "../harness/backup";
import { enter, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { sendRequest, getRoom, postAction } from "../harness/http";
import { root, startServer, temporaryFolder } from "../harness/server";
import type { Server, ServerOptions } from "../harness/server";
import { hasStored } from "../harness/stored-rooms";
import { waitForClock, waitFor } from "../harness/wait";

const ROOMS = 10;
/** Of each room; a connection may act five times a second. */
const HANDS = 3;
const HAND_MS = 220;
/** Work so short that alarms ring all the time, and so long that a backup is restored before the last of them. */
const WORK_S = 2;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
async function start(options?: ServerOptions): Promise<Server> {
  const server = await startServer(options);
  ends.push(() => server.dispose());
  return server;
}
function folder(): string {
  const path = temporaryFolder();
  ends.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A room in which several people act as fast as they may, and all that it has ever been. */
class Busy {
  readonly history = new Map<number, RoomMessage>();
  /** The newest of which somebody has an answer. */
  acknowledged = 0;

  private constructor(
    readonly id: string,
    readonly hands: readonly Client[],
    readonly watcher: Client,
  ) {
    watcher.socket.on("message", (text) => {
      const message = JSON.parse((text as Buffer).toString()) as RoomMessage;
      if (message.type === "room") this.history.set(message.rev, message);
    });
  }

  static async open(server: Server): Promise<Busy> {
    const id = newOpenRoom();
    const clients = await Promise.all(Array.from({ length: HANDS + 1 }, () => enter(server.socket(id))));
    const [watcher, ...hands] = clients.map(({ client }) => client);
    if (watcher === undefined) throw new Error("nobody came in");
    return new Busy(id, hands, watcher);
  }

  async act(isOver: () => boolean): Promise<void> {
    await Promise.all(
      this.hands.map(async (hand, i) => {
        for (let turn = i; !isOver(); turn++) {
          const action = turn % 2 === 0 ? { action: "setup", work_duration: WORK_S } : { action: "press" };
          const { rev } = await hand.change(action);
          this.acknowledged = Math.max(this.acknowledged, rev);
          await waitForClock(Date.now() + HAND_MS);
        }
      }),
    );
    await this.watcher.sync();
  }
  leave(): void {
    for (const client of [...this.hands, this.watcher]) client.terminate();
  }
}

/** What does not depend on the moment at which it is asked. */
const still = ({ now: _now, id: _id, undo_until: _until, ...rest }: RoomMessage): string =>
  JSON.stringify(rest);

/**
 * What of a restored room is wrong, or the deadline that was still to come in the backup (null: none was). Being asked,
 * a room settles what is due: that is the one change that it may have made since.
 */
function judge(
  backup: string,
  room: RoomMessage,
  busy: Busy,
  least: number,
): { fault: string } | { due: number | null } {
  const { rev, state, started_at } = room;
  const before = busy.history.get(rev - 1);
  const rang =
    state === 2 && started_at === before?.ends_at && !hasStored(backup, "startedAt", started_at ?? NaN);
  const was = rang ? before : busy.history.get(rev);
  if (was === undefined) return { fault: `rev ${rev} has never been` };
  if (was.rev < least) return { fault: `rev ${was.rev}; ${least} was acknowledged before the backup began` };
  if (!rang && still(was) !== still(room))
    return { fault: `rev ${rev} by half: ${still(room)}, not ${still(was)}` };
  return { due: rang ? started_at : null };
}

test("a backup taken while everybody presses is one moment: no change is missing or half, every alarm rings", async () => {
  const server = await start();
  const rooms = await Promise.all(Array.from({ length: ROOMS }, () => Busy.open(server)));
  const place = folder();
  const backups: { readonly at: string; readonly least: readonly number[] }[] = [];
  let over = false;
  const acting = Promise.all(rooms.map((room) => room.act(() => over)));
  for (let i = 0; i < 4; i++) {
    const goal = rooms.map((room) => room.acknowledged + 6);
    const reached = (): boolean => rooms.every((room, n) => room.acknowledged >= (goal[n] ?? 0));
    await waitFor("six more changes in every room", reached, 30_000);
    const least = rooms.map((room) => room.acknowledged);
    const at = join(place, String(i));
    const { code, output } = await runBackup(server.dataDir, at);
    expect(output).toMatch(/^10 rooms, [\d.]+ MB, the server paused for \d+ ms: .*\n$/);
    expect(code).toBe(0);
    backups.push({ at, least });
  }
  const made = Date.now();
  over = true;
  await acting;
  for (const room of rooms) room.leave();
  await server.stop();

  await waitForClock(made + WORK_S * 1000 + 200); // what was to ring is due
  for (const { at, least } of backups) {
    const asked = join(place, "asked");
    cpSync(at, asked, { recursive: true });
    const restored = await start({ dataDir: asked });
    const found = await Promise.all(rooms.map(({ id }) => getRoom(restored, id)));
    await restored.stop();
    rmSync(asked, { recursive: true });
    const verdicts = rooms.map((room, n) => judge(at, found[n] as RoomMessage, room, least[n] ?? 0));
    expect(verdicts.filter((verdict) => "fault" in verdict)).toEqual([]);

    // And now without asking: the alarms themselves.
    const unasked = await start({ dataDir: at });
    for (const verdict of verdicts) {
      const due = "due" in verdict ? verdict.due : null;
      if (due === null) continue;
      await waitFor(`the ring at ${due}, unasked`, () => hasStored(at, "startedAt", due), 15_000);
    }
    await unasked.stop();
  }
}, 180_000);

test("a backup of a server that does not run, and one of it by another path, are whole too", async () => {
  const server = await start();
  const id = newOpenRoom();
  const { message } = await postAction(server, id, { action: "press" });
  const place = folder();
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

test("where no backup can be made it says why, exits with 1 and leaves nothing behind", async () => {
  const place = folder();
  const data = join(place, "data");
  mkdirSync(join(data, "rooms"), { recursive: true });
  const there = join(place, "there");
  mkdirSync(there);
  const refused = async (dataDir: string, targets: readonly string[], why: RegExp): Promise<void> => {
    const { code, output } = await runBackup(dataDir, ...targets);
    expect(output).toMatch(why);
    expect([code, output.split("\n").length]).toEqual([1, 2]);
  };
  await refused(data, [], /^No backup was made: say where to/);
  await refused(data, [join(place, "a"), join(place, "b")], /^No backup was made: say where to/);
  await refused(data, [there], /exists already/);
  await refused(data, [join(data, "rooms", "backup")], /among the rooms/);
  await refused(there, [join(place, "a")], /has no rooms/);
  // A file that is never the same twice: somebody writes whom nobody can stop from here.
  const restless = "/proc/sys/kernel/random/uuid";
  if (!existsSync(restless)) return; // only Linux has one
  symlinkSync(restless, join(data, "rooms", "metadata.sqlite-wal"));
  await refused(
    data,
    [join(place, "a")],
    /somebody writes to .* run this as the server's user, where it runs/,
  );
  expect(readdirSync(place).toSorted()).toEqual(["data", "there"]);
  expect(readdirSync(there)).toEqual([]);
});

test("a backup that is killed while the server stands still does not leave it standing", async () => {
  const server = await start();
  const script = `import { pauseWhile } from "./party/ops/pauseServer.ts";
    await pauseWhile(${server.workerdPid}, () => process.kill(process.pid, "SIGKILL"));`;
  const { signal } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    cwd: root,
  });
  expect(signal).toBe("SIGKILL");
  expect((await sendRequest(server, "/healthz")).status).toBe(200);
});

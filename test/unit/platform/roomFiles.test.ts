/** The empty files of rooms that have stored nothing are deleted, and no other file ever is. */
import { expect, test } from "vitest";
import { RoomFiles, SWEEP_MS } from "../../../party/platform/roomFiles";
import type { Files } from "../../../party/platform/roomFiles";
import { Usage } from "../../../party/platform/usage";
import { AWAKE_MS } from "../../../party/shared/descriptors";

/** Files by name with their sizes, and a clock that moves when somebody waits. */
class FakeDisk implements Files {
  now = 0;
  readonly sizes = new Map<string, number>();
  readonly usage = new Usage();
  readonly roomFiles = new RoomFiles(this.usage, (ms) => this.#wait(ms));
  /** Called before each size is read. */
  onSize: () => Promise<void> = () => Promise.resolve();

  async size(name: string): Promise<number | null> {
    await this.onSize();
    return this.sizes.get(name) ?? null;
  }
  remove(name: string): Promise<void> {
    this.sizes.delete(name);
    return Promise.resolve();
  }
  /** A request that wakes a room, for which workerd makes a file of this size. */
  wake(room: string, bytes: number): void {
    this.usage.touch(room, this.now);
    this.roomFiles.expectFile(room);
    this.sizes.set(`${room}.sqlite`, bytes);
  }
  sweep(): Promise<void> {
    return this.roomFiles.sweepUntilClean(this, () => this.now);
  }
  #wait(ms: number): Promise<void> {
    this.now += ms;
    return Promise.resolve();
  }
}

test("an empty file is deleted soon after its room has gone to sleep, within half a minute", async () => {
  const disk = new FakeDisk();
  disk.wake("a", 4096);
  await disk.sweep();
  expect([...disk.sizes.keys()]).toEqual([]);
  expect(disk.now).toBeLessThan(30_000);
});

test("a file with a table is left, and the sweep ends", async () => {
  const disk = new FakeDisk();
  disk.wake("a", 20_480);
  await disk.sweep();
  expect([...disk.sizes.keys()]).toEqual(["a.sqlite"]);
});

test("a file with a log is left until the log is gone, because it is still open", async () => {
  const disk = new FakeDisk();
  disk.wake("a", 4096);
  disk.sizes.set("a.sqlite-wal", 0);
  let looks = 0;
  disk.onSize = () => {
    if (++looks === 3) {
      expect(disk.sizes.has("a.sqlite")).toBe(true);
      disk.sizes.delete("a.sqlite-wal");
    }
    return Promise.resolve();
  };
  await disk.sweep();
  expect([...disk.sizes.keys()]).toEqual([]);
});

test("the file of a room with an open socket is left, however long it is open", async () => {
  const disk = new FakeDisk();
  disk.wake("a", 4096);
  disk.wake("b", 4096);
  disk.usage.openSocket("a", "203.0.113.1");
  let looks = 0;
  disk.onSize = () => {
    looks++;
    return Promise.resolve();
  };
  const sweeping = disk.sweep();
  while (looks < 2) await Promise.resolve();
  expect(disk.sizes.has("a.sqlite")).toBe(true);
  disk.usage.closeSocket("a", "203.0.113.1");
  await sweeping;
  expect([...disk.sizes.keys()]).toEqual([]);
});

test("a request that arrives while a file is deleted waits for the end of the deletion", async () => {
  const disk = new FakeDisk();
  disk.wake("a", 4096);
  const order: string[] = [];
  let isArrived = false;
  disk.onSize = async () => {
    if (isArrived) return;
    isArrived = true;
    void disk.roomFiles
      .untilFree("a")
      .then(() => order.push(disk.sizes.has("a.sqlite") ? "too early" : "after"));
    await Promise.resolve();
  };
  await disk.sweep();
  while (order.length === 0) await Promise.resolve();
  expect(order).toEqual(["after"]);
});

test("a room that is awake or has sockets has a file, whatever the disk says, and a sleeping one has what is there", async () => {
  const disk = new FakeDisk();
  expect(await disk.roomFiles.exists("a", disk, disk.now)).toBe(false);
  disk.usage.touch("a", disk.now);
  expect(await disk.roomFiles.exists("a", disk, disk.now)).toBe(true);
  expect(await disk.roomFiles.exists("a", disk, disk.now + AWAKE_MS)).toBe(false);
  disk.sizes.set("a.sqlite", 20_480);
  expect(await disk.roomFiles.exists("a", disk, disk.now + AWAKE_MS)).toBe(true);
});

test("one sweep runs at a time, and another one follows where the first was cancelled with its request", () => {
  const disk = new FakeDisk();
  disk.wake("a", 4096);
  expect(disk.roomFiles.needsSweep(0)).toBe(true);
  void disk.sweep();
  expect(disk.roomFiles.needsSweep(SWEEP_MS)).toBe(false);
  expect(disk.roomFiles.needsSweep(10 * SWEEP_MS)).toBe(true);
});

test("a request that arrives during a task of a sleeping room waits for its end, also where the task fails", async () => {
  const disk = new FakeDisk();
  const order: string[] = [];
  const run = (): Promise<boolean> =>
    disk.roomFiles.whileAsleep("a", disk.now, async () => {
      void disk.roomFiles.untilFree("a").then(() => order.push("request"));
      await Promise.resolve();
      order.push("task");
      if (order.length > 2) throw new Error("the room failed");
    });
  expect(await run()).toBe(true);
  await disk.roomFiles.untilFree("a");
  await expect(run()).rejects.toThrow("the room failed");
  await disk.roomFiles.untilFree("a");
  await Promise.resolve();
  expect(order).toEqual(["task", "request", "task", "request"]);
});

test("a task of a sleeping room does not run in one that is awake, that has sockets, or that another task runs in", async () => {
  const disk = new FakeDisk();
  let runs = 0;
  const task = (): Promise<void> => Promise.resolve(void runs++);
  disk.usage.touch("awake", disk.now);
  disk.usage.openSocket("heard", "203.0.113.1");
  const results = await Promise.all(
    ["awake", "heard", "a", "a"].map((room) => disk.roomFiles.whileAsleep(room, disk.now, task)),
  );
  expect([results, runs]).toEqual([[false, false, true, false], 1]);
  expect(await disk.roomFiles.whileAsleep("awake", disk.now + AWAKE_MS, task)).toBe(true);
});

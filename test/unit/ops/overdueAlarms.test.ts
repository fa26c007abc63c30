import { createRequire } from "node:module";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as Sqlite from "node-sqlite3-wasm";
import { describe, expect, it } from "vitest";
import { DataFolder } from "../../../party/ops/dataFolder";
import { spreadOverdueAlarms } from "../../../party/ops/overdueAlarms";
import { folderOfTest } from "../../harness/each-test";

const { Database } = createRequire(import.meta.url)("node-sqlite3-wasm") as typeof Sqlite;

const NOW = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const NS_PER_MS = 1_000_000n;

/** A data folder with a file for each room, and workerd's list of their alarms. */
function makeRooms(alarms: readonly number[], table = "_cf_ALARM"): { data: string; rooms: string } {
  const data = folderOfTest();
  const rooms = join(data, "rooms");
  mkdirSync(rooms);
  const list = new Database(join(rooms, "metadata.sqlite"));
  list.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL");
  list.exec(`CREATE TABLE ${table} (actor_id TEXT PRIMARY KEY, scheduled_time INTEGER) WITHOUT ROWID`);
  list.exec("BEGIN");
  for (const [i, at] of alarms.entries()) {
    const room = i.toString(16).padStart(64, "0");
    writeFileSync(join(rooms, `${room}.sqlite`), "");
    list.run(`INSERT INTO ${table} VALUES (?, ?)`, [room, BigInt(at) * NS_PER_MS]);
  }
  list.exec("COMMIT");
  list.close();
  return { data, rooms };
}
/** The rooms in the list and their times, epoch ms, the earliest first. */
function readTurns(rooms: string): { readonly room: string; readonly at: number }[] {
  const list = new Database(join(rooms, "metadata.sqlite"));
  list.exec("PRAGMA locking_mode = EXCLUSIVE");
  const rows = list.all("SELECT actor_id AS room, scheduled_time AS at FROM _cf_ALARM ORDER BY at");
  list.close();
  return rows.map(({ room, at }) => ({
    room: String(room),
    at: Number(BigInt(at as unknown as bigint) / NS_PER_MS),
  }));
}

describe("workerd's list of alarms before a start", () => {
  it("300 alarms that are due take turns, in the order of their rooms, and one that is to come keeps its time", () => {
    const { rooms } = makeRooms([...Array<number>(300).fill(NOW - HOUR_MS), NOW + HOUR_MS]);
    const done = spreadOverdueAlarms(rooms, 1024, NOW);
    const told = /^300 alarms are due at once; they ring within (\d+) s, at least (\d+) a second$/.exec(
      done?.text ?? "",
    );
    const [seconds, perSecond] = [Number(told?.[1]), Number(told?.[2])];
    expect(perSecond).toBeLessThanOrEqual(9);
    // The first turn is after 10 s; those of one second are spread over it. A slow disk allows one a second.
    const lastMs =
      (10 + Math.floor(299 / perSecond)) * 1000 + Math.floor(((299 % perSecond) * 1000) / perSecond);
    expect(done?.lastAt).toBe(NOW + lastMs);
    expect(seconds).toBe(Math.ceil(lastMs / 1000));
    const turns = readTurns(rooms);
    const times = turns.map(({ at }) => at);
    expect(turns.slice(0, -1).map(({ room }) => room)).toEqual(done?.rooms);
    expect(times).toHaveLength(301);
    expect(times[0]).toBe(NOW + 10_000);
    expect(times.at(-2)).toBe(done?.lastAt);
    expect(times.filter((at) => at < NOW + 11_000)).toHaveLength(perSecond);
    expect(times.at(-1)).toBe(NOW + HOUR_MS);
    expect(readdirSync(rooms).filter((name) => name.startsWith("write-test"))).toEqual([]);
  });

  it("a start that was killed before the turns came leaves them to the next one, in the same order after newer ones", () => {
    const { rooms } = makeRooms([NOW + 2000, ...Array.from({ length: 150 }, (_, i) => NOW - 1 - i * 1000)]);
    const first = spreadOverdueAlarms(rooms, null, NOW);
    const next = spreadOverdueAlarms(rooms, 1024, NOW + 11_000);
    expect(first?.rooms).toHaveLength(150);
    expect(next?.rooms).toEqual(["0".repeat(64), ...(first?.rooms ?? [])]);
    expect(readTurns(rooms)[0]?.at).toBe(NOW + 21_000);
  });

  it("the lock of a start that was killed keeps no other start from the list", () => {
    const { rooms } = makeRooms(Array<number>(150).fill(NOW - HOUR_MS));
    mkdirSync(join(rooms, "metadata.sqlite.lock"));
    expect(spreadOverdueAlarms(rooms, null, NOW)?.rooms).toHaveLength(150);
    expect(existsSync(join(rooms, "metadata.sqlite.lock"))).toBe(false);
  });

  it("a few alarms that are due, and a folder without a list, are left as they are", () => {
    const { rooms } = makeRooms([
      ...Array<number>(40).fill(NOW - 1),
      ...Array.from({ length: 100 }, (_, i) => NOW + HOUR_MS + i * 1000),
    ]);
    const before = readTurns(rooms);
    expect(spreadOverdueAlarms(rooms, 16_384, NOW)).toBeNull();
    expect(readTurns(rooms)).toEqual(before);
    expect(spreadOverdueAlarms(folderOfTest(), 16_384, NOW)).toBeNull();
  });

  it("a list of another form stops no start: the log says that the alarms ring all at once", () => {
    const { data, rooms } = makeRooms(Array<number>(150).fill(NOW - HOUR_MS), "other");
    const lines: string[] = [];
    new DataFolder(data, (line) => lines.push(line)).spreadAlarms(16_384);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^the alarms that are due ring all at once, because of .*: .*no such table/);
    expect(readdirSync(rooms)).not.toContain("metadata.sqlite.lock");
  });
});

/** Finds damaged databases by their form, and prepares the list of alarms for a start. */
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  areAlarmsLost,
  describeDamagedRooms,
  isAlarmListDamaged,
  prepareAlarmList,
  removeLeftovers,
} from "../../../party/ops/databases";
import { temporaryFolder } from "../../harness/paths";

let rooms: string;
beforeEach(() => {
  rooms = temporaryFolder();
});
afterEach(() => rmSync(rooms, { recursive: true, force: true }));

/** The form of a database with pages of 4096 bytes, cut to a number of bytes. */
function database(bytes = 8192, pages = 2): Buffer {
  const content = Buffer.alloc(pages * 4096);
  content.write("SQLite format 3\0", "latin1");
  content.writeUInt16BE(4096, 16);
  content.writeUInt32BE(pages, 28);
  return content.subarray(0, bytes);
}
const write = (name: string, content: Buffer | string): void => writeFileSync(join(rooms, name), content);
const roomName = (digit: string): string => `${digit.repeat(64)}.sqlite`;
const alarms = (): string => join(rooms, "metadata.sqlite");

test("a damaged list of alarms is moved aside with its logs, and the mark is left for the worker", () => {
  for (const content of [Buffer.alloc(8192, 0x61), database(5000), Buffer.from("short")]) {
    write("metadata.sqlite", content);
    write("metadata.sqlite-wal", "");
    const line = prepareAlarmList(rooms);
    expect(line).toContain(`${alarms()} is damaged`);
    expect(line).toContain("they are set again from the rooms");
    expect([existsSync(alarms()), existsSync(`${alarms()}-wal`), areAlarmsLost(rooms)]).toEqual([
      false,
      false,
      true,
    ]);
  }
});

test("a good list of alarms stays, unless workerd has found it damaged", () => {
  write("metadata.sqlite", database());
  expect([prepareAlarmList(rooms), areAlarmsLost(rooms)]).toEqual([null, false]);
  expect(prepareAlarmList(rooms, true)).toContain("workerd cannot read it");
  expect([existsSync(alarms()), areAlarmsLost(rooms)]).toEqual([false, true]);
  expect(prepareAlarmList(rooms)).toBeNull(); // the mark is there already
});

test("a list of alarms that was cut while its log was moved into it stays, since the log repairs it", () => {
  write("metadata.sqlite", database(5000));
  write("metadata.sqlite-wal", "the rest is in the log");
  expect([prepareAlarmList(rooms), isAlarmListDamaged(rooms)]).toEqual([null, true]);
});

test("a list of alarms that is missing or empty beside rooms leaves the mark, and a new folder does not", () => {
  expect([prepareAlarmList(rooms), areAlarmsLost(rooms)]).toEqual([null, false]);
  write(roomName("a"), database());
  write("metadata.sqlite", "");
  expect(prepareAlarmList(rooms)).toContain(`${alarms()} is missing or empty`);
  expect(areAlarmsLost(rooms)).toBe(true);
});

test("a list of alarms without a table leaves the mark where its log is gone, and not where it has a log", () => {
  write(roomName("a"), database());
  write("metadata.sqlite", database(4096, 1));
  write("metadata.sqlite-wal", "the table is in the log");
  expect([prepareAlarmList(rooms), areAlarmsLost(rooms)]).toEqual([null, false]);
  rmSync(`${alarms()}-wal`);
  expect(prepareAlarmList(rooms)).toContain(alarms());
  expect([existsSync(alarms()), areAlarmsLost(rooms)]).toEqual([true, true]);
});

test("a list of alarms that is a folder is named in the error and stays", () => {
  mkdirSync(alarms());
  expect(() => prepareAlarmList(rooms)).toThrow(alarms());
  expect(readdirSync(rooms)).toEqual(["metadata.sqlite"]);
});

test("each damaged room is named with what to do, and good, new and logged ones are not", () => {
  write(roomName("a"), database());
  write(roomName("b"), "");
  write(roomName("c"), database(5000));
  write(`${roomName("c")}-wal`, "the rest is in the log");
  write(roomName("d"), database(5000));
  write(roomName("e"), Buffer.alloc(4096, 0x61));
  const lines = describeDamagedRooms(rooms).toSorted();
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(
    new RegExp(`${roomName("d")} cannot be used: its end is missing. .*from a backup`),
  );
  expect(lines[1]).toContain(roomName("e"));
});

test("files of rooms that were only read are deleted, and what is left of a file that was cut stays and is named", () => {
  write(roomName("a"), database(4096, 1));
  write(roomName("b"), "");
  write(roomName("c"), database(4096, 3));
  write(roomName("d"), database(60));
  write(roomName("e"), database(4096, 1));
  write(`${roomName("e")}-wal`, "log");
  removeLeftovers(rooms);
  const left = readdirSync(rooms).toSorted();
  expect(left).toEqual([roomName("c"), roomName("d"), roomName("e"), `${roomName("e")}-wal`]);
  const lines = describeDamagedRooms(rooms).toSorted();
  expect(lines.map((line) => line.replace(/ cannot be used.*/, ""))).toEqual(
    ["c", "d"].map((digit) => join(rooms, roomName(digit))),
  );
});

test("a file that cannot be read, or that a killed server has left, does not keep the others from a start", () => {
  symlinkSync(join(rooms, "nowhere"), join(rooms, roomName("a")));
  mkdirSync(join(rooms, roomName("b")));
  for (const name of ["write-test-1234", "write-check", ".kj-tmp.12.1"])
    write(name, Buffer.alloc(256 * 1024));
  write(roomName("c"), database(4096, 1));
  removeLeftovers(rooms);
  expect(readdirSync(rooms).toSorted()).toEqual([roomName("a"), roomName("b")]);
});

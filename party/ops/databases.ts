/** The databases in the folder of the rooms: which of them are damaged, and what to do with the list of alarms. */
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { replaceFile } from "./durableFiles";
import { describeProblem } from "./writeTest";

/** workerd's list of all alarms. Each room also stores its own alarm. */
export const ALARMS = "metadata.sqlite";
const LOGS = ["-wal", "-shm"];
/** party/platform/lostAlarms.ts looks for this file. */
const MARK = "alarms-are-lost";
const ROOM = /^[0-9a-f]{64}\.sqlite$/;
/** The tests whether the folder can be written (writeTest.ts, party/platform/disk.ts), and workerd's files until they are whole. */
const PARTIAL = /^(?:write-test-\d+|write-check|\.kj-tmp\..*)$/;
/** Every SQLite database begins with these bytes. */
const MAGIC = Buffer.from("SQLite format 3\0", "latin1");
/** Where the header has the size of a page, 2 bytes; 1 means 65,536. */
const PAGE_SIZE_AT = 16;
/** Where it has the number of pages, 4 bytes, which is valid where these two numbers of 4 bytes are the same. */
const PAGES_AT = 28;
const CHANGES_AT = 24;
const VALID_FOR_AT = 92;
const HEADER_BYTES = 100;
/** The size of a database without any table. */
const EMPTY_BYTES = 4096;

const NO_DATABASE = "it is no SQLite database";
const CUT = "its end is missing";
const DAMAGE = new Set([NO_DATABASE, CUT]);
/** What to do where one room's file is damaged. */
const ADVICE =
  "Only this room is out of use. While the server is stopped, restore the file with its -wal from a backup, or move " +
  "both away: then the room begins anew";

/**
 * Why this is no database that the server can use, in words; null: it has the form of one, or is empty as a new one, and
 * may be read and written.
 */
function faultOf(path: string): string | null {
  try {
    for (const end of ["", ...LOGS])
      if (exists(path + end)) accessSync(path + end, constants.R_OK | constants.W_OK);
    const damage = damageOf(path);
    return damage === CUT && hasLog(path) ? null : damage;
  } catch (error) {
    const { text } = describeProblem(error as NodeJS.ErrnoException);
    return text;
  }
}

/** Why the content cannot be that of a database. Throws where it cannot be read. */
function damageOf(path: string): string | null {
  const file = openSync(path, "r");
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const read = readSync(file, header, 0, HEADER_BYTES, 0);
    if (read === 0) return null;
    if (read < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return NO_DATABASE;
    const stored = header.readUInt16BE(PAGE_SIZE_AT);
    const pageSize = stored === 1 ? 65_536 : stored;
    const isValid = header.readUInt32BE(CHANGES_AT) === header.readUInt32BE(VALID_FOR_AT);
    const pages = isValid ? header.readUInt32BE(PAGES_AT) : 1;
    const { size } = statSync(path);
    return pageSize >= 512 && size % pageSize === 0 && size >= pages * pageSize ? null : CUT;
  } finally {
    closeSync(file);
  }
}

/** One line for each room whose file is damaged or cannot be used, with what to do. */
export const describeDamagedRooms = (rooms: string): string[] =>
  readdirSync(rooms)
    .filter((name) => ROOM.test(name))
    .flatMap((name) => {
      const path = join(rooms, name);
      const fault = exists(path) ? faultOf(path) : null;
      if (fault === null) return [];
      const advice = DAMAGE.has(fault) ? `. ${ADVICE}` : "";
      return [`${path} cannot be used: ${fault}${advice}`];
    });

/**
 * Deletes what workerd leaves of every room that was only read: a database without any table, and without a log. And
 * what was being written when a server was killed, other than databases. Nothing may use the rooms meanwhile.
 */
export function removeLeftovers(rooms: string): void {
  for (const name of readdirSync(rooms)) {
    const path = join(rooms, name);
    if (PARTIAL.test(name)) rmSync(path, { force: true });
    if (!ROOM.test(name)) continue;
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? Infinity; // a link may lead to nothing
    const isEmpty = size <= EMPTY_BYTES && !exists(`${path}-wal`);
    // Of a file that was cut, what is left may be as short. It stays for the operator.
    if (isEmpty && faultOf(path) === null) rmSync(path);
  }
}

/** A power cut while SQLite moves the log into the file leaves a part of a page, which the log repairs. */
const hasLog = (path: string): boolean => (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

/**
 * Prepares the list of alarms for a start of workerd, which would end with a damaged one: moves such a list aside. Where
 * there is none and there are rooms, leaves the mark, so that the worker finds the alarms in the rooms. Returns what it
 * has done, in words; null: nothing. `isDamaged`: workerd has just found it damaged. Throws where the list cannot be used
 * for another reason, with the file in the message.
 */
export function prepareAlarmList(rooms: string, isDamaged = false): string | null {
  const path = join(rooms, ALARMS);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const fault = size === 0 ? null : (faultOf(path) ?? (isDamaged ? "workerd cannot read it" : null));
  // Without its log, a young list has no table: somebody has deleted the log, or copied the file alone.
  const isEmpty = fault === null && size <= EMPTY_BYTES && !(size > 0 && hasLog(path));
  if (fault !== null && !isDamaged && !DAMAGE.has(fault)) throw new Error(`${path} cannot be used: ${fault}`);
  if (fault === null && (!isEmpty || areAlarmsLost(rooms) || !hasRooms(rooms))) return null;
  leaveMark(rooms);
  if (fault === null) return `${path} is missing or empty, or its log is. ${REPAIR}`;
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
  for (const end of ["", ...LOGS]) if (exists(path + end)) renameSync(path + end, aside + end);
  return `${path} is damaged (${fault}) and was moved to ${aside}. ${REPAIR}`;
}
const REPAIR = "It holds only alarms: they are set again from the rooms";

/** Whether the worker still has to set the alarms of rooms. */
export const areAlarmsLost = (rooms: string): boolean =>
  statSync(join(rooms, MARK), { throwIfNoEntry: false }) !== undefined;

/** Whether the list of alarms has not the form of a database, or is cut, although a log may repair that. */
export function isAlarmListDamaged(rooms: string): boolean {
  try {
    return damageOf(join(rooms, ALARMS)) !== null;
  } catch {
    return false; // it cannot be read: `prepareAlarmList` says why
  }
}

function leaveMark(rooms: string): void {
  replaceFile(
    join(rooms, MARK),
    "The alarms of all rooms must be set again. The server deletes this file.\n",
    0o600,
  );
}

const hasRooms = (rooms: string): boolean => readdirSync(rooms).some((name) => ROOM.test(name));

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Reads and changes what rooms have stored, without the server: no connection, no request, no lock. workerd stores each
 * value as V8 serializes it (the property's name, then "N" and the number as a little-endian double) in SQLite pages, the
 * newest in the -wal file. So a stored time is found by its bytes.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether a room in this folder has stored `field` with this time (epoch ms). */
export const hasStored = (dataDir: string, field: string, time: number): boolean =>
  haveStored(listFiles(dataDir), field, time);

/** Whether one of these files has stored `field` with this time (epoch ms). */
export const haveStored = (paths: readonly string[], field: string, time: number): boolean =>
  paths.some((path) => storedTimes([path], field).has(time));

/** All times that these files have stored as `field` (epoch ms), older ones included. */
export function storedTimes(paths: readonly string[], field: string): ReadonlySet<number> {
  const name = Buffer.concat([Buffer.from([0x22, field.length]), Buffer.from(field + "N", "ascii")]);
  const times = new Set<number>();
  for (const path of paths) {
    const bytes = bytesOf(path);
    for (let at = bytes.indexOf(name); at !== -1; at = bytes.indexOf(name, at + 1)) {
      const double = at + name.length;
      if (double + 8 <= bytes.length) times.add(bytes.readDoubleLE(double));
    }
  }
  return times;
}

/** Whether a file in this folder contains the text, such as the name of a stored field. */
export const containsText = (dataDir: string, text: string): boolean =>
  listFiles(dataDir).some((path) => bytesOf(path).includes(text));

/** The bytes of a file; none where it is gone, because SQLite removes its logs. */
function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

/** Gives all rooms in this folder a newer stored form. No server may be running on it. */
export function markAsNewerForm(dataDir: string): void {
  const databases = listFiles(join(dataDir, "rooms")).filter((path) => /[0-9a-f]{64}\.sqlite$/.test(path));
  execFileSync("python3", ["-c", MARK_AS_NEWER, ...databases]);
}
/** The room's value begins with its version, `"v": 3`, as V8 serializes it. workerd's databases are plain SQLite. */
const MARK_AS_NEWER = `
import sqlite3, sys
for path in sys.argv[1:]:
    database = sqlite3.connect(path)
    (value,) = database.execute("select value from _cf_KV where key = 'room'").fetchone()
    newer = value.replace(b'"\\x01vI\\x06', b'"\\x01vI\\x7e', 1)
    assert newer != value
    database.execute("update _cf_KV set value = ? where key = 'room'", (newer,))
    database.commit()
    database.close()
`;

/** The paths of all files in a folder and its subfolders. */
export const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const python = (args: readonly string[], input = ""): string => {
  const script = fileURLToPath(new URL("stored-rooms.py", import.meta.url));
  return execFileSync("python3", [script, ...args], { encoding: "utf8", input, maxBuffer: 2 ** 26 });
};

/** Subtracts a number of days from all times of these rooms, alarms included. No server may be running on the folder. */
export function ageRooms(dataDir: string, days: Readonly<Record<string, number>>): void {
  const ms = Object.entries(days).map(([room, n]) => [room, Math.round(n * DAY_MS)] as const);
  python(["age", dataDir], JSON.stringify(Object.fromEntries(ms)));
}

/** The stored revision of each room that has an alarm. No server may be running on the folder. */
export const storedRevisions = (dataDir: string): Readonly<Record<string, number>> =>
  JSON.parse(python(["revisions", dataDir])) as Readonly<Record<string, number>>;

export interface StoredKeys {
  /** The stored keys, by the name of the room's file. */
  readonly stored: Readonly<Record<string, readonly string[]>>;
  /** The names of the files of rooms that have an alarm, by room. */
  readonly alarms: Readonly<Record<string, string>>;
}
/** The stored keys of all rooms, read from a copy, so that a server may be running. */
export function readStoredKeys(dataDir: string): StoredKeys {
  for (let tries = 1; ; tries++) {
    const copy = mkdtempSync(join(tmpdir(), "shared-pomodoro-copy-"));
    try {
      cpSync(dataDir, copy, { recursive: true });
      return JSON.parse(python(["keys", copy])) as StoredKeys;
    } catch (error) {
      // SQLite has removed a log meanwhile: copy again.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || tries === 20) throw error;
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }
}

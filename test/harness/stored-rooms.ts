/**
 * What a room has written to disk, read without touching the room: no connection, no request, no lock. workerd keeps
 * each value as V8 serialises it (a property's name, then "N" and the number as a little-endian double) in SQLite
 * pages, the newest in the -wal file; so a stored moment is found by its bytes.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether some room below this folder has ever stored `"field": moment`, a number beyond 32 bits. */
export function hasStored(dataDir: string, field: string, moment: number): boolean {
  const double = Buffer.alloc(8);
  double.writeDoubleLE(moment);
  const bytes = Buffer.concat([Buffer.from([0x22, field.length]), Buffer.from(field + "N", "ascii"), double]);
  return listFiles(dataDir).some((path) => bytesOf(path).includes(bytes));
}

/** Nothing of a file that is gone by now: SQLite removes a log that it has no more use for. */
function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

/** Gives every room below this folder the form of a newer server. No server may be running on it. */
export function markAsNewerForm(dataDir: string): void {
  const databases = listFiles(join(dataDir, "rooms")).filter((path) => /[0-9a-f]{64}\.sqlite$/.test(path));
  execFileSync("python3", ["-c", NEWER, ...databases]);
}
/** The room's value begins with its version, `"v": 3`, as V8 writes it. workerd's databases are plain SQLite. */
const NEWER = `
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

/** Every file below a folder, with its path. */
export const listFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const python = (...args: string[]): string => {
  const script = fileURLToPath(new URL("stored-rooms.py", import.meta.url));
  return execFileSync("python3", [script, ...args], { encoding: "utf8" });
};

/** Everything that happened in these rooms was so many days earlier, their alarms too. No server may be running. */
export function ageRooms(dataDir: string, days: Readonly<Record<string, number>>): void {
  const ms = Object.entries(days).map(([room, n]) => [room, Math.round(n * DAY_MS)] as const);
  python("age", dataDir, JSON.stringify(Object.fromEntries(ms)));
}

export interface StoredKeys {
  /** The keys of what is stored, by the name of the room's file. */
  readonly stored: Readonly<Record<string, readonly string[]>>;
  /** The rooms that have an alarm, and the names of their files. */
  readonly alarms: Readonly<Record<string, string>>;
}
/** What all rooms have stored, read from a copy: a server may be running, and hears nothing of it. */
export function readStoredKeys(dataDir: string): StoredKeys {
  for (let tries = 1; ; tries++) {
    const copy = mkdtempSync(join(tmpdir(), "shared-pomodoro-copy-"));
    try {
      cpSync(dataDir, copy, { recursive: true });
      return JSON.parse(python("keys", copy)) as StoredKeys;
    } catch (error) {
      // The server has taken a log of SQLite's away meanwhile: it is another moment now.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || tries === 20) throw error;
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }
}

/**
 * `npm run backup -- TARGET`: the rooms, their alarms and the push keys of one moment, while the server runs.
 * Copied one after another while the server writes, the files of a room do not fit each other, nor the alarms the
 * rooms. So everything is copied first; then workerd is stopped for some milliseconds (SIGSTOP), and what has changed
 * since is copied again. The copy is then what a crash at that moment would have left on the disk, and SQLite recovers
 * every acknowledged change from that.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { flush } from "./durableFiles";
import { FileCopies } from "./fileCopies";
import { findServer, pauseWhile } from "./pauseServer";
import { print } from "./print";
import { readSetting } from "./environment";

interface Backup {
  readonly rooms: number;
  readonly bytes: number;
  /** How long the server was stopped; null where no server was found. */
  readonly pausedMs: number | null;
}

/** `dataDir`: the server's DATA_DIR. `target`: a folder that does not exist yet. Leaves no half backup behind. */
async function backUp(dataDir: string, target: string): Promise<Backup> {
  if (!existsSync(join(dataDir, "rooms")))
    throw new Error(`${dataDir} has no rooms; set DATA_DIR to the server's`);
  if (existsSync(target)) throw new Error(`${target} exists already; a backup needs a folder of its own`);
  if (!relative(join(dataDir, "rooms"), target).startsWith(".."))
    throw new Error(`${target} is among the rooms themselves`);
  const part = `${target}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(join(part, "rooms"), { recursive: true, mode: 0o700 });
  try {
    const copies = new FileCopies(dataDir, part);
    copies.update();
    const server = findServer(dataDir);
    const pausedMs =
      server === null ? null : await pauseWhile(server, () => copies.finish({ isServerStopped: true }));
    if (server === null) copies.finish({ isServerStopped: false });
    for (const name of copies.names) flush(join(part, name));
    for (const folder of [join(part, "rooms"), part]) flush(folder);
    renameSync(part, target);
    flush(dirname(target));
    const bytes = copies.names.reduce((sum, name) => sum + statSync(join(target, name)).size, 0);
    const rooms = copies.names.filter((name) => /^rooms.[0-9a-f]{64}\.sqlite$/.test(name)).length;
    return { rooms, bytes, pausedMs };
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}

export async function main(args: readonly string[]): Promise<void> {
  try {
    const [target, ...more] = args;
    if (target === undefined || more.length > 0)
      throw new Error("say where to: npm run backup -- /backups/2026-01-31");
    // npm runs this in the project's folder; INIT_CWD is where the operator is.
    const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), target);
    const { rooms, bytes, pausedMs } = await backUp(readSetting(process.env, "DATA_DIR"), path);
    const paused =
      pausedMs === null ? "no server was to be seen" : `the server paused for ${pausedMs.toFixed(0)} ms`;
    print(`${rooms} room${rooms === 1 ? "" : "s"}, ${(bytes / 2 ** 20).toFixed(1)} MB, ${paused}: ${path}`);
  } catch (error) {
    console.error(`No backup was made: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}

// npm run backup -- TARGET: the rooms, their alarms and the push keys as they are at one moment, while the server runs.
// Copied one after another while somebody writes, the files of a room would not fit each other, nor the alarms the
// rooms. So everything is copied first, then workerd is stopped for some milliseconds (SIGSTOP), and what has changed
// meanwhile is copied again: what is on disk then is what a crash at that moment would have left, and SQLite comes
// back from that with every change that was acknowledged.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { closeSync, fsyncSync, openSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pause, serverOn } from "./pauseServer.mjs";

/** @typedef {{ readonly is: string, readonly changedAt: number }} Seen */

const root = fileURLToPath(new URL("../../", import.meta.url));
/** A change this soon after another may leave a file with the same time, in ms: file systems keep time in steps. */
const STEP_MS = 2000;

/** @param {string} why @returns {never} */
function fail(why) {
  throw new Error(why);
}

/**
 * @param {string} data the server's DATA_DIR
 * @param {string} target a folder that does not exist yet
 * @returns {Promise<{ rooms: number, bytes: number, pausedMs: number | null }>} pausedMs: null where no server ran
 */
export async function backup(data, target) {
  if (!existsSync(join(data, "rooms"))) fail(`${data} has no rooms; set DATA_DIR to the server's`);
  if (existsSync(target)) fail(`${target} exists already; a backup wants a folder of its own`);
  if (!relative(join(data, "rooms"), target).startsWith(".."))
    fail(`${target} is among the rooms themselves`);
  const part = `${target}.part`; // whole or not at all
  rmSync(part, { recursive: true, force: true });
  mkdirSync(join(part, "rooms"), { recursive: true, mode: 0o700 });
  try {
    const copied = copy(data, part, new Map());
    const server = serverOn(data);
    const pausedMs = server === null ? null : await pause(server, () => copyAgain(data, part, copied, true));
    if (server === null) copyAgain(data, part, copied, false);
    const names = [...copied.keys()];
    for (const name of names) sync(join(part, name));
    for (const folder of [join(part, "rooms"), part]) sync(folder);
    renameSync(part, target);
    sync(dirname(target));
    const bytes = names.reduce((sum, name) => sum + statSync(join(target, name)).size, 0);
    const rooms = names.filter((name) => /^rooms.[0-9a-f]{64}\.sqlite$/.test(name)).length;
    return { rooms, bytes, pausedMs };
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}

/** What belongs to a backup. The -shm files do not: SQLite makes them anew from the -wal files. @param {string} data */
function namesIn(data) {
  const rooms = readdirSync(join(data, "rooms")).filter((name) => /\.sqlite(?:-wal)?$/.test(name));
  const keys = existsSync(join(data, "vapid.json")) ? ["vapid.json"] : [];
  return [...keys, ...rooms.map((name) => join("rooms", name))];
}

/** Null where it is not there, or not any more. @param {string} path @returns {Seen | null} */
function look(path) {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return null;
  return {
    is: `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs}`,
    changedAt: Number(stat.mtimeMs),
  };
}

/** Copies what is not in `copied` as it is now; tells of every file how it was before it was read. */
function copy(
  /** @type {string} */ data,
  /** @type {string} */ part,
  /** @type {Map<string, Seen & { readAt: number }>} */ copied,
) {
  const names = namesIn(data);
  for (const name of copied.keys()) {
    if (names.includes(name)) continue;
    rmSync(join(part, name));
    copied.delete(name);
  }
  for (const name of names) {
    const readAt = Date.now();
    const seen = look(join(data, name));
    const before = copied.get(name);
    if (seen !== null && before?.is === seen.is && before.changedAt < before.readAt - STEP_MS) continue;
    try {
      copyFileSync(join(data, name), join(part, name));
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
      continue; // a log that SQLite had no more use for
    }
    if (seen !== null) copied.set(name, { ...seen, readAt });
  }
  return copied;
}

/** Brings the copy up to now, and makes sure that nobody has written meanwhile. */
function copyAgain(
  /** @type {string} */ data,
  /** @type {string} */ part,
  /** @type {Map<string, Seen & { readAt: number }>} */ copied,
  /** @type {boolean} */ stopped,
) {
  copy(data, part, copied);
  const names = namesIn(data);
  const same = (/** @type {string} */ name) =>
    stopped
      ? copied.get(name)?.is === look(join(data, name))?.is // the bytes would take too long now
      : readFileSync(join(data, name)).equals(readFileSync(join(part, name)));
  if (names.length === copied.size && names.every((name) => copied.has(name) && same(name))) return;
  fail(
    stopped
      ? `somebody else than this machine's server writes to ${data}`
      : `somebody writes to ${data}, but no server that could be stopped for a moment is to be seen from here: ` +
          "run this as the server's user, where it runs",
  );
}

/** On the disk, and not only on its way there. @param {string} path */
function sync(path) {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [target, ...more] = process.argv.slice(2);
  try {
    if (target === undefined || more.length > 0) fail("say where to: npm run backup -- /backups/2026-01-31");
    const { DATA_DIR = ".data" } = process.env;
    const to = resolve(process.env["INIT_CWD"] ?? process.cwd(), target);
    const { rooms, bytes, pausedMs } = await backup(resolve(root, DATA_DIR), to);
    const paused =
      pausedMs === null ? "no server was to be seen" : `the server paused for ${pausedMs.toFixed(0)} ms`;
    console.log(
      `${rooms} room${rooms === 1 ? "" : "s"}, ${(bytes / 2 ** 20).toFixed(1)} MB, ${paused}: ${to}`,
    );
  } catch (error) {
    console.error(`No backup was made: ${/** @type {Error} */ (error).message}`);
    process.exitCode = 1;
  }
}

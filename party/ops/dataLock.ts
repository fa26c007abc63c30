/**
 * The lock on a data folder: two servers on one folder would both acknowledge changes, of which one is lost.
 * The operating system holds the lock on an open file, DATA_DIR/lock, for this process and for workerd, which inherits
 * the file. It releases the lock when both have ended, however they end, so a stale lock does not exist. It holds across
 * containers that share the folder.
 */
import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";

/** How long a server that has just been killed may take to end, in ms. */
const WAIT_MS = 3000;
const RETRY_MS = 50;

/** open(2) on macOS and the BSDs: lock the file, and fail where it is locked. Node does not name these flags. */
const O_EXLOCK = 0x20;
const O_NONBLOCK = 0x4;
/** The same for Windows, as libuv calls it: nobody else may open the file. */
const UV_FS_O_EXLOCK = 0x10000000;

/**
 * Locks the folder. Resolves to the open file, which workerd must inherit; null where the file cannot be inherited, or
 * where this system has no way to lock, which `warn` is told. Rejects where another server holds the lock.
 */
export async function lockFolder(
  folder: string,
  warn: (line: string) => void,
  waitMs = WAIT_MS,
): Promise<number | null> {
  const end = performance.now() + waitMs;
  for (;;) {
    const result = tryLock(`${folder}/lock`);
    if (result.state === "locked") return result.file;
    if (result.state === "unsupported") {
      warn(`${folder} is not locked, because the program flock is missing: start only one server on it`);
      return null;
    }
    if (performance.now() > end)
      throw new Error(
        `DATA_DIR: another server uses ${folder}; end it first, or set DATA_DIR to another folder`,
      );
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

type Result =
  { readonly state: "locked"; readonly file: number | null } | { readonly state: "held" | "unsupported" };

function tryLock(path: string): Result {
  const flags = constants.O_RDWR | constants.O_CREAT;
  switch (process.platform) {
    case "win32":
      return openLocked(path, flags | UV_FS_O_EXLOCK) === null
        ? { state: "held" }
        : { state: "locked", file: null };
    case "linux":
      return runFlock(openFile(path, flags));
    default: {
      const file = openLocked(path, flags | O_EXLOCK | O_NONBLOCK);
      return file === null ? { state: "held" } : { state: "locked", file };
    }
  }
}

/** flock locks the open file that it inherits, so the lock stays after its end: with this process. */
function runFlock(file: number): Result {
  const { error, status } = spawnSync("flock", ["-n", "3"], {
    stdio: ["ignore", "ignore", "ignore", file],
  });
  if (error === undefined && status === 0) return { state: "locked", file };
  closeSync(file);
  return { state: error === undefined ? "held" : "unsupported" };
}

/** Null where another process holds the lock. */
function openLocked(path: string, flags: number): number | null {
  try {
    return openFile(path, flags);
  } catch (error) {
    const { code } = (error as Error).cause as NodeJS.ErrnoException;
    if (code === "EAGAIN" || code === "EBUSY") return null;
    throw error;
  }
}

function openFile(path: string, flags: number): number {
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    throw new Error(`DATA_DIR: ${(error as Error).message}`, { cause: error });
  }
}

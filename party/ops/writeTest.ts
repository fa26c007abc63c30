/** Whether the folder of the rooms can be written, and in words what an operator does where it cannot. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** As in party/platform/disk.ts: more than a room writes at once. */
const BYTES = 256 * 1024;

/** By the code of the system's error. */
const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full, or has no file (inode) left: make space there",
  EDQUOT: "the quota of the server's user is used up: make space there, or raise it",
  EFBIG: "a limit of the size of files is reached (ulimit -f): raise it",
  EROFS: "the file system is read-only, often after an error of the disk: see the log of the system",
  EACCES: "the server's user may not write there: give the folder and its files to that user",
  EPERM: "the server's user may not write there: give the folder and its files to that user",
  EIO: "the disk fails: see the log of the system, and save what can be read",
  ENOENT: "the folder is gone",
};
/** Those that go by themselves when somebody makes space. */
const FULL = new Set(["ENOSPC", "EDQUOT"]);

export interface WriteProblem {
  readonly isFull: boolean;
  /** Names the file, the system's error, and what to do. */
  readonly text: string;
}

/** Writes a file into the folder and deletes it; null where that is possible. */
export function writeProblem(folder: string): WriteProblem | null {
  const path = join(folder, `write-test-${process.pid}`);
  try {
    const file = openSync(path, "w", 0o600);
    try {
      for (let left = BYTES; left > 0;) left -= writeSync(file, Buffer.alloc(left));
      fsyncSync(file);
    } finally {
      closeSync(file);
      rmSync(path, { force: true });
    }
    return null;
  } catch (error) {
    return describeProblem(error as NodeJS.ErrnoException);
  }
}

/** How often `measureSync` writes. */
const SYNCS = 9;
/** How long the disk takes for an fsync, in ms: the median. Throws where the folder cannot be written. */
export function measureSync(folder: string): number {
  const path = join(folder, `write-test-${process.pid}`);
  const file = openSync(path, "w", 0o600);
  try {
    const times = Array.from({ length: SYNCS }, () => {
      const start = performance.now();
      writeSync(file, Buffer.alloc(4096));
      fsyncSync(file);
      return performance.now() - start;
    });
    return times.sort((a, b) => a - b)[(SYNCS - 1) / 2] ?? 0;
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}

export function describeProblem({ code = "", message }: NodeJS.ErrnoException): WriteProblem {
  const advice = ADVICE[code];
  return { isFull: FULL.has(code), text: advice === undefined ? message : `${message}: ${advice}` };
}

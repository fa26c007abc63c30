/**
 * Files that survive a power cut. A system keeps what is written in memory for up to half a minute: without fsync, a
 * power cut leaves a file of 0 bytes under its final name, or no file.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Writes a file or a changed list of files (a folder) to the disk. Windows does so with the file itself. */
export function flush(path: string): void {
  if (process.platform === "win32") return;
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Writes a folder with all its files and folders to the disk. */
export function flushTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) flushTree(path);
    else flush(path);
  }
  flush(folder);
}

/** Makes a folder and those above it that are missing. All of them are on the disk when it returns. */
export function makeFolder(path: string, mode = 0o777): void {
  const first = mkdirSync(path, { recursive: true, mode });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  for (let folder = resolve(path); folder !== top;) {
    folder = dirname(folder);
    flush(folder);
  }
}

/** Replaces a file at once: after a power cut it holds the old content or the new one, and never a part. */
export function replaceFile(path: string, content: string, mode: number): void {
  const part = `${path}.new`;
  const file = openSync(part, "w", mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
  flush(dirname(path));
}

import { InstallError } from "../installer";
import type { InstallErrorCode, InstallProgress } from "../installer";
import { parseCheck, toProblem } from "./answers";
import {
  CLOSE_PROGRAM,
  hashProgram,
  openProgram,
  readProgram,
  removeProgram,
  renameProgram,
  reopenProgram,
  temporaryNameOf,
  writeProgram,
} from "./boardPrograms";
import type { ProgramFile } from "./files";
import { BLOCK_BYTES, READ_BYTES } from "./limits";
import type { RawRepl } from "./rawRepl";

/** Runs a program that must not fail; an exception on the board becomes `code`. */
async function run(repl: RawRepl, code: string, errorCode: InstallErrorCode): Promise<string> {
  const { output, error } = await repl.exec(code);
  if (error !== "") throw new InstallError(errorCode, toProblem(error));
  return output;
}

function* blocksOf(bytes: Uint8Array, length: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const toHex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Under which name a file is written. */
type NameOf = (name: string) => string;

/**
 * Writes all files, under temporary names if nothing else is said. Rejects with `not-written` and the board's exception (a full or read-only file
 * system, no memory), after it has removed what it has written, so that the board stays as it was.
 */
export async function writeFiles(
  repl: RawRepl,
  files: readonly ProgramFile[],
  onProgress: (progress: InstallProgress) => void,
  nameOf: NameOf = temporaryNameOf,
): Promise<void> {
  const names = files.map(({ name }) => nameOf(name));
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  let written = 0;
  onProgress({ step: "write", part: 0 });
  try {
    await run(repl, removeProgram(names), "not-written"); // what an interrupted installation has left
    for (const { name, bytes } of files) {
      await run(repl, openProgram(nameOf(name)), "not-written");
      for (const block of blocksOf(bytes, BLOCK_BYTES)) {
        await run(repl, writeProgram(block), "not-written");
        written += block.length;
        onProgress({ step: "write", part: written / total });
      }
      await run(repl, CLOSE_PROGRAM, "not-written");
    }
  } catch (error) {
    if (error instanceof InstallError && error.code === "not-written")
      await repl.exec(CLOSE_PROGRAM + removeProgram(names)).catch(() => {});
    throw error;
  }
}

/** Whether the board's file has these bytes, by its sha-256, or read back by a board that has none. */
async function isSame(
  repl: RawRepl,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  hasHash: boolean,
): Promise<boolean> {
  if (hasHash) {
    const check = parseCheck(await run(repl, hashProgram(name), "not-verified"));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return check?.length === bytes.length && check.hex === toHex(hash);
  }
  await run(repl, reopenProgram(name), "not-verified");
  for (const block of blocksOf(bytes, READ_BYTES)) {
    const check = parseCheck(await run(repl, readProgram(block.length), "not-verified"));
    if (check?.length !== block.length || check.hex !== toHex(block)) return false;
  }
  const end = parseCheck(await run(repl, `${readProgram(1)}${CLOSE_PROGRAM}`, "not-verified"));
  return end?.length === 0;
}

/** Compares the board's files with ours. Rejects with `not-verified`. */
export async function verifyFiles(
  repl: RawRepl,
  files: readonly ProgramFile[],
  hasHash: boolean,
  onProgress: (progress: InstallProgress) => void,
  nameOf: NameOf = temporaryNameOf,
): Promise<void> {
  for (const [i, { name, bytes }] of files.entries()) {
    onProgress({ step: "verify", part: i / files.length });
    if (!(await isSame(repl, nameOf(name), bytes, hasHash))) throw new InstallError("not-verified", name);
  }
  onProgress({ step: "verify", part: 1 });
}

/** Puts the checked files in the place of the old ones. Rejects with `not-written`. */
export const renameFiles = async (repl: RawRepl, files: readonly ProgramFile[]): Promise<void> =>
  void (await run(repl, renameProgram(files.map(({ name }) => name)), "not-written"));

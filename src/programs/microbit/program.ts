import type { ReplProgram } from "../micropython/files";
import type { WriteProgram } from "../micropython/install";
import { verifyFiles, writeFiles } from "../micropython/writeFiles";

export const MICROBIT_PROGRAM: ReplProgram = {
  folder: "microbit",
  files: ["pomodoro_line.py", "main.py"],
  platforms: ["microbit"],
  oldest: [1, 9],
};

/**
 * A micro:bit cannot rename a file, so the files are written under their names, main.py last. A board that is interrupted
 * has no main.py or a part of one, which ends in the prompt.
 */
export const writeInPlace: WriteProgram = async (repl, files, info, onProgress) => {
  const nameOf = (name: string) => name;
  await writeFiles(repl, files, onProgress, nameOf);
  await verifyFiles(repl, files, info.hasHash, onProgress, nameOf);
};

/** Puts a program of ours on a board with MicroPython, over the raw REPL of its serial port. */
import { BAUD_RATE } from "../../board/limits";
import type { PortLike } from "../../board/serial";
import { InstallError } from "../installer";
import type { InstallContext, Installer } from "../installer";
import { openLink } from "../portBytes";
import { parseInfo, toProblem } from "./answers";
import type { BoardInfo } from "./answers";
import { awaitHello } from "./awaitHello";
import { INFO_PROGRAM } from "./boardPrograms";
import { loadFiles, MICROPYTHON_PROGRAM } from "./files";
import type { ProgramFile, ReplProgram } from "./files";
import { makePipe } from "./pipe";
import type { Pipe } from "./pipe";
import { enterRawRepl, leaveRawRepl } from "./rawRepl";
import type { RawRepl } from "./rawRepl";
import { renameFiles, verifyFiles, writeFiles } from "./writeFiles";

/** Writes, checks and replaces the files of a program; after it the board has all new ones, or all old ones. */
export type WriteProgram = (
  repl: RawRepl,
  files: readonly ProgramFile[],
  info: BoardInfo,
  onProgress: InstallContext["onProgress"],
) => Promise<void>;

const writeByRename: WriteProgram = async (repl, files, info, onProgress) => {
  await writeFiles(repl, files, onProgress);
  await verifyFiles(repl, files, info.hasHash, onProgress);
  await renameFiles(repl, files);
};

/** Asks the board what it is, and refuses it before the first byte of a file if the program is not for it. */
async function checkBoard(repl: RawRepl, program: ReplProgram): Promise<BoardInfo> {
  const { output, error } = await repl.exec(INFO_PROGRAM);
  const info = error === "" ? parseInfo(output) : null;
  if (!info) throw new InstallError("no-micropython", toProblem(error || output));
  const [major, minor] = info.version;
  const said = `${info.name} ${info.version.join(".")}, ${info.machine || info.platform}`;
  const isOld = major < program.oldest[0] || (major === program.oldest[0] && minor < program.oldest[1]);
  if (info.name !== "micropython" || isOld) throw new InstallError("no-micropython", said);
  if (!program.platforms.includes(info.platform)) throw new InstallError("wrong-board", said);
  return info;
}

async function installOverPipe(
  pipe: Pipe,
  context: InstallContext,
  program: ReplProgram,
  files: readonly ProgramFile[],
  write: WriteProgram,
): Promise<{ board: string }> {
  const { timers, onProgress } = context;
  onProgress({ step: "check", part: null });
  const repl = await enterRawRepl(pipe, timers.now);
  try {
    const info = await checkBoard(repl, program);
    await write(repl, files, info, onProgress);
  } catch (error) {
    await leaveRawRepl(pipe);
    throw error;
  }
  onProgress({ step: "restart", part: null });
  await repl.restart();
  onProgress({ step: "hello", part: null });
  return { board: await awaitHello(pipe, timers) };
}

/** Installs on a port that is closed, and closes it again. Rejects with an InstallError, or the reason of the signal. */
export async function installOnPort(
  port: PortLike,
  context: InstallContext,
  program: ReplProgram,
  files: readonly ProgramFile[],
  write: WriteProgram = writeByRename,
): Promise<{ board: string }> {
  const { timers, signal, onProgress } = context;
  signal.throwIfAborted();
  onProgress({ step: "connect", part: null });
  const link = await openLink(context, port, BAUD_RATE);
  try {
    return await installOverPipe(makePipe(link, timers, signal), context, program, files, write);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    await link.close();
  }
}

/** The port that the person chooses. Rejects with the reason of the signal, or an AbortError where they gave up. */
export async function askForPort(
  context: InstallContext,
  why: Parameters<InstallContext["choosePort"]>[0],
): Promise<PortLike> {
  const port = await context.choosePort(why);
  context.signal.throwIfAborted();
  if (!port) throw new DOMException("No port was chosen.", "AbortError");
  return port;
}

/** An installer for boards with MicroPython. `load` is how it fetches the files. */
export const makeMicroPythonInstaller =
  (load?: typeof fetch): Installer =>
  async (context) => {
    const files = await loadFiles(MICROPYTHON_PROGRAM, context.signal, load);
    return installOnPort(await askForPort(context, "board"), context, MICROPYTHON_PROGRAM, files);
  };

export const install: Installer = makeMicroPythonInstaller();

import { InstallError } from "../installer";
import { MAX_FILE_BYTES } from "./limits";

/** A program of ours that consists of files in a folder of `firmware/`. */
export interface ReplProgram {
  /** In `firmware/`, and under /firmware/ on the server. */
  readonly folder: string;
  /** In the order in which they get their names: main.py last, because it runs by itself and needs the others. */
  readonly files: readonly string[];
  /** The platforms (`sys.platform`) that it is for. */
  readonly platforms: readonly string[];
  /** The oldest version of MicroPython with everything that it uses. */
  readonly oldest: readonly [major: number, minor: number];
}

export const MICROPYTHON_PROGRAM: ReplProgram = {
  folder: "micropython",
  files: ["pomodoro_line.py", "pomodoro_light.py", "pomodoro_board.py", "main.py"],
  platforms: ["rp2", "esp32"],
  oldest: [1, 20],
};

export interface ProgramFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The files of a program, from the own server. Rejects with `not-loaded`, or with the reason of the signal. */
export async function loadFiles(
  program: ReplProgram,
  signal: AbortSignal,
  load: typeof fetch = fetch,
): Promise<readonly ProgramFile[]> {
  try {
    return await Promise.all(
      program.files.map(async (name) => {
        const response = await load(`/firmware/${program.folder}/${name}`, { signal });
        const bytes = new Uint8Array(await response.arrayBuffer());
        const text = new TextDecoder().decode(bytes);
        // A server may answer an unknown address with its page.
        if (!response.ok || bytes.length === 0 || bytes.length > MAX_FILE_BYTES || /^\s*</.test(text))
          throw new Error(`${name}: ${response.status}`);
        return { name, bytes };
      }),
    );
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new InstallError("not-loaded", cause instanceof Error ? cause.message : "");
  }
}

/** How a program gets onto a board: the steps, the errors, and what an installer is given. */
import type { PortLike } from "../board/serial";
import type { Timers } from "../board/timers";

export type InstallStep = "connect" | "check" | "erase" | "write" | "verify" | "restart" | "hello";

export interface InstallProgress {
  readonly step: InstallStep;
  /** 0 to 1 within the step; null: not known. */
  readonly part: number | null;
}

export type InstallErrorCode =
  | "no-open"
  | "no-answer"
  | "wrong-board"
  | "no-micropython"
  | "wrong-file"
  | "not-written"
  | "not-verified"
  | "unplugged"
  | "no-hello"
  | "not-loaded";

/** Why a program was not installed. `detail` is for a person who asks for more: never treat it as markup. */
export class InstallError extends Error {
  override readonly name = "InstallError";
  constructor(
    readonly code: InstallErrorCode,
    readonly detail = "",
  ) {
    super(detail === "" ? code : `${code}: ${detail}`);
  }
}

export interface InstallContext {
  readonly timers: Timers;
  /** Aborted: Cancel; the installer closes the port and rejects with signal.reason. */
  readonly signal: AbortSignal;
  onProgress(progress: InstallProgress): void;
  /** Shows `why` with a button, because a browser opens its picker only for a click. Null: the person gave up. */
  choosePort(why: "board" | "boot-loader" | "again"): Promise<PortLike | null>;
  /** A file that the person chose (ESP32's image); null where none is needed. */
  readonly file: Uint8Array | null;
}

/** Resolves with the name that the board said in its hello; the port is closed then. */
export type Installer = (context: InstallContext) => Promise<{ board: string }>;

/** What the page and the installers of programs on boards share. An installer knows one way to write one kind of board. */
import type { PortLike } from "../board/serial";
import type { Timers } from "../board/timers";

/** In this order; an installer leaves out what its board does not need. `hello`: the written program has to say it. */
export type InstallStep = "connect" | "check" | "erase" | "write" | "verify" | "restart" | "hello";

export interface InstallProgress {
  readonly step: InstallStep;
  /** 0 to 1 within the step; null: not known. */
  readonly part: number | null;
}

/**
 * no-open: the port could not be opened. no-answer: nothing answers as a board of this kind does. wrong-board: it answers
 * as another one, and nothing was written. no-micropython: it has no MicroPython. wrong-file: the chosen file is no program
 * for this board, and nothing was written. not-written: the board refused or did not take the program. not-verified: the
 * board contains something else than what was written. unplugged: the port was lost. no-hello: the program was written,
 * but does not say hello. not-loaded: the app's file with the program could not be loaded, and nothing was written.
 */
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

/** `detail` is for a report of the problem: what the board or the browser answered, not translated. */
export class InstallError extends Error {
  constructor(
    readonly code: InstallErrorCode,
    readonly detail = "",
  ) {
    super(detail === "" ? code : `${code}: ${detail}`);
    this.name = "InstallError";
  }
}

export interface InstallContext {
  readonly timers: Timers;
  /** Aborted by Cancel: the installer closes the port and rejects with `signal.reason`. */
  readonly signal: AbortSignal;
  onProgress(progress: InstallProgress): void;
  /**
   * Shows `why` with a button, because a browser opens its picker only for a click. Null: the person gave up. `again`: a
   * board that came back as another port. For `boot-loader` and `again` the page first waits whether the browser gives the
   * port by itself, and then asks nothing.
   */
  choosePort(why: "board" | "boot-loader" | "again"): Promise<PortLike | null>;
  /**
   * Resolves in a click of the person, for a picker that the installer itself opens: a browser permits one only for some
   * seconds after a click. Rejects after Cancel.
   */
  awaitClick(): Promise<void>;
  /** A file that the person chose (ESP32's image); null where none is needed. */
  readonly file: Uint8Array | null;
}

/** The code of an installer. `prepare` loads its large part, so that nothing is waited for after the click. */
export interface InstallerModule {
  readonly install: Installer;
  readonly prepare?: () => Promise<unknown>;
}

/** Resolves with the name that the board said in its hello; the port is closed then. Else rejects with an InstallError. */
export type Installer = (context: InstallContext) => Promise<{ board: string }>;

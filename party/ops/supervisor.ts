/** Keeps workerd running: starts it again when it dies, and ends together with it. */
import type { Workerd } from "./workerdProcess";

/** How long workerd may take to close its connections, in ms. The sockets of a room never close by themselves. */
const GRACE_MS = 2000;
/** The pause before workerd is started again, in ms. It doubles with each death that follows soon after a start. */
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2000;
/** A workerd that has lived this long, in ms, resets the pause. */
const STABLE_MS = 30_000;

/** `deaths`: how many times in succession workerd has died soon after it was started. Returns ms. */
export const pauseBeforeStart = (deaths: number): number =>
  Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** deaths);

/** workerd, running. */
export interface RunningWorkerd {
  readonly port: number;
  /** Ends workerd, as in a crash, and starts it at once again: nothing that was acknowledged is lost. */
  restart(): void;
}

export interface SupervisorOptions {
  readonly start: () => Workerd;
  /** Called before workerd is started again, while nothing uses the rooms. */
  readonly beforeRestart: () => void;
  /** Called when a workerd has ended that never listened: whether what it needs has been mended, so that it starts again. */
  readonly mend: () => boolean;
  /** Called each time when workerd listens. */
  readonly onListen: (port: number, workerd: Workerd) => void;
  /** Gets the lines about what fails. */
  readonly print: (line: string) => void;
  /** Called where workerd cannot be run at all. */
  readonly onError: (error: Error) => void;
}

/**
 * Runs workerd until SIGINT or SIGTERM, which end workerd and this process with exit code 0. Resolves when it
 * listens for the first time. A workerd that ends before that ends this process too, with its exit code or with 1:
 * then something is wrong that another try does not mend.
 */
export function runWorkerd(options: SupervisorOptions): Promise<RunningWorkerd> {
  const { start, beforeRestart, mend, onListen, print, onError } = options;
  return new Promise((resolve) => {
    let current: Workerd | null = null;
    let hasListened = false;
    let isStopping = false;
    let isRestarting = false;
    let deaths = 0;

    const run = (): void => {
      const workerd = start();
      current = workerd;
      let isListening = false;
      let startedAt = performance.now();
      void workerd.port.then((port) => {
        startedAt = performance.now();
        isListening = true;
        onListen(port, workerd);
        if (hasListened) process.stdout.write("Shared Pomodoro runs again\n");
        hasListened = true;
        resolve({ port, restart: end });
      });
      workerd.process.on("error", onError);
      // "close" comes after the last line of the output.
      workerd.process.on("close", (code, signal) => {
        current = null;
        if (isStopping) process.exit(0);
        const isMended = !isListening && mend();
        if (!hasListened && !isMended) {
          console.error(`Shared Pomodoro ended: workerd ${signal ?? code}`);
          process.exit(code === null || code === 0 ? 1 : code);
        }
        if (isRestarting) {
          isRestarting = false;
          return restart();
        }
        deaths = performance.now() - startedAt < STABLE_MS ? deaths + 1 : 0;
        const pause = pauseBeforeStart(deaths);
        print(`workerd ended (${signal ?? code}) and starts again in ${pause} ms`);
        setTimeout(restart, pause);
      });
    };
    const restart = (): void => {
      if (isStopping) return;
      try {
        beforeRestart();
      } catch (error) {
        print((error as Error).message);
      }
      run();
    };
    /** Where workerd has just died, it starts again anyway. */
    const end = (): void => {
      isRestarting = current !== null;
      current?.process.kill("SIGKILL");
    };
    const stop = (): void => {
      if (isStopping) return;
      isStopping = true;
      if (current === null) process.exit(0);
      current.process.kill("SIGTERM");
      setTimeout(() => current?.process.kill("SIGKILL"), GRACE_MS).unref();
    };

    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
    process.on("exit", () => current?.process.kill("SIGKILL"));
    run();
  });
}

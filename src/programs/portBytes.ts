/** A serial port for an installer: opened at any speed, read by the number of bytes, with a time limit for each step. */
import { BoardError } from "../board/board";
import type { ByteLink } from "../board/board";
import { OPEN_ATTEMPTS, OPEN_RETRY_MS } from "../board/limits";
import { openPort } from "../board/serial";
import type { PortLike } from "../board/serial";
import { inTime } from "../board/timers";
import { InstallError } from "./installer";
import type { InstallContext, InstallErrorCode } from "./installer";

/** How long the port has to take what is written, in ms. */
const WRITE_TIMEOUT_MS = 5000;

/** All methods reject with the signal's reason after Cancel, and with `unplugged` when the port is gone. */
export interface PortBytes {
  write(bytes: Uint8Array | readonly number[]): Promise<void>;
  /** The next `count` bytes; null if they have not all arrived within `ms`: then none of them is taken. */
  read(count: number, ms: number): Promise<Uint8Array | null>;
  /** Drops what has arrived. */
  discard(): void;
  /** Sets DTR and RTS both high or both low. A port without them is left as it is. */
  setSignals(areHigh: boolean): Promise<void>;
  /** Never rejects. */
  close(): Promise<void>;
}

type Patience = Pick<InstallContext, "timers" | "signal">;

/** Resolves after `ms`; rejects with the signal's reason when Cancel is chosen. */
export const pause = ({ timers, signal }: Patience, ms: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const cancel = (): void => {
      stop();
      reject(signal.reason as Error);
    };
    const stop = timers.after(ms, () => {
      signal.removeEventListener("abort", cancel);
      resolve();
    });
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
  });

/** What went wrong with a port, as an InstallError. Cancel's reason stays as it is. */
export function toInstallError(cause: unknown, signal: AbortSignal, fallback: InstallErrorCode): unknown {
  if (cause instanceof InstallError || (signal.aborted && cause === signal.reason)) return cause;
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new InstallError(
    cause instanceof BoardError && cause.code === "unplugged" ? "unplugged" : fallback,
    detail,
  );
}

/**
 * Opens a port, with DTR and RTS high. `attempts`: more than one for a device that was plugged in just now, because a system
 * needs a moment to permit it. Rejects with `no-open`.
 */
export async function openLink(
  context: Patience,
  port: PortLike,
  baudRate: number,
  attempts = OPEN_ATTEMPTS,
): Promise<ByteLink> {
  for (let left = attempts; ; left--) {
    context.signal.throwIfAborted();
    try {
      return await openPort(port, context.timers, baudRate);
    } catch (cause) {
      if (left <= 1) throw toInstallError(cause, context.signal, "no-open");
      await pause(context, OPEN_RETRY_MS);
    }
  }
}

/** Opens a port as `openLink` does, to be read by the number of bytes. */
export async function openPortBytes(
  context: Patience,
  port: PortLike,
  baudRate: number,
  attempts?: number,
): Promise<PortBytes> {
  const { timers, signal } = context;
  const link = await openLink(context, port, baudRate, attempts);
  let received: number[] = [];
  let lost: InstallError | null = null;
  /** Called when bytes have arrived, the port is lost or Cancel is chosen. */
  let wake: () => void = () => {};
  const onAbort = (): void => wake();
  signal.addEventListener("abort", onAbort);
  link.start(
    (chunk) => {
      for (const byte of chunk) received.push(byte);
      wake();
    },
    (error) => {
      lost = new InstallError("unplugged", error.message);
      wake();
    },
  );
  function check(): void {
    signal.throwIfAborted();
    if (lost) throw lost;
  }

  return {
    async write(bytes) {
      check();
      const writing = link.write(Uint8Array.from(bytes)).then(
        () => true,
        () => true, // the port is lost, which the reading side reports
      );
      const isWritten = await inTime(timers, writing, false, WRITE_TIMEOUT_MS);
      check();
      if (!isWritten) throw new InstallError("no-answer", "the port takes no bytes");
    },
    read: (count, ms) =>
      new Promise((resolve, reject) => {
        const settle = (finish: () => void): void => {
          stop();
          wake = () => {};
          finish();
        };
        const stop = timers.after(ms, () => settle(() => resolve(null)));
        wake = () => {
          if (received.length >= count) {
            const taken = Uint8Array.from(received.slice(0, count));
            received = received.slice(count);
            return settle(() => resolve(taken));
          }
          if (signal.aborted) return settle(() => reject(signal.reason as Error));
          if (lost) return settle(() => reject(lost as InstallError));
        };
        wake();
      }),
    discard() {
      received = [];
    },
    setSignals: (areHigh) => link.setSignals(areHigh).catch(() => {}),
    async close() {
      signal.removeEventListener("abort", onAbort);
      await link.close();
    },
  };
}

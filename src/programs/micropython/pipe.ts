import type { BoardError, ByteLink } from "../../board/board";
import { inTime, settled } from "../../board/timers";
import type { Timers } from "../../board/timers";
import { InstallError } from "../installer";
import { ANSWER_TIMEOUT_MS, MAX_WAITING_BYTES } from "./limits";

/** A port in use for an installation. Texts are Latin-1: one character for each byte. All methods reject with the reason
 * of the signal when that is aborted, and with `unplugged` when the board is gone. */
export interface Pipe {
  /** Rejects with `no-answer` if the board does not take the bytes within ANSWER_TIMEOUT_MS. */
  write(text: string): Promise<void>;
  /** Reads up to and with `end`, and returns what is before it; null if it has not come within `ms`. */
  readUntil(end: string, ms: number): Promise<string | null>;
  /** Reads `count` bytes; null if they have not come within `ms`. */
  read(count: number, ms: number): Promise<string | null>;
  /** What has come and is not read. */
  readonly waiting: string;
  /** Forgets what has come and is not read. */
  discard(): void;
  /** From now on all bytes go to `onBytes`, those that wait included. */
  listen(onBytes: (chunk: Uint8Array) => void): void;
  setSignals(areHigh: boolean): Promise<void>;
  /** Rejects when the board is gone or the signal is aborted; never resolves. */
  readonly lost: Promise<never>;
  pause(ms: number): Promise<void>;
}

const toText = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};
const toBytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** Reads and writes on an open port. The caller closes `link`. */
export function makePipe(link: ByteLink, timers: Timers, signal: AbortSignal): Pipe {
  let waiting = "";
  let wake: () => void = () => {};
  let listener: ((chunk: Uint8Array) => void) | null = null;

  const lost = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    const onLost = ({ message }: BoardError) => reject(new InstallError("unplugged", message));
    link.start((chunk) => {
      if (listener) return listener(chunk);
      waiting = (waiting + toText(chunk)).slice(-MAX_WAITING_BYTES);
      wake();
    }, onLost);
  });
  lost.catch(() => {}); // each method that waits reports it

  /** Waits until `find` finds something in what has come; null after `ms`. */
  async function waitFor<T>(find: () => T | null, ms: number): Promise<T | null> {
    const until = timers.now() + ms;
    for (;;) {
      const found = find();
      if (found !== null) return found;
      const left = until - timers.now();
      if (left <= 0) return null;
      const arrival = new Promise<void>((resolve) => void (wake = resolve));
      await Promise.race([inTime(timers, arrival, undefined, left), lost]);
    }
  }
  function take(length: number, endLength = 0): string {
    const text = waiting.slice(0, length);
    waiting = waiting.slice(length + endLength);
    return text;
  }

  return {
    lost,
    async write(text) {
      const writing = link.write(toBytes(text)).then(() => true);
      writing.catch(() => {}); // it may fail after this has stopped waiting
      if (!(await Promise.race([inTime(timers, writing, false, ANSWER_TIMEOUT_MS), lost])))
        throw new InstallError("no-answer", "the board takes no bytes");
    },
    readUntil: (end, ms) =>
      waitFor(() => {
        const at = waiting.indexOf(end);
        return at === -1 ? null : take(at, end.length);
      }, ms),
    read: (count, ms) => waitFor(() => (waiting.length < count ? null : take(count)), ms),
    get waiting() {
      return waiting;
    },
    discard() {
      waiting = "";
    },
    listen(onBytes) {
      listener = onBytes;
      onBytes(toBytes(waiting));
      waiting = "";
    },
    setSignals: (areHigh) => settled(timers, link.setSignals(areHigh)),
    pause: (ms) => Promise.race([new Promise<void>((resolve) => void timers.after(ms, resolve)), lost]),
  };
}

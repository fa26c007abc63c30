import { ANSWER_TIMEOUT_MS, MAX_RETRIES } from "./limits";
import type { Timers } from "./timers";
import type { BoardLine, HostLine } from "./wire";

/** A line that the board must answer. Hello is not one: the session repeats it by its own rule. */
type RequestLine = Exclude<HostLine, { t: "hello" }>;

export interface Exchange {
  /** Whether a line waits for its answer; nothing else may be sent until then. */
  readonly isBusy: boolean;
  send(line: RequestLine): void;
  /** Takes a line from the board; true if it is the answer that was waited for. */
  receive(line: BoardLine): boolean;
  /** Stops waiting for the answer. */
  cancel(): void;
}

/**
 * Sends one line at a time and waits for its answer, because an Uno's receive buffer has 64 bytes. Sends the line again
 * after ANSWER_TIMEOUT_MS without an answer (`onResend` gets "no answer") and when the `ok` repeats other values than
 * were sent (`onResend` gets "damaged"). After MAX_RETRIES repetitions it calls `onGiveUp`.
 */
export function makeExchange(
  timers: Timers,
  write: (line: HostLine) => void,
  onResend: (reason: "no answer" | "damaged") => void,
  onGiveUp: () => void,
): Exchange {
  let pending: { readonly line: RequestLine; retries: number; cancelTimer: () => void } | null = null;

  function cancel(): void {
    pending?.cancelTimer();
    pending = null;
  }

  function attempt(line: RequestLine, retries: number): void {
    pending = { line, retries, cancelTimer: timers.after(ANSWER_TIMEOUT_MS, () => retry("no answer")) };
    write(line);
  }

  function retry(reason: "no answer" | "damaged"): void {
    if (!pending) return;
    const { line, retries } = pending;
    cancel();
    if (retries === MAX_RETRIES) return onGiveUp();
    onResend(reason);
    attempt(line, retries + 1);
  }

  return {
    get isBusy() {
      return pending !== null;
    },
    send: (line) => attempt(line, 0),
    receive(received) {
      if (!pending) return false;
      const { line } = pending;
      if (
        received.t === "ok" &&
        line.t === "state" &&
        (received.s !== line.s || received.left !== line.left)
      ) {
        retry("damaged");
        return false;
      }
      const isAnswer =
        received.t === "err" || // an answer too: the caller logs it, and the line is not sent again
        (received.t === "ok" && line.t === "state") ||
        (received.t === "pong" && line.t === "ping");
      if (isAnswer) cancel();
      return isAnswer;
    },
    cancel,
  };
}

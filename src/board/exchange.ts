import type { Timers } from "./timers";
import type { BoardLine, HostLine } from "./wire";

/** A line without its answer for this many ms is sent again. */
export const ANSWER_WITHIN = 1000;
/** How often it is sent again before the board counts as lost. */
export const TRIES_AGAIN = 3;

type Asked = Exclude<HostLine, { t: "hello" }>;

export interface Exchange {
  /** Whether a line waits for its answer; nothing else may be sent until then. */
  readonly busy: boolean;
  send(line: Asked): void;
  /** Takes what the board said; true when that ended the wait. */
  answer(line: BoardLine): boolean;
  /** Stops waiting, without an answer. */
  drop(): void;
}

/**
 * One unanswered line at a time (an Uno's receive buffer is 64 bytes). `onResend` hears why: nothing came
 * for a second, or an `ok` that echoed something else, so the line was damaged on its way.
 */
export function makeExchange(
  timers: Timers,
  write: (line: HostLine) => void,
  onResend: (why: "no answer" | "damaged") => void,
  onGiveUp: () => void,
): Exchange {
  let waiting: { readonly line: Asked; again: number; stop: () => void } | null = null;

  function drop(): void {
    waiting?.stop();
    waiting = null;
  }

  function attempt(line: Asked, again: number): void {
    waiting = { line, again, stop: timers.after(ANSWER_WITHIN, () => retry("no answer")) };
    write(line);
  }

  function retry(why: "no answer" | "damaged"): void {
    if (!waiting) return;
    const { line, again } = waiting;
    drop();
    if (again === TRIES_AGAIN) return onGiveUp();
    onResend(why);
    attempt(line, again + 1);
  }

  return {
    get busy() {
      return waiting !== null;
    },
    send: (line) => attempt(line, 0),
    answer(heard) {
      if (!waiting) return false;
      const { line } = waiting;
      if (heard.t === "ok" && line.t === "state" && (heard.s !== line.s || heard.left !== line.left)) {
        retry("damaged");
        return false;
      }
      const answered =
        heard.t === "err" || // an answer too: logged by the caller, not repeated
        (heard.t === "ok" && line.t === "state") ||
        (heard.t === "pong" && line.t === "ping");
      if (answered) drop();
      return answered;
    },
    drop,
  };
}

import {
  HELLO_INTERVAL_MS,
  HELLO_TIMEOUT_MS,
  LOWER_SIGNALS_AFTER_MS,
  RAISE_SIGNALS_AFTER_MS,
  SILENT_HELLO_INTERVAL_MS,
} from "./limits";
import type { Timers } from "./timers";

/** When the last hello is sent to a board that has never answered: as long after the signals are high again as before. */
const LAST_HELLO_MS = RAISE_SIGNALS_AFTER_MS + LOWER_SIGNALS_AFTER_MS;

export interface Handshake {
  /** `isKnown`: the board has answered on this connection before, so its signals are right. */
  start(isKnown: boolean): void;
  /** Sends no more hellos; the signals stay as they are. */
  stop(): void;
  /** Sends a hello to a board that has stopped answering, now and then, until it answers or `stop` is called. */
  remind(): void;
}

/**
 * Sends hello until the board answers, which is when the caller stops it. DTR and RTS are high, then low for a board that
 * stays in reset while one of them is high, then high again for a board that was not ready the first time and is silent
 * while DTR is low. `onNoAnswer` is called once, after HELLO_TIMEOUT_MS.
 */
export function makeHandshake(
  clock: Timers,
  sendHello: () => void,
  setSignals: (areHigh: boolean) => void,
  onNoAnswer: () => void,
): Handshake {
  let cancel: () => void = () => {};
  let areHigh = true;

  function hold(high: boolean): void {
    if (high === areHigh) return;
    areHigh = high;
    setSignals(high);
  }

  function run(startedAt: number, isKnown: boolean, hasFailed: boolean): void {
    const elapsed = clock.now() - startedAt;
    if (!isKnown) hold(elapsed < LOWER_SIGNALS_AFTER_MS || elapsed >= RAISE_SIGNALS_AFTER_MS);
    const isLate = elapsed >= HELLO_TIMEOUT_MS;
    if (isLate && !hasFailed) onNoAnswer();
    if (elapsed >= (isKnown ? HELLO_TIMEOUT_MS : LAST_HELLO_MS)) return;
    sendHello();
    cancel = clock.after(HELLO_INTERVAL_MS, () => run(startedAt, isKnown, isLate));
  }

  const stop = () => cancel();

  return {
    start(isKnown) {
      stop();
      run(clock.now(), isKnown, false);
    },
    stop,
    remind() {
      stop();
      cancel = clock.after(SILENT_HELLO_INTERVAL_MS, () => {
        sendHello();
        this.remind();
      });
    },
  };
}

import { toBoardError, unpluggedError } from "./board";
import type { BoardError, BoardLink, GrantedDevice } from "./board";
import { OPEN_PATIENCE_MS, OPEN_RETRY_MAX_MS, OPEN_RETRY_MS } from "./limits";
import type { Timers } from "./timers";

/**
 * Opens a device, and tries again while another program has it, for at most OPEN_PATIENCE_MS. `onBusy` is called once,
 * when the first `attempts` have failed. Null: it is no longer wanted. Rejects with the error of the last attempt, with
 * one that no other attempt can mend, or with `unplugged` if the device is gone.
 */
export async function openDevice(
  device: GrantedDevice<BoardLink>,
  attempts: number,
  timers: Timers,
  signal: AbortSignal,
  onBusy: (error: BoardError) => void,
): Promise<BoardLink | null> {
  const startedAt = timers.now();
  let wait = OPEN_RETRY_MS;
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      return await device.open();
    } catch (cause) {
      const error = toBoardError(cause, "no-open");
      const isThere = (await device.findAlike()).some(({ source }) => source === device.source);
      if (signal.aborted) return null;
      if (!isThere) throw unpluggedError();
      if (error.code !== "no-open" || timers.now() - startedAt + wait > OPEN_PATIENCE_MS) throw error;
      if (attempt === attempts) onBusy(error);
      await pause(timers, wait, signal);
      if (attempt >= attempts) wait = Math.min(2 * wait, OPEN_RETRY_MAX_MS);
    }
  }
  return null;
}

const pause = (timers: Timers, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = timers.after(ms, resolve);
    const onAbort = () => {
      cancel();
      resolve();
    };
    signal.addEventListener("abort", onAbort, { once: true });
  });

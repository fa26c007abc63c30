import type { BoardLink, GrantedDevice } from "./board";
import { OPEN_RETRY_MS } from "./limits";
import type { Timers } from "./timers";

/**
 * Opens a device in at most `attempts` attempts, OPEN_RETRY_MS apart. Null: it is no longer wanted. Rejects with the
 * error of the last attempt.
 */
export async function openDevice(
  device: GrantedDevice<BoardLink>,
  attempts: number,
  timers: Timers,
  isWanted: () => boolean,
): Promise<BoardLink | null> {
  for (let left = attempts; isWanted(); left--) {
    try {
      return await device.open();
    } catch (error) {
      if (left <= 1) throw error;
      await new Promise<void>((resolve) => timers.after(OPEN_RETRY_MS, resolve));
    }
  }
  return null;
}

import type { BoardLink, GrantedDevice } from "./board";
import type { BoardLock } from "./lock";

/** The result of `acquire`. `owner` is the title of the tab that owns the board, null if that tab does not answer. */
export type OwnershipResult = "owned" | "cancelled" | { readonly owner: string | null };

/** This tab's ownership of at most one board. */
export interface Ownership {
  /**
   * Acquires `device` and releases a board of another model. A board that this tab owns already stays owned without a
   * moment at which another tab could acquire it. `isWanted` is called after every wait: false gives "cancelled". If
   * another tab owns the board, `onAvailable` is called once when that tab releases it.
   */
  acquire(
    device: GrantedDevice<BoardLink>,
    isWanted: () => boolean,
    onAvailable: () => void,
  ): Promise<OwnershipResult>;
  /** Stops waiting for a board that another tab owns. */
  stopWaiting(): void;
  release(): void;
}

export function makeOwnership(lock: BoardLock): Ownership {
  let owned: { readonly key: string; readonly release: () => void } | null = null;
  let stopWaiting: () => void = () => {};

  function release(): void {
    owned?.release();
    owned = null;
  }

  return {
    async acquire(device, isWanted, onAvailable) {
      const { key } = device;
      if (owned && owned.key !== key) release();
      if (key === null || owned) return "owned";
      const slots = await device.countAlike();
      const releaseLock = await lock.acquire(key, slots).catch(() => null);
      if (!isWanted()) {
        releaseLock?.();
        return "cancelled";
      }
      if (releaseLock) {
        owned = { key, release: releaseLock };
        return "owned";
      }
      stopWaiting = lock.onAvailable(key, slots, () => {
        if (isWanted()) onAvailable();
      });
      const owner = await lock.findOwner(key);
      return isWanted() ? { owner } : "cancelled";
    },
    stopWaiting: () => stopWaiting(),
    release,
  };
}

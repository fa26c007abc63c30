import type { BoardLink, GrantedDevice } from "./board";
import type { BoardLock } from "./lock";

type Device = GrantedDevice<BoardLink>;

/**
 * The result of `acquire`: the device to open; `nowhere`: this tab may have a board, but other tabs have all that are
 * plugged in; or `owner`, the title of the tab that owns the board, null if that tab does not answer.
 */
export type OwnershipResult =
  "cancelled" | "nowhere" | { readonly device: Device } | { readonly owner: string | null };

/** This tab's ownership of at most one board. */
export interface Ownership {
  /**
   * Acquires `device`, or another one of the same model if a tab owns that one already, and releases a board of another
   * model. A board that this tab owns already stays owned without a moment at which another tab could acquire it.
   * `isWanted` is called after every wait: false gives "cancelled". If other tabs own all boards of the model,
   * `onAvailable` is called once when one of them releases its own.
   */
  acquire(device: Device, isWanted: () => boolean, onAvailable: () => void): Promise<OwnershipResult>;
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

  /** Only one tab at a time does this: the next one is told what this one has chosen. */
  async function choose(
    device: Device,
    key: string,
    isWanted: () => boolean,
  ): Promise<Device | "cancelled" | "nowhere" | "taken"> {
    const alike = await device.findAlike();
    if (!isWanted()) return "cancelled";
    if (!owned) {
      const releaseLock = await lock.acquire(key, Math.max(1, alike.length)).catch(() => null);
      if (!isWanted()) {
        releaseLock?.();
        return "cancelled";
      }
      if (!releaseLock) return "taken";
      owned = { key, release: releaseLock };
    }
    const taken = await lock.findPlaces(key);
    if (!isWanted()) return "cancelled";
    const free = alike.filter((_, place) => !taken.has(place));
    const chosen = free.find(({ source }) => source === device.source) ?? free[0];
    if (!chosen && alike.length > 0) return "nowhere";
    const { source } = chosen ?? device;
    lock.setPlace(key, async () => (await device.findAlike()).findIndex((one) => one.source === source));
    return chosen ?? device;
  }

  return {
    async acquire(device, isWanted, onAvailable) {
      const { key } = device;
      if (owned && owned.key !== key) release();
      if (key === null) return { device };
      const choice = await lock.exclusively(key, () => choose(device, key, isWanted));
      if (!isWanted()) return "cancelled";
      if (choice === "cancelled" || choice === "nowhere") return choice;
      if (choice !== "taken") return { device: choice };
      const slots = Math.max(1, (await device.findAlike()).length);
      if (!isWanted()) return "cancelled";
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

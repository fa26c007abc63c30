import type { BoardLink, Found } from "./board";
import type { BoardLock } from "./lock";

/** What became of wanting a board: ours, another tab's (with its title if it answers), or no longer wanted. */
export type Owning = "ours" | "void" | { readonly owner: string | null };

/** This tab's claim to one board. */
export interface Owner {
  /**
   * Claims `found`, giving up a claim to a board of another make; a claim that we have stays ours without a
   * moment in which another tab could take it. `wanted` is asked after every wait. If another tab has the
   * board, `onFree` is called once when it lets go.
   */
  claim(found: Found<BoardLink>, wanted: () => boolean, onFree: () => void): Promise<Owning>;
  /** Waits no longer for another tab's board. */
  stopWaiting(): void;
  letGo(): void;
}

export function makeOwner(lock: BoardLock): Owner {
  let owned: { readonly key: string; readonly release: () => void } | null = null;
  let stop: () => void = () => {};

  function letGo(): void {
    owned?.release();
    owned = null;
  }

  return {
    async claim(found, wanted, onFree) {
      const { key } = found;
      if (owned && owned.key !== key) letGo();
      if (key === null || owned) return "ours";
      const slots = await found.alike();
      const release = await lock.take(key, slots).catch(() => null);
      if (!wanted()) {
        release?.();
        return "void";
      }
      if (release) {
        owned = { key, release };
        return "ours";
      }
      stop = lock.whenFree(key, slots, () => {
        if (wanted()) onFree();
      });
      const owner = await lock.whoHas(key);
      return wanted() ? { owner } : "void";
    },
    stopWaiting: () => stop(),
    letGo,
  };
}

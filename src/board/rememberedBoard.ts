/** The board that this device used last, in `localStorage`. */
import type { BoardKind } from "./board";

export interface RememberedBoard {
  readonly kind: BoardKind;
  /** Such as `serial:2341:0043`. */
  readonly key: string;
}

export interface RememberedBoardStore {
  get(): RememberedBoard | null;
  /** Null forgets the board. */
  set(board: RememberedBoard | null): void;
  /** Whether the browser permits it. */
  works(): boolean;
}

const STORAGE_KEY = "shared-pomodoro board";

/**
 * Ignores storage that is full or forbidden. `storage` is a function, because a browser that forbids storage throws
 * already when `localStorage` is read.
 */
export function makeRememberedBoardStore(
  storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">,
): RememberedBoardStore {
  return {
    get() {
      try {
        const key = storage().getItem(STORAGE_KEY);
        const kind = key?.split(":")[0];
        return key && (kind === "serial" || kind === "hid") ? { kind, key } : null;
      } catch {
        return null;
      }
    },
    works() {
      try {
        storage().getItem(STORAGE_KEY);
        return true;
      } catch {
        return false;
      }
    },
    set(board) {
      try {
        if (board) storage().setItem(STORAGE_KEY, board.key);
        else storage().removeItem(STORAGE_KEY);
      } catch {
        // The board is not remembered: the user connects it again on the next visit.
      }
    },
  };
}

/** Whether a board is remembered; without one, the page does not load the board code. */
export const hasRememberedBoard = (): boolean => makeRememberedBoardStore(() => localStorage).get() !== null;

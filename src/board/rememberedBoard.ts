/** The board that this device used last, in `localStorage`. */
import { readRememberedBoard, STORAGE_KEY } from "./readRememberedBoard";
import type { RememberedBoard } from "./readRememberedBoard";

export interface RememberedBoardStore {
  get(): RememberedBoard | null;
  /** Null forgets the board. */
  set(board: RememberedBoard | null): void;
  /** Whether the browser permits it. */
  works(): boolean;
  /**
   * Whether the browser gives the board back by itself when it is plugged in again. It does not where the device has no
   * serial number (except on Windows), and it tells the page nothing of this: only a replug shows it. Null: not known.
   */
  returns(board: RememberedBoard): boolean | null;
  setReturns(board: RememberedBoard, returns: boolean): void;
}

/** A separate entry, because an older version of the app must still be able to read the other. */
const RETURNS_KEY = "shared-pomodoro board returns";

/**
 * Ignores storage that is full or forbidden. `storage` is a function, because a browser that forbids storage throws
 * already when `localStorage` is read.
 */
export function makeRememberedBoardStore(
  storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">,
): RememberedBoardStore {
  return {
    get: () => readRememberedBoard(storage),
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
        else for (const name of [STORAGE_KEY, RETURNS_KEY]) storage().removeItem(name);
      } catch {
        // The board is not remembered: the user connects it again on the next visit.
      }
    },
    returns({ key }) {
      try {
        const entry = storage().getItem(RETURNS_KEY);
        return entry === `yes ${key}` ? true : entry === `no ${key}` ? false : null;
      } catch {
        return null;
      }
    },
    setReturns({ key }, returns) {
      try {
        storage().setItem(RETURNS_KEY, `${returns ? "yes" : "no"} ${key}`);
      } catch {
        // The sheet then says what is true in both cases.
      }
    },
  };
}

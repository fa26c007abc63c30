import type { BoardKind } from "../board/board";

/** The board that this device used last: two strings, in whatever keeps them. */
export interface Memory {
  get(): Remembered | null;
  set(board: Remembered | null): void;
}

export interface Remembered {
  readonly kind: BoardKind;
  readonly key: string;
}

const NAME = "shared-pomodoro board";

/** Keeps it in `localStorage` (merely to name it may throw), and does without where that is full or forbidden. */
export function makeMemory(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">): Memory {
  return {
    get() {
      try {
        const key = storage().getItem(NAME);
        const kind = key?.split(":")[0];
        return key && (kind === "serial" || kind === "hid") ? { kind, key } : null;
      } catch {
        return null;
      }
    },
    set(board) {
      try {
        if (board) storage().setItem(NAME, board.key);
        else storage().removeItem(NAME);
      } catch {
        // the next visit will ask again
      }
    },
  };
}

/** Whether a board is remembered, for a page that loads the rest of this folder only then. */
export const remembersBoard = (): boolean => makeMemory(() => localStorage).get() !== null;

/** Reads which board this device used last: all that a page without a board needs of it. */
import type { BoardKind } from "./board";

export interface RememberedBoard {
  readonly kind: BoardKind;
  /** Such as `serial:2341:0043`. */
  readonly key: string;
}

export const STORAGE_KEY = "shared-pomodoro board";

/** Null: none is remembered, or the browser forbids storage, which throws already when `localStorage` is read. */
export function readRememberedBoard(storage: () => Pick<Storage, "getItem">): RememberedBoard | null {
  try {
    const key = storage().getItem(STORAGE_KEY);
    const kind = key?.split(":")[0];
    return key && (kind === "serial" || kind === "hid") ? { kind, key } : null;
  } catch {
    return null;
  }
}

/** Whether a board is remembered; without one, the page does not load the board code. */
export const hasRememberedBoard = (): boolean => readRememberedBoard(() => localStorage) !== null;

/** Which sheet is open. One at a time; the back button closes it, as Escape and a gesture do. */
import { createContext, createSignal, onCleanup, untrack, useContext } from "solid-js";
import type { Accessor } from "solid-js";

const NAMES = ["setup", "share", "join", "host", "people", "history", "device", "keys"] as const;
export type SheetName = (typeof NAMES)[number];

/** The sheet that the address asks for (`/?sheet=join`, as the app's shortcuts do), or null. */
export function askedSheet(): SheetName | null {
  const asked = new URLSearchParams(location.search).get("sheet");
  return NAMES.find((name) => name === asked) ?? null;
}

export interface Sheets {
  readonly open: Accessor<SheetName | null>;
  readonly show: (name: SheetName) => void;
  readonly close: () => void;
}
export const SheetsContext = createContext<Sheets>();

export function createSheets(initial: SheetName | null = null): Sheets {
  const [open, setOpen] = createSignal<SheetName | null>(initial);
  /** Whether an entry of the history stands for the open sheet. */
  let entered = false;
  /** Whether closing has left that entry, and the browser has still to say so: by then another sheet may be open. */
  let leaving = false;
  function enter(): void {
    history.pushState({ sheet: true }, "");
    entered = true;
  }
  function onPop(): void {
    if (leaving) {
      leaving = false;
      if (untrack(open) !== null) enter();
      return;
    }
    entered = false;
    setOpen(null);
  }
  addEventListener("popstate", onPop);
  onCleanup(() => removeEventListener("popstate", onPop));
  return {
    open,
    show(name) {
      if (!entered && !leaving) enter();
      setOpen(name);
    },
    close() {
      setOpen(null);
      if (!entered) return;
      entered = false;
      leaving = true;
      history.back();
    },
  };
}

export function useSheets(): Sheets {
  const sheets = useContext(SheetsContext);
  if (sheets === undefined) throw new Error("useSheets is called outside the screen");
  return sheets;
}

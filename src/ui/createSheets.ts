/** Which sheet is open, at most one. The browser's back button closes it, as Escape and a drag do. */
import { createContext, createSignal, onCleanup, untrack, useContext } from "solid-js";
import type { Accessor } from "solid-js";

const NAMES = ["setup", "tasks", "share", "join", "host", "people", "history", "device", "keys"] as const;
export type SheetName = (typeof NAMES)[number];

/** The sheet that an address names (`/?sheet=join`, as the app's shortcuts in the system do), or null. */
export function sheetFromUrl(url: URL): SheetName | null {
  const requested = url.searchParams.get("sheet");
  return NAMES.find((name) => name === requested) ?? null;
}

export interface Sheets {
  /** Null while no sheet is open. */
  readonly open: Accessor<SheetName | null>;
  readonly show: (name: SheetName) => void;
  readonly close: () => void;
}
export const SheetsContext = createContext<Sheets>();

/** An open sheet has an entry of its own in the browser's history; the initial one has none. */
export function createSheets(initial: SheetName | null = null): Sheets {
  const [open, setOpen] = createSignal<SheetName | null>(initial);
  /** Whether the current entry of the history is that of a sheet; after a reload it may be that of a closed one. */
  let hasEntry: boolean = history.state?.sheet;
  /** Whether `history.back()` was called and its `popstate` event is still to come. A sheet may be opened meanwhile. */
  let isLeaving = false;
  function addEntry(): void {
    history.pushState({ sheet: true }, "");
    hasEntry = true;
  }
  function onPopState(): void {
    if (isLeaving) {
      isLeaving = false;
      if (untrack(open) !== null) addEntry();
      return;
    }
    hasEntry = history.state?.sheet;
    setOpen(null);
  }
  addEventListener("popstate", onPopState);
  onCleanup(() => removeEventListener("popstate", onPopState));
  return {
    open,
    show(name) {
      if (!hasEntry && !isLeaving) addEntry();
      setOpen(name);
    },
    close() {
      setOpen(null);
      if (!hasEntry) return;
      hasEntry = false;
      isLeaving = true;
      history.back();
    },
  };
}

export function useSheets(): Sheets {
  const sheets = useContext(SheetsContext);
  if (sheets === undefined) throw new Error("useSheets is called outside the screen");
  return sheets;
}

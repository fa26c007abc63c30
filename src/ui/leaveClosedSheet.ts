/** Keeps the entries of closed sheets out of the way of the browser's back button. */
import { onCleanup, untrack } from "solid-js";
import type { Sheets } from "./createSheets";

/** After a reload, and on the way forward, goes back from the entry of a closed sheet: so that one step back is enough. */
export function leaveClosedSheet(sheets: Sheets): void {
  const leave = (): void => void (untrack(sheets.open) === null && sheets.close());
  leave();
  addEventListener("popstate", leave);
  onCleanup(() => removeEventListener("popstate", leave));
}

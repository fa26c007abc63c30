/**
 * The app's keyboard shortcuts. Space and Enter press the tomato where nothing else has the focus. These three open a
 * sheet, unless the person has turned them off: `s` share, `,` setup, `?` the list of shortcuts.
 */
import { onCleanup } from "solid-js";
import * as v from "valibot";
import { getPreference } from "../device/pagePreferences";
import { definePreference } from "../device/preferences";
import type { SheetName, Sheets } from "./createSheets";

const SHEETS: Readonly<Record<string, SheetName>> = { s: "share", ",": "setup", "?": "keys" };

/** Whether single letters are shortcuts. */
export const SHORTCUTS = definePreference("keys", v.boolean(), true);

/** The handler of `keydown` events on the window of the page, or on its small window. */
export const makeShortcuts =
  (sheets: Sheets): ((event: KeyboardEvent) => void) =>
  (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const target = event.target as Element; // not `instanceof`: the classes of the small window are its own
    const page = target.ownerDocument;
    const isPress = (event.key === " " || event.key === "Enter") && target === page.body;
    // A sheet covers the tomato of the page, and not the one in the small window.
    const covered = isPress ? page : document;
    if (covered.querySelector("dialog[open]") !== null || (covered === document && sheets.open() !== null))
      return;
    if (isPress) {
      event.preventDefault();
      page.querySelector<HTMLButtonElement>("button[data-state]")?.click();
      return;
    }
    const sheet = SHEETS[event.key];
    if (
      sheet === undefined ||
      !getPreference(SHORTCUTS) ||
      target.closest("input, select, textarea") !== null
    )
      return;
    event.preventDefault();
    sheets.show(sheet);
    if (page !== document) window.focus();
  };

export function createShortcuts(sheets: Sheets): void {
  const onKey = makeShortcuts(sheets);
  addEventListener("keydown", onKey);
  onCleanup(() => removeEventListener("keydown", onKey));
}

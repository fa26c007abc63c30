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

export function createShortcuts(sheets: Sheets): void {
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (sheets.open() !== null || document.querySelector("dialog[open]") !== null) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if ((event.key === " " || event.key === "Enter") && target === document.body) {
      event.preventDefault();
      document.querySelector<HTMLButtonElement>("button[data-state]")?.click();
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
  }
  addEventListener("keydown", onKey);
  onCleanup(() => removeEventListener("keydown", onKey));
}

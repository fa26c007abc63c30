/**
 * The app's keyboard shortcuts. Space and Enter press the tomato where nothing else shows the focus. These three open a
 * sheet, unless the person has turned them off: `s` share, `,` setup, `?` the list of shortcuts.
 */
import { onCleanup } from "solid-js";
import * as v from "valibot";
import { getPreference } from "../device/pagePreferences";
import { definePreference } from "../device/preferences";
import type { SheetName, Sheets } from "./createSheets";
import { shortcutOf } from "./shortcutOf";

const SHEETS: Readonly<Record<string, SheetName>> = { s: "share", ",": "setup", "?": "keys" };
const FIELDS = "input, select, textarea, [contenteditable]";

/** Whether single letters are shortcuts. */
export const SHORTCUTS = definePreference("keys", v.boolean(), true);

/** Listens for keys on the window of the page, or on its small window. Returns a function that ends it. */
export function listenForShortcuts(view: Window, sheets: Sheets): () => void {
  const page = view.document;
  /** What a pointer has pressed, until a key is used. A browser does not show the focus that a pointer has set. */
  let pointed: Node | null = null;
  const onPointer = (event: Event): void => void (pointed = event.target as Node);
  function onKey(event: KeyboardEvent): void {
    const wasPointed = pointed;
    pointed = null; // a key makes the browser show the focus
    const shortcut = shortcutOf(event);
    if (shortcut === null) return;
    const isPress = shortcut === " " || shortcut === "enter";
    // A sheet covers the tomato of the page, and not the one in the small window.
    const covered = isPress ? page : document;
    if (covered.querySelector("dialog[open]") !== null || (covered === document && sheets.open() !== null))
      return;
    const target =
      (event.target as Node).nodeType === Node.ELEMENT_NODE ? (event.target as Element) : page.body;
    if (target.closest(FIELDS) !== null) return;
    if (isPress) {
      const isFocusShown = target !== page.body && !(wasPointed !== null && target.contains(wasPointed));
      if (isFocusShown) return;
      event.preventDefault();
      const tomato = page.querySelector<HTMLButtonElement>("button[data-state]");
      if (target !== page.body) tomato?.focus();
      tomato?.click();
      return;
    }
    const sheet = SHEETS[shortcut];
    if (sheet === undefined || !getPreference(SHORTCUTS)) return;
    event.preventDefault();
    sheets.show(sheet);
    if (page !== document) window.focus();
  }
  view.addEventListener("pointerdown", onPointer, true);
  view.addEventListener("keydown", onKey);
  return () => {
    view.removeEventListener("pointerdown", onPointer, true);
    view.removeEventListener("keydown", onKey);
  };
}

export const createShortcuts = (sheets: Sheets): void => void onCleanup(listenForShortcuts(window, sheets));

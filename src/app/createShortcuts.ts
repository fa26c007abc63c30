/** The app's keys: `s` share, `,` setup, `?` this list. Space and Enter press what has the focus, or the tomato. */
import { onCleanup } from "solid-js";
import type { SheetName, Sheets } from "../ui/createSheets";

const SHEETS: Readonly<Record<string, SheetName>> = { s: "share", ",": "setup", "?": "keys" };

export function createKeys(options: { sheets: Sheets; enabled: () => boolean }): void {
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (options.sheets.open() !== null || document.querySelector("dialog[open]") !== null) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if ((event.key === " " || event.key === "Enter") && target === document.body) {
      event.preventDefault();
      document.querySelector<HTMLButtonElement>("button[data-state]")?.click();
      return;
    }
    const sheet = SHEETS[event.key];
    if (sheet === undefined || !options.enabled() || target.closest("input, select, textarea") !== null)
      return;
    event.preventDefault();
    options.sheets.show(sheet);
  }
  addEventListener("keydown", onKey);
  onCleanup(() => removeEventListener("keydown", onKey));
}

/** The person's choice of colours. */
import * as v from "valibot";
import { getPreference } from "../device/pagePreferences";
import { definePreference } from "../device/preferences";

/** "auto" follows the device. */
export const THEMES = ["auto", "light", "dark"] as const;
export const THEME = definePreference("theme", v.picklist(THEMES), "auto");

/** Makes the style sheets, and the browser's own bars, use the colours of the chosen theme. */
export function applyTheme(): void {
  const theme = getPreference(THEME);
  // The page has a colour for light, then one for dark.
  document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]").forEach((meta, i) => {
    const own = i === 0 ? "light" : "dark";
    meta.media = theme === "auto" ? `(prefers-color-scheme:${own})` : theme === own ? "all" : "not all";
  });
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

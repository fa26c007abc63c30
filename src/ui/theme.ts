/** The person's choice of colours. */
import * as v from "valibot";
import { getPreference } from "../device/pagePreferences";
import { definePreference } from "../device/preferences";

/** "auto" follows the device. */
export const THEMES = ["auto", "light", "dark"] as const;
export const THEME = definePreference("theme", v.picklist(THEMES), "auto");

/** Makes the style sheets use the colours of the chosen theme. */
export function applyTheme(): void {
  const theme = getPreference(THEME);
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

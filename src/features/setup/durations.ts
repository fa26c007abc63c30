/** Durations as people type them: minutes, such as 25, 1:30 or 1.5. PURE. */
import { SETTINGS } from "../../../party/shared/settings";
import type { SettingName } from "../../../party/shared/settings";

/** The seconds that a text stands for; null where it is no duration that the setting may have. Nothing is 0. */
export function secondsOf(text: string, name: SettingName): number | null {
  const [minutes = 0, seconds = 0, more] = text.replace(",", ".").split(":").map(Number);
  const all = Math.round(minutes * 60 + seconds);
  return more === undefined && all >= SETTINGS[name].min && all <= SETTINGS[name].max ? all : null;
}

/** A room that was abandoned for 30 days is gone from its server; a device that knows it restores its settings. PURE. */
import type { RoomView } from "../../party/shared/codec";
import { DEFAULT_SETTINGS, SETTING_NAMES } from "../../party/shared/settings";
import type { Settings } from "../../party/shared/settings";

/**
 * The settings to give back to a room that nobody has changed; null where somebody has, where this device has never
 * known it otherwise, and where the settings were those of any new room.
 */
export function settingsToRestore(
  current: Pick<RoomView, "rev">,
  lastChanged: Pick<RoomView, "rev" | "settings"> | null,
): Settings | null {
  if (current.rev !== 0 || lastChanged === null || lastChanged.rev === 0) return null;
  const { settings } = lastChanged;
  const isDefault = SETTING_NAMES.every((name) => settings[name] === DEFAULT_SETTINGS[name]);
  return isDefault ? null : settings;
}

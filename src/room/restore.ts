/** A server deletes a room that nobody uses for 30 days. A device that was in it then restores its settings. PURE. */
import type { RoomView } from "../../party/shared/codec";
import { DEFAULT_SETTINGS, SETTING_NAMES } from "../../party/shared/settings";
import type { Settings } from "../../party/shared/settings";

/**
 * The settings to give back to a room that is new on the server. Null where somebody has already changed the room, where
 * this device has never seen a changed state of it, and where the settings were the default ones.
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

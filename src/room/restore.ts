/** A room that was abandoned for 30 days is gone from its server; a device that knows it brings its setup back. PURE. */
import { DEFAULT_SETTINGS } from "../../party/shared/settings";
import { settingsFromWire } from "../../party/shared/settings";
import type { RoomMessage } from "../../party/shared/serverMessages";
import type { SettingsFields } from "../../party/shared/settings";

const USUAL: Readonly<Record<string, number>> = { ...DEFAULT_SETTINGS };

/**
 * The setup to give back to a room that nobody has touched; null where it has been, where this device never knew it
 * otherwise, and where the setup was that of any new room.
 */
export function setupFor(told: RoomMessage, remembered: RoomMessage | null): Required<SettingsFields> | null {
  if (told.rev !== 0 || remembered === null || remembered.rev === 0) return null;
  const { work_duration, break_duration, number_cycles, long_break_duration, auto_continue } = remembered;
  const setup = { work_duration, break_duration, number_cycles, long_break_duration, auto_continue };
  const usual = Object.entries(settingsFromWire(setup)).every(([key, value]) => value === USUAL[key]);
  return usual ? null : setup;
}

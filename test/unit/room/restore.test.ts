/** Tests when a device gives a room the settings that it knew. */
import { describe, expect, it } from "vitest";
import { newPomodoro, transition } from "../../../party/shared/pomodoro";
import type { Settings } from "../../../party/shared/settings";
import type { Pomodoro } from "../../../party/shared/pomodoro";
import { settingsToRestore } from "../../../src/room/restore";

const NOW = 1_790_000_000_000;
const untouched = newPomodoro();
/** A room that somebody has given these settings. */
const known = (settings: Partial<Settings>): Pomodoro => {
  const event = {
    action: { type: "setup", settings, when: "now" },
    by: { name: "Kim", via: "app" },
  } as const;
  return transition(newPomodoro(), event, NOW)[0];
};

describe("settings to restore", () => {
  it("an untouched room gets all settings that this device knew", () => {
    expect(settingsToRestore(untouched, known({ workDuration: 3000, autoContinue: 30 }))).toEqual({
      workDuration: 3000,
      breakDuration: 300,
      numberCycles: 3,
      longBreakDuration: 0,
      autoContinue: 30,
    });
  });

  it.each(["workDuration", "breakDuration", "numberCycles", "longBreakDuration", "autoContinue"] as const)(
    "an untouched room gets the settings if only %s is not the default",
    (setting) => {
      expect(settingsToRestore(untouched, known({ [setting]: 7 }))).not.toBeNull();
    },
  );

  it("a changed room gets no settings, whatever its settings are", () => {
    expect(settingsToRestore(known({}), known({ workDuration: 3000 }))).toBeNull();
    expect(settingsToRestore(known({ workDuration: 60 }), known({ workDuration: 3000 }))).toBeNull();
  });

  it("an untouched room gets no settings if this device knew only the default ones", () => {
    expect(settingsToRestore(untouched, known({}))).toBeNull();
    expect(settingsToRestore(untouched, untouched)).toBeNull();
    expect(settingsToRestore(untouched, null)).toBeNull();
  });
});

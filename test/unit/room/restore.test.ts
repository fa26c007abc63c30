import { describe, expect, it } from "vitest";
import { newPomodoro, transition } from "../../../party/shared/pomodoro";
import type { Settings } from "../../../party/shared/settings";
import type { Pomodoro } from "../../../party/shared/pomodoro";
import { settingsToRestore } from "../../../src/room/restore";

const NOW = 1_790_000_000_000;
const untouched = newPomodoro();
/** A room that somebody has set up like this. */
const known = (settings: Partial<Settings>): Pomodoro => {
  const event = {
    action: { type: "setup", settings, when: "now" },
    by: { name: "Kim", via: "app" },
  } as const;
  return transition(newPomodoro(), event, NOW)[0];
};

describe("a device that comes back", () => {
  it("gives an untouched room the whole setup that it knew", () => {
    expect(settingsToRestore(untouched, known({ workDuration: 3000, autoContinue: 30 }))).toEqual({
      workDuration: 3000,
      breakDuration: 300,
      numberCycles: 3,
      longBreakDuration: 0,
      autoContinue: 30,
    });
  });

  it.each(["workDuration", "breakDuration", "numberCycles", "longBreakDuration", "autoContinue"] as const)(
    "does so where only %s was another",
    (setting) => {
      expect(settingsToRestore(untouched, known({ [setting]: 7 }))).not.toBeNull();
    },
  );

  it("gives nothing to a room that somebody has touched, whatever it is set to", () => {
    expect(settingsToRestore(known({}), known({ workDuration: 3000 }))).toBeNull();
    expect(settingsToRestore(known({ workDuration: 60 }), known({ workDuration: 3000 }))).toBeNull();
  });

  it("gives nothing where it knew no other setup than a new room's", () => {
    expect(settingsToRestore(untouched, known({}))).toBeNull();
    expect(settingsToRestore(untouched, untouched)).toBeNull();
    expect(settingsToRestore(untouched, null)).toBeNull();
  });
});

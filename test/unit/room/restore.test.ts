import { describe, expect, it } from "vitest";
import { newPomodoro, transition } from "../../../party/shared/pomodoro";
import type { Settings } from "../../../party/shared/settings";
import { toRoomMessage } from "../../../party/shared/codec";
import type { RoomMessage } from "../../../party/shared/serverMessages";
import { setupFor } from "../../../src/room/restore";

const NOW = 1_790_000_000_000;
const untouched = toRoomMessage(newPomodoro(), NOW);
/** A room that somebody has set up like this. */
const known = (settings: Partial<Settings>): RoomMessage => {
  const event = {
    action: { type: "setup", settings, when: "now" },
    by: { name: "Kim", via: "app" },
  } as const;
  return toRoomMessage(transition(newPomodoro(), event, NOW)[0], NOW);
};

describe("a device that comes back", () => {
  it("gives an untouched room the whole setup that it knew", () => {
    expect(setupFor(untouched, known({ workDuration: 3000, autoContinue: 30 }))).toEqual({
      work_duration: 3000,
      break_duration: 300,
      number_cycles: 3,
      long_break_duration: 0,
      auto_continue: 30,
    });
  });

  it.each(["workDuration", "breakDuration", "numberCycles", "longBreakDuration", "autoContinue"] as const)(
    "does so where only %s was another",
    (setting) => {
      expect(setupFor(untouched, known({ [setting]: 7 }))).not.toBeNull();
    },
  );

  it("gives nothing to a room that somebody has touched, whatever it is set to", () => {
    expect(setupFor(known({}), known({ workDuration: 3000 }))).toBeNull();
    expect(setupFor(known({ workDuration: 60 }), known({ workDuration: 3000 }))).toBeNull();
  });

  it("gives nothing where it knew no other setup than a new room's", () => {
    expect(setupFor(untouched, known({}))).toBeNull();
    expect(setupFor(untouched, untouched)).toBeNull();
    expect(setupFor(untouched, null)).toBeNull();
  });
});

/** Everything that can happen in a small world, tried by breadth-first search. */
import { describe, expect, test, vi } from "vitest";
import { bothMachines } from "./machines";
import { search } from "./search";
import type { Rules } from "./small-world";

vi.setConfig({ testTimeout: 120_000 });

const SETTINGS = {
  action: "setup",
  work_duration: 10, // two ticks
  break_duration: 5, // one tick
  number_cycles: 1,
  long_break_duration: 5,
  auto_continue: 0,
} as const;
const AUTO = { ...SETTINGS, auto_continue: 5 } as const;
const [PRESS, SKIP, HOLD, UNDO] = (["press", "skip", "hold", "undo"] as const).map((action) => ({ action }));
const ANY_CHANGE = { action: "setup", when: "next" } as const;
const rules = (some: Omit<Rules, "machine">): Rules => ({ ...some, machine: bothMachines });

describe("two clients, one crash and sockets that lose what is on its way", () => {
  test("code and model agree, nothing is lost, and quiet clients show the room, in all states", () => {
    const lossy = { ticks: 2, crashes: 1, losses: 1, actions: 1, settings: SETTINGS };
    const result = search(rules({ ...lossy, choices: [PRESS!, SKIP!, HOLD!, UNDO!] }));
    expect(result).toMatchObject({ violation: null, states: 170_144 });
  });

  test("a period, its alarm and the presses of auto_continue are the same for all, in all states", () => {
    const long = { ticks: 4, crashes: 1, losses: 0, actions: 1, settings: AUTO };
    const result = search(rules({ ...long, choices: [PRESS!, UNDO!] }));
    expect(result).toMatchObject({ violation: null, states: 147_983 });
  });
});

describe("a fault that is planted", () => {
  const small = { ticks: 1, crashes: 1, losses: 1, actions: 1, settings: SETTINGS, choices: [ANY_CHANGE] };

  test.each([
    ["told before stored", /a client knows rev 2, and the room is at 1/],
    ["aim is ignored", /an action on rev 1 changed rev 2/],
    ["pending stays after a loss", /a request has no answer, and none is on its way/],
  ] as const)("the search finds it: %s", (fault, what) => {
    expect(search(rules({ ...small, fault })).violation?.what).toMatch(what);
    expect(search(rules(small)).violation).toBeNull();
  });

  test("the search finds it: the seen state is ignored, so that a press at a predicted alarm resumes a held period", () => {
    const world = {
      ticks: 2,
      crashes: 0,
      losses: 0,
      actions: 2,
      settings: SETTINGS,
      choices: [PRESS!, HOLD!],
    };
    const found = search(rules({ ...world, fault: "the seen state is ignored" })).violation;
    expect(found?.what).toMatch(/an action in state \d changed state \d/);
  });
});

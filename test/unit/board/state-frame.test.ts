import { describe, expect, it } from "vitest";
import { newPomodoro, transition } from "../../../party/shared/pomodoro";
import type { RoomSnapshot } from "../../../src/board/roomLink";
import { stateFrame } from "../../../src/board/stateFrame";
import { heldWork, phaseIn, SERVER_START, WORK_ROOM } from "../../harness/fakes/fake-room-link";

describe("stateFrame", () => {
  it("a running period gives what is left and the total in seconds", () => {
    expect(stateFrame(WORK_ROOM, SERVER_START)).toEqual({ s: 1, left: 1500, total: 1500, held: 0 });
  });
  it("the seconds left are rounded up, so that 0 means over", () => {
    expect(stateFrame(WORK_ROOM, SERVER_START + 1).left).toBe(1500);
    expect(stateFrame(WORK_ROOM, SERVER_START + 1000).left).toBe(1499);
    expect(stateFrame(WORK_ROOM, SERVER_START + 1_499_999).left).toBe(1);
    expect(stateFrame(WORK_ROOM, SERVER_START + 1_500_000).left).toBe(0);
  });
  it("the seconds left are never below 0 or above the total, however wrong the clock is", () => {
    expect(stateFrame(WORK_ROOM, SERVER_START + 9_000_000).left).toBe(0);
    expect(stateFrame(WORK_ROOM, SERVER_START - 9_000_000).left).toBe(1500);
  });
  it("a paused period gives what was left when it was paused, and held 1", () => {
    const paused: RoomSnapshot = { rev: 7, phase: heldWork(61_001) };
    expect(stateFrame(paused, SERVER_START + 5_000_000)).toEqual({ s: 1, left: 62, total: 1500, held: 1 });
  });
  it.each([0, 2, 4, 5] as const)("the untimed state %i gives 0 seconds left of 0", (state) => {
    expect(stateFrame({ rev: 0, phase: phaseIn(state) }, SERVER_START)).toEqual({
      s: state,
      left: 0,
      total: 0,
      held: 0,
    });
  });
  it("a long break that will ring gives 0 seconds left of 0 as well", () => {
    const phase = {
      state: 5,
      startedAt: SERVER_START,
      ringsAt: SERVER_START + 900_000,
      over: false,
      rangAt: null,
    } as const;
    expect(stateFrame({ rev: 0, phase }, SERVER_START)).toEqual({ s: 5, left: 0, total: 0, held: 0 });
  });
  it("the machine's own pomodoro is accepted as a snapshot", () => {
    const press = { action: { type: "press" }, by: { name: null, via: "app" } } as const;
    const [pomodoro] = transition(newPomodoro(), press, SERVER_START);
    expect(stateFrame(pomodoro, SERVER_START).s).toBe(1);
  });
});

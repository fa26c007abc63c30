import { describe, expect, it } from "vitest";
import type { RoomMessage } from "../../../party/shared/serverMessages";
import type { RoomSnapshot } from "../../../src/board/roomLink";
import { stateFrame } from "../../../src/board/stateFrame";
import { IDLE_ROOM, SERVER_START, WORK_ROOM } from "../../harness/fakes/fake-room-link";

describe("a room as a board's state", () => {
  it("has what is left and the whole in seconds", () => {
    expect(stateFrame(WORK_ROOM, SERVER_START)).toEqual({ s: 1, left: 1500, total: 1500, held: 0 });
  });
  it("rounds what is left up, so that 0 means over", () => {
    expect(stateFrame(WORK_ROOM, SERVER_START + 1).left).toBe(1500);
    expect(stateFrame(WORK_ROOM, SERVER_START + 1000).left).toBe(1499);
    expect(stateFrame(WORK_ROOM, SERVER_START + 1_499_999).left).toBe(1);
    expect(stateFrame(WORK_ROOM, SERVER_START + 1_500_000).left).toBe(0);
  });
  it("never goes below 0 or above the whole, however wrong a clock is", () => {
    expect(stateFrame(WORK_ROOM, SERVER_START + 9_000_000).left).toBe(0);
    expect(stateFrame(WORK_ROOM, SERVER_START - 9_000_000).left).toBe(1500);
  });
  it("of a paused period says what was left then, and held", () => {
    const paused: RoomSnapshot = { ...WORK_ROOM, ends_at: null, held_ms: 61_001 };
    expect(stateFrame(paused, SERVER_START + 5_000_000)).toEqual({ s: 1, left: 62, total: 1500, held: 1 });
  });
  it.each([0, 2, 4, 5] as const)("is 0 of 0 in the untimed state %i", (state) => {
    expect(stateFrame({ ...IDLE_ROOM, state }, SERVER_START)).toEqual({
      s: state,
      left: 0,
      total: 0,
      held: 0,
    });
  });
  it("is 0 of 0 in a long break that will ring, too", () => {
    const ring: RoomSnapshot = { ...IDLE_ROOM, state: 5, ends_at: SERVER_START + 900_000 };
    expect(stateFrame(ring, SERVER_START)).toEqual({ s: 5, left: 0, total: 0, held: 0 });
  });
  it("takes the wire's own message", () => {
    const message: Pick<RoomMessage, keyof RoomSnapshot> = WORK_ROOM;
    expect(stateFrame(message, SERVER_START).s).toBe(1);
  });
});

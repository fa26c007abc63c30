/** When the signals of a ring change, with a clock that goes on while they are computed. */
import { createRoot } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRinging } from "../../../src/alarm/createRinging";
import type { Ringing } from "../../../src/alarm/createRinging";
import type { Room } from "../../../src/room/createRoom";
import { at, play, PRESS, room as newRoom, seconds, T0 } from "../shared/helpers";

const WORK_S = 25 * 60;

beforeEach(() => void vi.useFakeTimers({ now: T0 }));
afterEach(() => void vi.useRealTimers());

test.each([1, 2, 3, 4, 5, 6])(
  "a ring that begins while its signals are computed rings, %i ms after they began",
  async (ms) => {
    const shown = play(newRoom(), [0, PRESS]);
    let looks = 0;
    // Each look is 1 ms later than the one before, beside the time that passes.
    const now = (): number => Date.now() + looks++;
    const ringing = createRoot<Ringing>(() => {
      vi.setSystemTime(at(WORK_S) - ms);
      return createRinging({ shown: () => shown, now } as unknown as Room);
    });
    expect(ringing.ring()).toEqual({ at: at(WORK_S), until: at(WORK_S) + seconds(60) });
    await vi.advanceTimersByTimeAsync(20);
    expect(ringing.phase()).toBe("ringing");
    await vi.advanceTimersByTimeAsync(seconds(60));
    expect(ringing.phase()).toBe("over");
  },
);

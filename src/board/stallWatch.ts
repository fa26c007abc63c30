import { BEAT_MS, STALL_MS } from "./limits";
import type { Timers } from "./timers";

export interface StallWatch {
  /** Call it first with everything that arrives, because that can come before the watch's own timer. */
  check(): void;
  stop(): void;
}

/**
 * Calls `onStall` when this page did not run for STALL_MS: the browser was stopped, the tab frozen or the computer asleep
 * (then only the wall clock goes on). What arrives right after that may be as old. A wall clock that was set back may have
 * been set during a sleep, so it counts as a stall too.
 */
export function makeStallWatch(timers: Timers, onStall: () => void): StallWatch {
  let cancel: () => void;
  let last = timers.now();
  let lastWall = timers.wall();

  function check(): void {
    const [now, wall] = [timers.now(), timers.wall()];
    const passed = Math.max(now - last, Math.abs(wall - lastWall));
    [last, lastWall] = [now, wall];
    if (passed > STALL_MS) onStall();
  }
  function beat(): void {
    cancel = timers.after(BEAT_MS, beat);
    check();
  }
  cancel = timers.after(BEAT_MS, beat);

  return { check, stop: () => cancel() };
}

/** Whether it is time for the warning before the end of work, where this device asks for one. */
import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { isRunning, WORK } from "../../party/shared/pomodoro";
import { BEFORE } from "../device/before";
import { getPreference } from "../device/pagePreferences";
import type { Room } from "../room/createRoom";

/** The longest time that one timer waits, in ms. */
const MAX_TIMER_MS = 3_600_000;
/** A warning that is later than this is not sounded, in ms: the page was loaded or woke up in the middle. */
const LATE_MS = 3000;

/** `say` is called once at the moment itself. True from then until the end. */
export function createWarning(room: Room, say: () => void): Accessor<boolean> {
  const [tick, setTick] = createSignal(0);
  /** When the warning is due, epoch ms on the server's clock; null where there is none. */
  const dueAt = createMemo(() => {
    const [beforeMs, phase] = [getPreference(BEFORE) * 60_000, room.shown()?.phase];
    if (beforeMs === 0 || phase?.state !== WORK || !isRunning(phase) || phase.totalMs <= beforeMs)
      return null;
    return phase.endsAt - beforeMs;
  });
  const isDue = createMemo(() => {
    tick();
    const at = dueAt();
    return at !== null && room.now() >= at;
  });
  createEffect(() => {
    tick();
    const at = dueAt();
    if (at === null || isDue()) return;
    const timer = setTimeout(() => setTick((n) => n + 1), Math.min(at - room.now() + 1, MAX_TIMER_MS));
    onCleanup(() => clearTimeout(timer));
  });
  // Once, also where the room corrects the end that this device has predicted.
  createEffect(
    on(isDue, (is) => {
      document.documentElement.toggleAttribute("data-soon", is);
      if (is && room.now() - (dueAt() ?? 0) < LATE_MS) say();
    }),
  );
  onCleanup(() => document.documentElement.removeAttribute("data-soon"));
  return isDue;
}

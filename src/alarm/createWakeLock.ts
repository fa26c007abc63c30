/** Keeps the screen on while it is wanted. The browser takes the lock back when the page is hidden: it is asked again. */
import { createEffect, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";

export function createWakeLock(wanted: Accessor<boolean>): void {
  if (!("wakeLock" in navigator)) return;
  createEffect(() => {
    if (!wanted()) return;
    let lock: WakeLockSentinel | null = null;
    let asking = false;
    let over = false;
    async function take(): Promise<void> {
      if (asking || over || lock?.released === false || document.visibilityState !== "visible") return;
      asking = true;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (over) await lock.release();
      } catch {
        // a low battery or the person's settings forbid it: then the screen does as it always does
      }
      asking = false;
    }
    const again = (): void => void take();
    again();
    document.addEventListener("visibilitychange", again);
    onCleanup(() => {
      over = true;
      document.removeEventListener("visibilitychange", again);
      void lock?.release();
    });
  });
}

/** Keeps the screen on while `isWanted`. Browsers release the lock when the page is hidden: it is requested again then. */
import { createEffect, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { inTime } from "../device/inTime";

export function createWakeLock(isWanted: Accessor<boolean>): void {
  if (!("wakeLock" in navigator)) return;
  createEffect(() => {
    if (!isWanted()) return;
    let lock: WakeLockSentinel | null = null;
    let isRequesting = false;
    let isOver = false;
    async function keep(granted: WakeLockSentinel): Promise<void> {
      lock = granted;
      if (isOver) await granted.release();
    }
    async function request(): Promise<void> {
      if (isRequesting || isOver || lock?.released === false || document.visibilityState !== "visible")
        return;
      isRequesting = true;
      try {
        await inTime(navigator.wakeLock.request("screen").then(keep));
      } catch {
        // A low battery or the person's settings forbid it: the screen turns off as usual.
      }
      isRequesting = false;
    }
    const onVisibility = (): void => void request();
    onVisibility();
    document.addEventListener("visibilitychange", onVisibility);
    onCleanup(() => {
      isOver = true;
      document.removeEventListener("visibilitychange", onVisibility);
      void lock?.release();
    });
  });
}

/**
 * Keeps the screen on while `isWanted`. Browsers release the lock when the page is hidden: it is requested again when it
 * is visible. The system may also take it from a visible page, or refuse it for a while: it is requested again later.
 */
import { createEffect, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { inTime } from "../device/inTime";

/** After the system has taken the lock from a visible page, in ms; and after it has refused it, for a low battery. */
const TAKEN_MS = 1000;
const REFUSED_MS = 30_000;

export function createWakeLock(isWanted: Accessor<boolean>): void {
  if (!("wakeLock" in navigator)) return;
  createEffect(() => {
    if (!isWanted()) return;
    let lock: WakeLockSentinel | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isRequesting = false;
    let isOver = false;
    function requestIn(ms: number): void {
      clearTimeout(timer);
      if (!isOver) timer = setTimeout(() => void request(), ms);
    }
    async function keep(granted: WakeLockSentinel): Promise<void> {
      lock = granted;
      lock.addEventListener("release", () => requestIn(TAKEN_MS));
      if (isOver) await granted.release();
    }
    async function request(): Promise<void> {
      clearTimeout(timer);
      if (isRequesting || isOver || lock?.released === false || document.visibilityState !== "visible")
        return;
      isRequesting = true;
      try {
        await inTime(navigator.wakeLock.request("screen").then(keep));
      } catch {
        // A low battery or the person's settings forbid it: the screen turns off as usual.
        requestIn(REFUSED_MS);
      }
      isRequesting = false;
    }
    const onVisibility = (): void => void request();
    onVisibility();
    document.addEventListener("visibilitychange", onVisibility);
    onCleanup(() => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibility);
      void lock?.release();
    });
  });
}

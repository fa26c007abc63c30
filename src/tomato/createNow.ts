/** The server's time as a signal. It changes exactly when the countdown on screen does, or when an undo expires. */
import { createEffect, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Room } from "../room/createRoom";
import { nextChangeMs } from "../../party/shared/countdown";

/** Epoch ms. */
export function createNow(room: Room): Accessor<number> {
  const [now, setNow] = createSignal(room.now());
  let timer: ReturnType<typeof setTimeout> | undefined;
  function update(): void {
    clearTimeout(timer);
    const at = room.now();
    setNow(at);
    const shown = room.shown();
    if (shown === null) return;
    const { undoUntil } = shown;
    const undoWait = undoUntil !== null && undoUntil >= at ? undoUntil - at + 1 : Infinity;
    const wait = Math.min(nextChangeMs(shown, at) ?? Infinity, undoWait);
    if (wait < Infinity) timer = setTimeout(update, wait);
  }
  createEffect(update);
  document.addEventListener("visibilitychange", update);
  onCleanup(() => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", update);
  });
  return now;
}

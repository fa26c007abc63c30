/** The server's time as a signal that changes exactly when the countdown on screen does, or an undo runs out. */
import { createEffect, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Room } from "../room/createRoom";
import { nextChangeMs } from "./countdown";

export function createNow(room: Room): Accessor<number> {
  const [now, setNow] = createSignal(room.now());
  let timer: ReturnType<typeof setTimeout> | undefined;
  function look(): void {
    clearTimeout(timer);
    const at = room.now();
    setNow(at);
    const shown = room.shown();
    if (shown === null) return;
    const { undoUntil } = shown;
    const undo = undoUntil !== null && undoUntil >= at ? undoUntil - at + 1 : Infinity;
    const wait = Math.min(nextChangeMs(shown, at) ?? Infinity, undo);
    if (wait < Infinity) timer = setTimeout(look, wait);
  }
  createEffect(look);
  document.addEventListener("visibilitychange", look);
  onCleanup(() => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  });
  return now;
}

/** Plays the sound while working, for the room of this page. Of all tabs of this browser one plays it. */
import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Playing } from "./createWorking";
import { planOf } from "./workingPlan";
import { workingSound } from "./workingSound";
import type { WorkingSound } from "./workingSound";

export default function playWorking(playing: Playing): WorkingSound {
  const { room, isTouched } = playing;
  const plan = createMemo(() =>
    planOf(room.shown(), room.now(), { ring: playing.ring(), beforeMs: playing.beforeMs() }),
  );
  const isWanted = createMemo(() => plan() !== null && isTouched());
  const isHere = createDeviceLock(isWanted, playing.isChosen);

  createEffect(() => {
    const { name, volume } = playing.sound();
    if (name !== "nothing") workingSound.choose(name, volume);
  });
  createEffect(() => {
    const next = plan();
    room.shown(); // each message may have corrected the clock, so that the same end has another time on this device
    playing.isVisible(); // a phone that has interrupted the sound of a hidden page may allow it again
    const offset = performance.now() - room.now();
    const shift = (ms: number): number => ms + offset;
    workingSound.plan(
      next === null || !isHere()
        ? null
        : {
            until: shift(next.until),
            ducks: next.ducks.map(({ from, until }) => ({ from: shift(from), until: shift(until) })),
          },
    );
    if (isTouched()) workingSound.unlock();
  });
  onCleanup(() => workingSound.plan(null));
  return workingSound;
}

/**
 * Whether this tab is the one of this browser that plays. The lock of a tab that ends, however it ends, goes to the next
 * one that waits. `isChosen` counts where there are no locks.
 */
function createDeviceLock(isWanted: Accessor<boolean>, isChosen: Accessor<boolean>): Accessor<boolean> {
  const [hasLock, setLock] = createSignal(false);
  const [isWithout, setWithout] = createSignal(!("locks" in navigator));
  createEffect(() => {
    if (!isWanted() || isWithout()) return;
    const waiting = new AbortController();
    let release = (): void => {};
    const hold = (): Promise<void> => {
      if (waiting.signal.aborted) return Promise.resolve();
      setLock(true);
      return new Promise((done) => (release = done));
    };
    navigator.locks
      .request("shared-pomodoro working sound", { signal: waiting.signal }, hold)
      .catch(() => waiting.signal.aborted || setWithout(true)); // a browser that forbids locks
    onCleanup(() => {
      waiting.abort();
      setLock(false);
      release();
    });
  });
  return () => hasLock() || (isWithout() && isWanted() && isChosen());
}

/** Everything by which this device calls its person, and the button that makes it be quiet again. */
import { createEffect, createMemo, onCleanup, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { isAlarm, isRunning, LONG_BREAK } from "../../party/shared/pomodoro";
import type { Phase } from "../../party/shared/pomodoro";
import { alarmWords } from "../i18n/alarmWords";
import { useRoom } from "../room/context";
import { alarmWishes } from "./alarmPreferences";
import { chime } from "./chime";
import { createRinging } from "./createRinging";
import { createWakeLock } from "./createWakeLock";
import { renew } from "./push";
import { vibrationFor } from "./ring";
import style from "./Alarms.module.css";

/** What counts as a tap for a browser's permission to sound. */
const TAPS = ["pointerup", "click", "keydown"] as const;

export default function Alarms(): JSX.Element {
  const room = useRoom();
  const ringing = createRinging(room);
  const audible = (): boolean => !alarmWishes().muted && alarmWishes().volume > 0;
  const buzzes = (): boolean => alarmWishes().vibrate && "vibrate" in navigator;

  const unlock = (): void => chime.unlock();
  for (const tap of TAPS) addEventListener(tap, unlock, { capture: true });
  onCleanup(() => {
    for (const tap of TAPS) removeEventListener(tap, unlock, { capture: true });
    chime.plan(null);
  });
  createEffect(() => chime.choose(alarmWishes().chime, audible() ? alarmWishes().volume : 0));
  createEffect(() => {
    room.shown(); // every word from the server may have corrected the clock: the same ring, another moment here
    const ring = ringing.silenced() ? null : ringing.ring();
    const ahead = performance.now() - room.now();
    chime.plan(ring === null ? null : { at: ring.at + ahead, until: ring.until + ahead });
  });

  const calls = createMemo(() => ringing.phase() === "ringing" && !ringing.silenced());
  createEffect(() => {
    // Before the first tap the browser refuses, and complains.
    if (!calls() || !buzzes() || !navigator.userActivation.hasBeenActive) return;
    navigator.vibrate(vibrationFor((ringing.ring()?.until ?? 0) - room.now()));
    onCleanup(() => navigator.vibrate(0));
  });

  const phase = (): Phase | undefined => room.shown()?.phase;
  const alarm = createMemo(() => {
    const now = phase();
    return now !== undefined && (isAlarm(now) || (now.state === LONG_BREAK && now.over));
  });
  createEffect(() => {
    const known = room.shown() !== null;
    if (!known || !("setAppBadge" in navigator)) return;
    (alarm() ? navigator.setAppBadge() : navigator.clearAppBadge()).catch(() => {}); // only a hint on an icon
  });

  const runs = createMemo(() => {
    const now = phase();
    return now !== undefined && isRunning(now);
  });
  // While it rings too: in the hand of somebody who is called, the screen must not go dark.
  createWakeLock(() => alarmWishes().awake && (runs() || calls()));

  onMount(() => void renew(room.link));

  // It stays where it is after it was used and after the ring has faded: nothing moves under a second tap.
  const shows = (): boolean =>
    (ringing.phase() === "ringing" || ringing.phase() === "over") && alarm() && (audible() || buzzes());
  return (
    <Show when={shows()}>
      <button
        type="button"
        class={style["stop"]}
        aria-disabled={!calls()}
        onClick={() => calls() && ringing.silence()}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true" class={style["icon"]}>
          <path d="M4 9.500v5h3.500L12 18V6L7.500 9.500Z" />
          <Show when={calls()} fallback={<path d="M16 9.500l5 5M21 9.500l-5 5" />}>
            <path d="M15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11" />
          </Show>
        </svg>
        <span class={style["words"]}>{calls() ? alarmWords.stop : alarmWords.silent}</span>
      </button>
    </Show>
  );
}

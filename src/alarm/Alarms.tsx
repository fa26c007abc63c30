/** The alarms of this device: sound, vibration, the badge on the app's icon; and the button that stops the sound. */
import { createEffect, createMemo, onCleanup, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { isAlarm, isRunning, LONG_BREAK } from "../../party/shared/pomodoro";
import type { Phase } from "../../party/shared/pomodoro";
import { getPreference } from "../device/pagePreferences";
import { useRoom } from "../room/context";
import { chime } from "./chime";
import { createRinging } from "./createRinging";
import { createWakeLock } from "./createWakeLock";
import { CHIME, KEEP_AWAKE, MUTED, VIBRATE, VOLUME } from "./preferences";
import { renewSubscription } from "./push";
import { vibrationFor } from "./ring";
import { words } from "./words";
import style from "./Alarms.module.css";

/** Browsers let a page make a sound from the first of these events on. */
const USER_EVENTS = ["pointerup", "click", "keydown"] as const;

export default function Alarms(): JSX.Element {
  const room = useRoom();
  const ringing = createRinging(room);
  const isAudible = (): boolean => !getPreference(MUTED) && getPreference(VOLUME) > 0;
  const canVibrate = (): boolean => getPreference(VIBRATE) && "vibrate" in navigator;

  const unlock = (): void => chime.unlock();
  for (const event of USER_EVENTS) addEventListener(event, unlock, { capture: true });
  onCleanup(() => {
    for (const event of USER_EVENTS) removeEventListener(event, unlock, { capture: true });
    chime.plan(null);
  });
  createEffect(() => chime.choose(getPreference(CHIME), isAudible() ? getPreference(VOLUME) : 0));
  createEffect(() => {
    room.shown(); // each message may have corrected the clock, so that the same ring has another time on this device
    const ring = ringing.silenced() ? null : ringing.ring();
    const offset = performance.now() - room.now();
    chime.plan(ring === null ? null : { at: ring.at + offset, until: ring.until + offset });
  });

  const isRinging = createMemo(() => ringing.phase() === "ringing" && !ringing.silenced());
  createEffect(() => {
    // Before the first tap browsers refuse to vibrate, and log an error.
    if (!isRinging() || !canVibrate() || !navigator.userActivation.hasBeenActive) return;
    navigator.vibrate(vibrationFor((ringing.ring()?.until ?? 0) - room.now()));
    onCleanup(() => navigator.vibrate(0));
  });

  const phase = (): Phase | undefined => room.shown()?.phase;
  const hasAlarm = createMemo(() => {
    const now = phase();
    return now !== undefined && (isAlarm(now) || (now.state === LONG_BREAK && now.over));
  });
  createEffect(() => {
    const isKnown = room.shown() !== null;
    if (!isKnown || !("setAppBadge" in navigator)) return;
    (hasAlarm() ? navigator.setAppBadge() : navigator.clearAppBadge()).catch(() => {}); // the badge is only a hint
  });

  const hasRunningPeriod = createMemo(() => {
    const now = phase();
    return now !== undefined && isRunning(now);
  });
  createWakeLock(() => getPreference(KEEP_AWAKE) && (hasRunningPeriod() || isRinging()));

  onMount(() => void renewSubscription(room.link));

  // The button stays after it was used and after the ring has ended, so that nothing moves under a second tap.
  const isShown = (): boolean =>
    (ringing.phase() === "ringing" || ringing.phase() === "over") &&
    hasAlarm() &&
    (isAudible() || canVibrate());
  return (
    <Show when={isShown()}>
      <button
        type="button"
        class={style["stop"]}
        aria-disabled={!isRinging()}
        onClick={() => isRinging() && ringing.silence()}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true" class={style["icon"]}>
          <path d="M4 9.500v5h3.500L12 18V6L7.500 9.500Z" />
          <Show when={isRinging()} fallback={<path d="M16 9.500l5 5M21 9.500l-5 5" />}>
            <path d="M15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11" />
          </Show>
        </svg>
        <span class={style["words"]}>{isRinging() ? words.stop : words.silent}</span>
      </button>
    </Show>
  );
}

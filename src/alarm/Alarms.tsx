/** The alarms of this device: sound, vibration, the badge on the app's icon; and the button that starts or stops the sound. */
import { createEffect, createMemo, createSignal, onCleanup, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { isAlarm, isRunning, LONG_BREAK } from "../../party/shared/pomodoro";
import type { Phase } from "../../party/shared/pomodoro";
import { getPreference } from "../device/pagePreferences";
import { useRoom } from "../room/context";
import { hasPressed } from "../device/presses";
import { answerWorker } from "./answerWorker";
import { chime } from "./chime";
import { createOwnChime } from "./createOwnChime";
import { createRinging } from "./createRinging";
import { createOtherTabs } from "./createOtherTabs";
import type { Rank } from "./createRingTabs";
import { createWarning } from "./createWarning";
import { createWakeLock } from "./createWakeLock";
import { CHIME, KEEP_AWAKE, MUTED, VIBRATE, VOLUME } from "./preferences";
import { renewSubscription, repeatUnsubscribing } from "./push";
import { vibrationFor } from "./ring";
import { USER_EVENTS } from "./userEvents";
import { words } from "./words";
import { createWorking } from "./working/createWorking";
import style from "./Alarms.module.css";

export default function Alarms(): JSX.Element {
  const room = useRoom();
  const ringing = createRinging(room);
  const isAudible = (): boolean => !getPreference(MUTED) && getPreference(VOLUME) > 0;
  const canVibrate = (): boolean => getPreference(VIBRATE) && "vibrate" in navigator;
  const isReady = (): boolean => isAudible() && chime.isReady();
  const [isVisible, setVisible] = createSignal(document.visibilityState === "visible");
  const onVisibility = (): void => void setVisible(document.visibilityState === "visible");
  document.addEventListener("visibilitychange", onVisibility);
  onCleanup(() => document.removeEventListener("visibilitychange", onVisibility));
  const rank = createMemo<Rank>(() => (isReady() ? (isVisible() ? 2 : 1) : 0));
  const tabs = createOtherTabs(room.link.room, ringing, rank);

  const unlock = (): void => chime.unlock();
  for (const event of USER_EVENTS) addEventListener(event, unlock, { capture: true });
  onCleanup(() => {
    for (const event of USER_EVENTS) removeEventListener(event, unlock, { capture: true });
    chime.plan(null);
  });
  if (hasPressed()) unlock(); // before this script had come
  createOwnChime();
  createEffect(() => chime.choose(getPreference(CHIME), isAudible() ? getPreference(VOLUME) : 0));
  createEffect(() => {
    room.shown(); // each message may have corrected the clock, so that the same ring has another time on this device
    isVisible(); // a phone that has interrupted the sound of a hidden page may allow it again
    const ring = ringing.silenced() ? null : ringing.ring();
    const offset = performance.now() - room.now();
    chime.plan(ring === null ? null : { at: ring.at + offset, until: ring.until + offset }, tabs.isChosen());
  });

  // One stroke of the softest chime, below the volume of a ring.
  createWarning(room, () => {
    if (isReady() && tabs.isChosen()) chime.test("soft", getPreference(VOLUME) / 2);
  });
  createWorking({
    room,
    ring: () => (isAudible() && !ringing.silenced() ? ringing.ring() : null),
    isChosen: () => tabs.isChosen() || !isAudible(),
    isVisible,
  });

  const isRinging = createMemo(() => ringing.phase() === "ringing" && !ringing.silenced());
  createEffect(() => {
    if (!isRinging() || !canVibrate() || !hasBeenTouched()) return;
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

  /** The moment of the last ring that this device has sounded or vibrated for. */
  const noticedAt = createMemo<number | undefined>((last) => {
    // A computer offers vibration, too, but does nothing.
    const isVibrating = canVibrate() && hasBeenTouched() && navigator.maxTouchPoints > 0;
    const isNoticed = isAudible() ? tabs.canPlay() : isVibrating;
    return isRinging() && isNoticed ? ringing.ring()?.at : last;
  });
  const isNoticed = (): boolean => ringing.ring() !== null && noticedAt() === ringing.ring()?.at;
  // eslint-disable-next-line solid/reactivity -- called when the service worker asks
  answerWorker(() => isAudible() && (chime.isReady() || (isNoticed() && hasBeenTouched())));

  onMount(() => void renewSubscription(room.link));
  createEffect(() => room.connection() === "open" && void repeatUnsubscribing());

  // The button stays after it was used and after the ring has ended, so that nothing moves under a second tap.
  const canStop = createMemo(() => {
    const isOn = ringing.phase() === "ringing" || ringing.phase() === "over";
    return isOn && (hasAlarm() || hasRunningPeriod()) && isNoticed();
  });
  /** Whether a sound is wanted that only a touch can allow: any touch of the page does. */
  const isLocked = (): boolean =>
    (ringing.phase() === "ahead" || isRinging()) &&
    isAudible() &&
    !chime.isReady() &&
    "AudioContext" in window;
  const button = createMemo(() => (canStop() ? "stop" : isLocked() ? "unlock" : null));
  return (
    // Keyed: the touch that allows the sound ends on another element, so that it does not stop the sound.
    <Show when={button()} keyed>
      {(kind) => (
        <button
          type="button"
          class={style["stop"]}
          data-kind={kind}
          aria-disabled={kind === "stop" && !isRinging()}
          onClick={() => kind === "stop" && isRinging() && ringing.silence(ringing.ring()?.at ?? 0)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true" class={style["icon"]}>
            <path d="M4 9.500v5h3.500L12 18V6L7.500 9.500Z" />
            <Show when={kind === "stop" && isRinging()} fallback={<path d="M16 9.500l5 5M21 9.500l-5 5" />}>
              <path d="M15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11" />
            </Show>
          </svg>
          <span class={style["words"]}>
            {kind === "unlock" ? words.unlock : isRinging() ? words.stop : words.silent}
          </span>
        </button>
      )}
    </Show>
  );
}

/** Before the first touch browsers refuse to vibrate, and log an error. */
const hasBeenTouched = (): boolean => navigator.userActivation?.hasBeenActive ?? true;

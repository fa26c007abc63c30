/**
 * Turning the tomato: where a person with control waits to begin, a twist of the tomato or the arrow keys set the minutes
 * of work. It draws into the tomato, and loads after it.
 */
import { createEffect, createMemo, on, onCleanup, Show } from "solid-js";
import type { JSX } from "solid-js";
import * as v from "valibot";
import { IDLE, startsAt } from "../../../party/shared/pomodoro";
import { chime } from "../../alarm/chime";
import { MUTED, VIBRATE, VOLUME } from "../../alarm/preferences";
import { getPreference, setPreference } from "../../device/pagePreferences";
import { definePreference } from "../../device/preferences";
import { useRoom } from "../../room/context";
import type { Answer } from "../../room/createRoom";
import { seenRevision } from "../../device/presses";
import { createTurning } from "./createTurning";
import { Dial, Figures, Lettering } from "./Dial";
import { maxSeconds, setTo, stepped } from "./minutes";
import { spokenTime } from "./spokenTime";
import { words } from "./words";
import style from "./Turn.module.css";

/** Whether the person has turned the tomato before, and need not be told any more. */
const TURNED = definePreference("turned", v.boolean(), false);
/** After the last key the choice is saved, in ms. */
const KEYS_MS = 1000;
/** The click is softer than a chime. */
const CLICK_SHARE = 0.6;
/** The tick of a minute under a finger, in ms. */
const TICK_MS = 6;

/** Which step a key makes: how many minutes, and which way. */
const KEYS: Readonly<Record<string, readonly [step: number, way: 1 | -1]>> = {
  ArrowUp: [1, 1],
  ArrowRight: [1, 1],
  ArrowDown: [1, -1],
  ArrowLeft: [1, -1],
  PageUp: [5, 1],
  PageDown: [5, -1],
};

export default function Turn(props: {
  /** What became of the change. */
  onAnswer: (answer: Answer) => void;
}): JSX.Element {
  const room = useRoom();
  const tomato = document.querySelector<HTMLElement>("[data-tomato]")!; // this part loads after it
  /** The length of work, in s; null where no press begins it: the dial then shows something else. */
  const value = createMemo(() => {
    const shown = room.shown();
    if (shown?.phase.state !== IDLE || startsAt(shown.phase) !== undefined) return null;
    return room.role() === "control" ? shown.settings.workDuration : null;
  });
  let revision: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turning = createTurning({
    tomato,
    value,
    onDown: () => finishNow(),
    onBegin: () => (revision = seenRevision() ?? room.shown()?.rev),
    onChange(isTouch) {
      if (!(navigator.userActivation?.hasBeenActive ?? true)) return; // the browser would refuse both
      chime.click(getPreference(MUTED) ? 0 : getPreference(VOLUME) * CLICK_SHARE);
      if (isTouch && getPreference(VIBRATE)) navigator.vibrate?.(TICK_MS);
    },
    save(seconds) {
      setPreference(TURNED, true);
      void room
        .act({ action: "setup", work_duration: seconds, when: "next" }, { on: revision })
        .then(props.onAnswer);
    },
  });
  const { chosen, choose, finish } = turning;
  const current = (): number => chosen() ?? value() ?? 0;

  function chooseByKeys(seconds: number): void {
    choose(seconds);
    clearTimeout(timer);
    timer = setTimeout(finish, KEYS_MS);
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = KEYS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    chooseByKeys(stepped(current(), ...step));
  }
  function finishNow(): void {
    clearTimeout(timer);
    finish();
  }

  const parts = (
    <div class={style["parts"]}>
      <Show when={value() !== null}>
        <input
          type="range"
          class="visually-hidden"
          min="1"
          max={Math.ceil(maxSeconds(current()) / 60)}
          value={Math.round(current() / 60)}
          aria-label={words.label}
          aria-valuetext={spokenTime(current(), words)}
          onKeyDown={onKeyDown}
          onInput={(event) => chooseByKeys(setTo(current(), event.currentTarget.valueAsNumber))}
          onBlur={finishNow}
        />
        <svg viewBox="0 0 400 400" aria-hidden="true" class={style["dial"]}>
          <Show
            when={chosen() !== null}
            fallback={<Lettering text={getPreference(TURNED) ? "" : words.turn} />}
          >
            <Dial seconds={current()} />
          </Show>
        </svg>
        <Show when={chosen() !== null}>
          <svg viewBox="0 0 400 400" aria-hidden="true" class={style["figures"]}>
            <Figures seconds={current()} />
          </svg>
        </Show>
      </Show>
    </div>
  ) as HTMLElement;
  tomato.append(parts);
  createEffect(() => tomato.toggleAttribute("data-turning", chosen() !== null));
  const press = tomato.querySelector("button");
  let frame: number | undefined;
  /** A page that fits its screen is not scrolled, so a finger on the tomato may turn it in every direction. */
  const updateTouch = (): void => {
    frame = undefined;
    const { scrollHeight, clientHeight } = document.documentElement;
    press?.style.setProperty(
      "touch-action",
      value() !== null && scrollHeight <= clientHeight + 1 ? "pinch-zoom" : "",
    );
  };
  // In the frame after a layout: reading the sizes before it would force a layout of its own, and reading them while they are
  // reported may change them, which WebKit reports as an error.
  const sizes = new ResizeObserver(() => void (frame ??= requestAnimationFrame(updateTouch)));
  createEffect(on(value, () => sizes.observe(document.documentElement)));
  onCleanup(() => {
    clearTimeout(timer);
    parts.remove();
    tomato.removeAttribute("data-turning");
    press?.style.removeProperty("touch-action");
    sizes.disconnect();
    if (frame !== undefined) cancelAnimationFrame(frame);
  });
  return null;
}

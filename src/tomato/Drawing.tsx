/** The drawing of the tomato: the state of the room as shapes, text and numbers. */
import { createMemo, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import {
  BREAK_ALARM,
  IDLE,
  isAlarm,
  isHeld,
  LONG_BREAK,
  SHORT_BREAK,
  WORK,
  WORK_ALARM,
} from "../../party/shared/pomodoro";
import { DEFAULT_SETTINGS } from "../../party/shared/settings";
import type { RoomView } from "../../party/shared/codec";
import { firstWords } from "../i18n/firstWords";
import { countdownText, progressOf } from "./countdown";
import { Face } from "./Face";
import type { FaceName } from "./Face";
import { BOX, CENTRE, FACE, PETALS, PLATE, RING, RING_LENGTH } from "./geometry";
import * as shape from "./geometry";
import style from "./Tomato.module.css";

const FACES: readonly FaceName[] = ["idle", "work", "alarm", "happy", "alarm", "cool"];

/** How many tomatoes of this set are finished. */
function finishedIn({ phase, cycle, settings }: RoomView): number {
  if (phase.state === LONG_BREAK) return settings.numberCycles + 1;
  return phase.state === BREAK_ALARM ? cycle + 1 : cycle;
}

export function Drawing(props: {
  /** Null while nothing is known: a tomato without text. */
  room: RoomView | null;
  /** Epoch ms on the server's clock. */
  now: number;
}): JSX.Element {
  const state = () => props.room?.phase.state ?? IDLE;
  const isPaused = () => props.room !== null && isHeld(props.room.phase);
  const message = () => firstWords.messages[state()] ?? "";
  const progress = createMemo(() => (props.room === null ? null : progressOf(props.room, props.now)));
  const time = createMemo(() => (props.room === null ? "" : countdownText(props.room, props.now)));
  const timeSize = () => (time().length > 6 ? 54 : 70);
  const hasAlarm = () => props.room !== null && isAlarm(props.room.phase);
  const isSliced = () => state() === SHORT_BREAK || state() === WORK_ALARM;
  const setDots = createMemo(() =>
    shape.dots((props.room?.settings.numberCycles ?? DEFAULT_SETTINGS.numberCycles) + 1),
  );
  /** The dot of the tomato that is being worked on, or -1. */
  const activeDot = () => (state() === WORK ? (props.room?.cycle ?? 0) : -1);
  return (
    <>
      {/* Two drawings, so that the fruit can move as one layer, without the plate being painted again. */}
      <svg viewBox={`0 0 ${BOX} ${BOX}`} aria-hidden="true" class={style["plate"]}>
        <Show when={hasAlarm()}>
          <circle
            class={style["petals"]}
            cx={CENTRE}
            cy={CENTRE}
            r={PETALS.radius}
            stroke-dasharray={PETALS.dash}
          />
        </Show>
        <circle class={style["china"]} cx={CENTRE} cy={CENTRE} r={PLATE} />
        <circle class={style["track"]} cx={CENTRE} cy={CENTRE} r={RING.radius} />
        <circle class={style["ticks"]} cx={CENTRE} cy={CENTRE} r={RING.radius} />
        <Show when={state() !== IDLE}>
          <circle
            class={style["ring"]}
            cx={CENTRE}
            cy={CENTRE}
            r={RING.radius}
            stroke-dasharray={String(RING_LENGTH)}
            stroke-dashoffset={String(shape.ringOffset(progress() ?? 0))}
          />
        </Show>
      </svg>
      <svg viewBox={`0 0 ${BOX} ${BOX}`} aria-hidden="true" class={style["fruit"]}>
        <defs>
          <radialGradient id="skin" cx="36%" cy="26%" r="84%">
            <stop offset="0" class={style["skinLight"]} />
            <stop offset=".45" class={style["skin"]} />
            <stop offset="1" class={style["skinDark"]} />
          </radialGradient>
        </defs>
        <path d={shape.BODY} fill="url(#skin)" />
        <Show
          when={isSliced()}
          fallback={
            <>
              <path class={style["folds"]} d={shape.FOLDS} />
              <path class={style["shine"]} d={shape.SHINE} />
            </>
          }
        >
          <ellipse class={style["flesh"]} cx={CENTRE} cy={FACE.y} rx={FACE.rx} ry={FACE.ry} />
          <path class={style["chambers"]} d={shape.CHAMBERS} />
          <path class={style["seeds"]} d={shape.SEEDS} />
        </Show>
        <path class={style["calyxShade"]} d={shape.CALYX_SHADE} />
        <path class={style["stalk"]} d={shape.STALK} />
        <path class={style["calyx"]} d={shape.CALYX} />
        <path class={style["veins"]} d={shape.VEINS} />
        <Face name={isPaused() ? "asleep" : (FACES[state()] ?? "idle")} />
        <Show when={props.room !== null}>
          <text
            id="text-message"
            class={style["message"]}
            x={CENTRE}
            y={time() === "" ? 238 : 214}
            font-size={shape.messageSize(message(), time() === "" ? 56 : 42).toFixed(1)}
          >
            {message()}
          </text>
          <text
            class={style["time"]}
            x={shape.cells(time(), timeSize())}
            y="276"
            font-size={String(timeSize())}
          >
            {time()}
          </text>
        </Show>
        <g class={style["dots"]}>
          <For each={setDots()}>
            {(dot, i) => (
              <circle
                cx={dot.x}
                cy={dot.y}
                r={dot.r}
                data-done={i() < (props.room === null ? 0 : finishedIn(props.room))}
                data-active={i() === activeDot()}
              />
            )}
          </For>
        </g>
      </svg>
      <Show when={isPaused()}>
        <svg viewBox="0 0 72 72" aria-hidden="true" class={style["badge"]}>
          <circle cx="36" cy="36" r="35" />
          <path d="M27 21v30M45 21v30" />
        </svg>
      </Show>
    </>
  );
}

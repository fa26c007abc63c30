/** The drawing of the tomato: the state of the room as shapes, text and numbers. */
import { createMemo, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { IDLE, isAlarm, isHeld, SHORT_BREAK, WORK_ALARM } from "../../party/shared/pomodoro";
import { DEFAULT_SETTINGS } from "../../party/shared/settings";
import type { RoomView } from "../../party/shared/codec";
import { countdownText, progressOf } from "../../party/shared/countdown";
import { Face } from "./Face";
import type { FaceName } from "./Face";
import * as layout from "../../party/shared/layout";
import { BOX, FACE, PETALS, PLATE } from "./geometry";
import * as shape from "./geometry";
import style from "./Tomato.module.css";

const FACES: readonly FaceName[] = ["idle", "work", "alarm", "happy", "alarm", "cool"];

export function Drawing(props: {
  /** Null while nothing is known: a tomato without text. */
  room: RoomView | null;
  /** Epoch ms on the server's clock. */
  now: number;
  message: string;
}): JSX.Element {
  const state = () => props.room?.phase.state ?? IDLE;
  const isPaused = () => props.room !== null && isHeld(props.room.phase);
  const progress = createMemo(() => (props.room === null ? null : progressOf(props.room, props.now)));
  const time = createMemo(() => (props.room === null ? "" : countdownText(props.room, props.now)));
  const line = () => layout.messageLine(props.message, time());
  const hasAlarm = () => props.room !== null && isAlarm(props.room.phase);
  const isSliced = () => state() === SHORT_BREAK || state() === WORK_ALARM;
  const setDots = createMemo(() =>
    layout.dots((props.room?.settings.numberCycles ?? DEFAULT_SETTINGS.numberCycles) + 1),
  );
  return (
    <>
      {/* Two drawings, so that the fruit can move as one layer, without the plate being painted again. */}
      <svg viewBox={`0 0 ${BOX} ${BOX}`} aria-hidden="true" class={style["plate"]}>
        <Show when={hasAlarm()}>
          <circle
            class={style["petals"]}
            cx={layout.CENTRE}
            cy={layout.CENTRE}
            r={PETALS.radius}
            stroke-dasharray={PETALS.dash}
          />
        </Show>
        <circle class={style["china"]} cx={layout.CENTRE} cy={layout.CENTRE} r={PLATE} />
        <circle class={style["track"]} cx={layout.CENTRE} cy={layout.CENTRE} r={layout.RING.radius} />
        <circle class={style["ticks"]} cx={layout.CENTRE} cy={layout.CENTRE} r={layout.RING.radius} />
        <Show when={state() !== IDLE}>
          <circle
            class={style["ring"]}
            cx={layout.CENTRE}
            cy={layout.CENTRE}
            r={layout.RING.radius}
            stroke-dasharray={String(layout.RING_LENGTH)}
            stroke-dashoffset={String(layout.ringOffset(progress() ?? 0))}
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
          <ellipse class={style["flesh"]} cx={layout.CENTRE} cy={FACE.y} rx={FACE.rx} ry={FACE.ry} />
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
            x={layout.CENTRE}
            y={line().y}
            font-size={line().size}
          >
            {props.message}
          </text>
          <text
            class={style["time"]}
            x={layout.cells(time(), layout.timeSize(time()))}
            y="276"
            font-size={String(layout.timeSize(time()))}
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
                data-done={props.room !== null && i() < layout.finishedIn(props.room)}
                data-active={props.room !== null && i() === layout.activeDot(props.room)}
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

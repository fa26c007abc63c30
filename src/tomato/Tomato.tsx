/** The tomato: the one button of the room. Draws what it is given, knows no network. */
import { createMemo, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { BREAK_ALARM, LONG_BREAK, SHORT_BREAK, WORK, WORK_ALARM } from "../../party/pomodoro";
import type { RoomMessage } from "../../party/protocol";
import { words } from "../i18n/words";
import { countdownText, progressOf } from "./countdown";
import {
  BODY,
  BOX,
  CALYX,
  CENTRE,
  chambers,
  dots,
  RING,
  RING_LENGTH,
  ringOffset,
  seeds,
  SHADE,
  SHINE,
  STALK,
} from "./geometry";
import style from "./Tomato.module.css";

const CHAMBERS = chambers(8);
const SEEDS = seeds(8);
const NAMES = ["idle", "work", "break-alarm", "short-break", "work-alarm", "long-break"] as const;

/** Tomatoes of this set that are done. */
function doneOf({ state, cycle, number_cycles }: RoomMessage): number {
  if (state === LONG_BREAK) return number_cycles + 1;
  return state === BREAK_ALARM ? cycle + 1 : cycle;
}

export function Tomato(props: {
  room: RoomMessage | null;
  /** Server time in ms. */
  now: number;
  /** Whether a press can reach the room. */
  connected: boolean;
  onPress: () => void;
}): JSX.Element {
  const state = () => props.room?.state ?? 0;
  const held = () => (props.room?.held_ms ?? null) !== null;
  const message = () => words.messages[state()] ?? "";
  const progress = createMemo(() => (props.room === null ? null : progressOf(props.room, props.now)));
  const time = createMemo(() => (props.room === null ? "" : countdownText(props.room, props.now)));
  const alarm = () => state() === BREAK_ALARM || state() === WORK_ALARM;
  const cut = () => state() === SHORT_BREAK || state() === LONG_BREAK || state() === WORK_ALARM;
  const setDots = createMemo(() => dots((props.room?.number_cycles ?? 3) + 1));
  const active = () => (state() === WORK ? (props.room?.cycle ?? 0) : -1);
  return (
    <div
      class={style["tomato"]}
      data-tomato
      data-state={NAMES[state()]}
      data-held={held()}
      data-known={props.room !== null}
      data-connected={props.connected}
    >
      {/* The button lies over the drawing, which changes every second, so that its name does not. */}
      <button
        type="button"
        class={style["press"]}
        data-state={NAMES[state()]}
        data-held={held()}
        data-known={props.room !== null}
        aria-label={held() ? `${message()}, ${words.paused}` : message()}
        onClick={() => props.onPress()}
      />
      <svg viewBox={`0 0 ${BOX} ${BOX}`} aria-hidden="true" class={style["drawing"]}>
        <defs>
          <radialGradient id="skin" cx="38%" cy="30%" r="78%">
            <stop offset="0" class={style["skinLight"]} />
            <stop offset="0.55" class={style["skin"]} />
            <stop offset="1" class={style["skinDark"]} />
          </radialGradient>
        </defs>
        <circle class={style["track"]} cx={CENTRE.x} cy={CENTRE.y} r={RING.radius} />
        <Show when={progress() !== null}>
          <circle
            class={style["ring"]}
            cx={CENTRE.x}
            cy={CENTRE.y}
            r={RING.radius}
            stroke-dasharray={String(RING_LENGTH)}
            stroke-dashoffset={String(ringOffset(progress() ?? 0))}
          />
        </Show>
        <Show when={alarm()}>
          <g class={style["rays"]}>
            <path d="M34 96 Q14 140 14 196" />
            <path d="M58 62 Q74 42 96 30" />
            <path d="M366 96 Q386 140 386 196" />
            <path d="M342 62 Q326 42 304 30" />
          </g>
        </Show>
        <g class={style["fruit"]}>
          <path d={BODY} fill="url(#skin)" />
          <Show when={cut()}>
            <ellipse class={style["face"]} cx={CENTRE.x} cy={CENTRE.y + 10} rx="136" ry="120" />
            <For each={CHAMBERS}>{(d) => <path class={style["chamber"]} d={d} />}</For>
            <For each={SEEDS}>
              {(seed) => (
                <ellipse
                  class={style["seed"]}
                  rx="3.6"
                  ry="6"
                  transform={`translate(${seed.x} ${seed.y}) rotate(${seed.turn})`}
                />
              )}
            </For>
          </Show>
          <path class={style["shade"]} d={SHADE} />
          <path class={style["shine"]} d={SHINE} />
          <path class={style["stalk"]} d={STALK} />
          <path class={style["calyx"]} d={CALYX} />
          <text
            id="text-message"
            class={style["message"]}
            data-long={message().length > 10}
            x={CENTRE.x}
            y={time() === "" ? 232 : 206}
          >
            {message()}
          </text>
          <text class={style["time"]} x={CENTRE.x} y="264">
            {time()}
          </text>
          <g class={style["dots"]}>
            <For each={setDots()}>
              {(dot, i) => (
                <circle
                  cx={dot.x}
                  cy={dot.y}
                  r="6"
                  data-done={i() < (props.room === null ? 0 : doneOf(props.room))}
                  data-active={i() === active()}
                />
              )}
            </For>
          </g>
          <Show when={held()}>
            <g class={style["bars"]}>
              <rect x="184" y="126" width="11" height="30" rx="4" />
              <rect x="205" y="126" width="11" height="30" rx="4" />
            </g>
          </Show>
        </g>
      </svg>
    </div>
  );
}

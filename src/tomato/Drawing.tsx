/** The drawing of the tomato: the state of the room as shapes, text and numbers. What a state does not show is hidden by its style. */
import { createMemo, For } from "solid-js";
import type { JSX } from "solid-js";
import { IDLE, isHeld } from "../../party/shared/pomodoro";
import { DEFAULT_SETTINGS } from "../../party/shared/settings";
import type { RoomView } from "../../party/shared/codec";
import { marksOf, ringOf } from "../../party/shared/dial";
import { activeDot, dots, finishedIn, letteringOf } from "../../party/shared/layout";
import { Face } from "./Face";
import type { FaceName } from "./Face";
import { BODY, CALYX, CALYX_SHADE, CHAMBERS, FACE, FOLDS, SEEDS, SHINE, STALK, VEINS } from "./geometry";

const FACES: readonly FaceName[] = ["idle", "work", "alarm", "happy", "alarm", "cool"];

export function Drawing(props: {
  /** Null while nothing is known: a tomato without text. */
  room: RoomView | null;
  /** Epoch ms on the server's clock. */
  now: number;
  message: string;
}): JSX.Element {
  const isPaused = () => props.room !== null && isHeld(props.room.phase);
  const marks = createMemo(() => marksOf(props.room));
  const lettering = createMemo(() => props.room && letteringOf(props.room, props.message, props.now));
  const setDots = createMemo(() =>
    dots((props.room?.settings.numberCycles ?? DEFAULT_SETTINGS.numberCycles) + 1),
  );
  return (
    <>
      {/* Two drawings, so that the fruit can move as one layer, without the plate being painted again. */}
      <svg viewBox="0 0 400 400" aria-hidden="true" class="t-plate">
        <circle class="t-china" cx="200" cy="200" r="190" />
        <circle class="t-track" cx="200" cy="200" r="156" />
        {/* The length of a path is that of `DIAL`. */}
        <circle class="t-marks" cx="200" cy="200" r="183" pathLength="60" stroke-dasharray={marks()[0]} />
        <circle class="t-fives" cx="200" cy="200" r="183" pathLength="60" stroke-dasharray={marks()[1]} />
        <circle
          class="t-ring"
          cx="200"
          cy="200"
          r="156"
          pathLength="60"
          stroke-dasharray={ringOf(props.room, props.now).dash}
        />
      </svg>
      <svg viewBox="0 0 400 400" aria-hidden="true" class="t-fruit">
        <defs>
          <radialGradient id="skin" cx="36%" cy="26%" r="84%">
            <stop offset="0" class="t-skin-light" />
            <stop offset=".45" class="t-skin" />
            <stop offset="1" class="t-skin-dark" />
          </radialGradient>
        </defs>
        <path class="t-body" d={BODY} fill="url(#skin)" />
        <g class="t-whole">
          <path class="t-folds" d={FOLDS} />
          <path class="t-shine" d={SHINE} />
        </g>
        <g class="t-sliced">
          <ellipse class="t-flesh" cx="200" cy={FACE.y} rx={FACE.rx} ry={FACE.ry} />
          <path class="t-chambers" d={CHAMBERS} />
          <path class="t-seeds" d={SEEDS} />
        </g>
        <path class="t-calyx-shade" d={CALYX_SHADE} />
        <path class="t-stalk" d={STALK} />
        <path class="t-calyx" d={CALYX} />
        <path class="t-veins" d={VEINS} />
        <Face name={isPaused() ? "asleep" : (FACES[props.room?.phase.state ?? IDLE] ?? "idle")} />
        <text id="text-message" class="t-message" x="200" y={lettering()?.y} font-size={lettering()?.size}>
          {lettering() && props.message}
        </text>
        <text class="t-time" x={lettering()?.timeX} y="278" font-size={lettering()?.timeSize}>
          {lettering()?.time}
        </text>
        <g class="t-dots">
          <For each={setDots()}>
            {(dot, i) => (
              <circle
                cx={dot.x}
                cy={dot.y}
                r={dot.r}
                data-done={props.room !== null && i() < finishedIn(props.room)}
                data-active={props.room !== null && i() === activeDot(props.room)}
              />
            )}
          </For>
        </g>
      </svg>
      <svg viewBox="0 0 72 72" aria-hidden="true" class="t-badge">
        <path d="M25 14v44M47 14v44" />
      </svg>
    </>
  );
}

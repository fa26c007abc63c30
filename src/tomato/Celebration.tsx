/** The celebration of a finished set: leaves, small tomatoes and slices fly up around the tomato for two seconds. */
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { BREAK_ALARM, LONG_BREAK } from "../../party/shared/pomodoro";
import { useRoom } from "../room/context";
import style from "./Celebration.module.css";

/** How long it lasts, in ms. */
const CELEBRATION_MS = 2000;
const PIECES = Array.from({ length: 28 }, (_, i) => i);
const SHAPES = [
  "M0-11C9-7 9 7 0 11C-9 7-9-7 0-11Z", // a leaf
  "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0", // a cherry tomato
  "M-9-4a9 9 0 0 0 18 0z", // a slice
];

/** Shown only if the set ends while this page is open; `sawAlarm`: it has been open since before. */
export default function Celebration(props: { sawAlarm: boolean }): JSX.Element {
  const room = useRoom();
  const [isVisible, setVisible] = createSignal(false);
  const state = createMemo(() => room.shown()?.phase.state); // the server's answer to an own press does not change it
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  createEffect(
    on(state, (state, before) => {
      clearTimeout(timer);
      setVisible(state === LONG_BREAK && (before === undefined ? props.sawAlarm : before === BREAK_ALARM));
      if (isVisible()) timer = setTimeout(() => setVisible(false), CELEBRATION_MS);
    }),
  );
  return (
    <Show when={isVisible()}>
      <svg viewBox="-200 -200 400 400" aria-hidden="true" class={style["celebration"]} data-celebration>
        <For each={PIECES}>{(i) => <Piece number={i} />}</For>
      </svg>
    </Show>
  );
}

/** Flies outwards from its own place on the plate's rim, then falls. It is the same every time. */
function Piece(props: { number: number }): JSX.Element {
  let path: SVGPathElement | undefined;
  onMount(() => {
    const n = props.number;
    const turn = ((n + 0.5) / PIECES.length) * 2 * Math.PI;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // What stands still lies on the rim, beside all texts.
    const far = isStill ? 174 + ((n * 37) % 26) : 205 + ((n * 37) % 50);
    const [x, y] = [far * Math.sin(turn), -far * Math.cos(turn)];
    const spin = ((n * 83) % 540) - 270;
    const at = (share: number, down: number): string =>
      `translate(${x * share}px, ${y * share + down}px) rotate(${spin * share}deg) scale(1.4)`;
    if (isStill) return path?.setAttribute("transform", `translate(${x} ${y}) rotate(${spin}) scale(1.4)`);
    path?.animate(
      [
        { transform: at(0.5, 0), opacity: 0 },
        { transform: at(0.95, -20), opacity: 1, offset: 0.35, easing: "ease-in" },
        { transform: at(1.05, 120), opacity: 0 },
      ],
      {
        duration: CELEBRATION_MS - 400 + ((n * 53) % 400),
        easing: "cubic-bezier(0.1,0.8,0.3,1)",
        fill: "both",
      },
    );
  });
  return (
    <path
      ref={(element) => (path = element)}
      d={SHAPES[props.number % SHAPES.length]}
      data-kind={props.number % SHAPES.length}
    />
  );
}

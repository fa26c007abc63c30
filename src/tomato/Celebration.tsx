/** A finished set: leaves, seeds and slices fly up around the tomato for two seconds, no longer. */
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { BREAK_ALARM, LONG_BREAK } from "../../party/shared/pomodoro";
import { useRoom } from "../room/context";
import style from "./Celebration.module.css";

/** How long it lasts, in ms. */
export const CELEBRATION_MS = 2000;
const PIECES = Array.from({ length: 28 }, (_, i) => i);
const SHAPES = [
  "M0-11C9-7 9 7 0 11C-9 7-9-7 0-11Z", // a leaf
  "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0", // a cherry tomato
  "M-9-4a9 9 0 0 0 18 0z", // a slice
];

/** Only where this screen saw the set end: not for who comes later. */
export default function Celebration(): JSX.Element {
  const room = useRoom();
  const [flies, setFlies] = createSignal(false);
  const state = createMemo(() => room.shown()?.phase.state); // the server's answer to one's own press is no other state
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  createEffect(
    on(state, (state, before) => {
      clearTimeout(timer);
      setFlies(state === LONG_BREAK && before === BREAK_ALARM);
      if (flies()) timer = setTimeout(() => setFlies(false), CELEBRATION_MS);
    }),
  );
  return (
    <Show when={flies()}>
      <svg viewBox="-200 -200 400 400" aria-hidden="true" class={style["celebration"]} data-celebration>
        <For each={PIECES}>{(i) => <Piece number={i} />}</For>
      </svg>
    </Show>
  );
}

/** Each on its own way, and the same ones every time: a turn around the plate, thrown up, and falling. */
function Piece(props: { number: number }): JSX.Element {
  let path: SVGPathElement | undefined;
  onMount(() => {
    const n = props.number;
    const turn = ((n + 0.5) / PIECES.length) * 2 * Math.PI;
    const far = 205 + ((n * 37) % 50);
    const [x, y] = [far * Math.sin(turn), -far * Math.cos(turn)];
    const spin = ((n * 83) % 540) - 270;
    const at = (share: number, down: number): string =>
      `translate(${x * share}px, ${y * share + down}px) rotate(${spin * share}deg) scale(1.4)`;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      path?.setAttribute("transform", `translate(${x * 0.95} ${y * 0.95}) rotate(${spin}) scale(1.4)`);
      return;
    }
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

/** A drawing of the board's light. It blinks as the board's own light does. */
import { createEffect, createMemo, on, onCleanup } from "solid-js";
import type { JSX } from "solid-js";
import type { LightState } from "../../board/board";
import { BLACK, colourAt, msUntilChange } from "../../board/rhythm";
import type { Colour } from "../../board/rhythm";
import { words } from "./words";
import style from "./Light.module.css";

/** Converts the brightness of a light (0–1) to that of a pixel (0–255). A dim light looks brighter than a dim pixel. */
const pixelOf = (brightness: number): number => Math.round(255 * brightness ** 0.45);
const cssOf = ({ r, g, b }: Colour): string => `rgb(${pixelOf(r)} ${pixelOf(g)} ${pixelOf(b)})`;

function nameOf(light: LightState | null): string {
  if (light === null) return words.light.none;
  if (light.offline) return words.light.offline;
  const colour = words.light.colours[light.state] ?? words.light.none;
  return light.held ? `${colour}, ${words.light.paused}` : colour;
}

export function Light(props: { light: LightState | null }): JSX.Element {
  let lens: SVGCircleElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const name = createMemo(() => words.light.name(nameOf(props.light)));
  createEffect(
    on(
      () => props.light,
      (light) => {
        const began = performance.now();
        function draw(): void {
          const elapsed = performance.now() - began;
          lens?.setAttribute("fill", cssOf(light === null ? BLACK : colourAt(light, elapsed)));
          const wait = light === null ? Infinity : msUntilChange(light, elapsed);
          if (wait < Infinity) timer = setTimeout(draw, Math.max(16, wait));
        }
        clearTimeout(timer);
        draw();
      },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  return (
    <svg viewBox="0 0 64 64" class={style["light"]} role="img" aria-label={name()}>
      <circle class={style["rim"]} cx="32" cy="32" r="30" />
      <circle ref={(element) => (lens = element)} cx="32" cy="32" r="23" fill="#000" />
      <path class={style["glint"]} d="M18 26 C20 18 26 14 33 14 C27 17 22 21 21 27 Z" />
    </svg>
  );
}

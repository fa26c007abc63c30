/** Lies over everything in standby: the touch that ends it reaches no button. */
import { onCleanup } from "solid-js";
import type { JSX } from "solid-js";
import style from "./views.module.css";

/** After a touch that is no click, such as a drag, standby ends so much later, in ms: a click would have come by then. */
const LATE_MS = 400;

export function Shield(props: { onTouch: () => void }): JSX.Element {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const endSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => props.onTouch(), LATE_MS);
  };
  onCleanup(() => clearTimeout(timer));
  return (
    <div
      class={style["shield"]}
      aria-hidden="true"
      data-shield
      onClick={(event) => {
        event.stopPropagation();
        props.onTouch();
      }}
      onContextMenu={(event) => event.preventDefault()}
      onPointerUp={endSoon}
      onPointerCancel={endSoon}
    />
  );
}

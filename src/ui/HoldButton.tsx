/** A button that acts only after a long press, with a visible fill; without a pointer it asks instead. */
import { createSignal, onCleanup } from "solid-js";
import type { JSX } from "solid-js";
import style from "./HoldButton.module.css";

/** How long the press has to last, in ms. */
export const HOLD_MS = 800;

export function HoldButton(props: {
  label: string;
  hint: string;
  class: string | undefined;
  disabled: boolean;
  children: JSX.Element;
  onHeld: () => void;
  /** A click that no pointer made: from a keyboard, a switch or a screen reader. */
  onAsk: () => void;
  /** A press that was too short. */
  onShort: () => void;
}): JSX.Element {
  const [holding, setHolding] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let done = false;

  function down(event: PointerEvent): void {
    if (event.button !== 0 || props.disabled) return;
    done = false;
    setHolding(true);
    clearTimeout(timer);
    timer = setTimeout(() => {
      done = true;
      setHolding(false);
      props.onHeld();
    }, HOLD_MS);
  }
  function stop(): void {
    clearTimeout(timer);
    setHolding(false);
  }
  function click(event: MouseEvent): void {
    stop();
    if (event.detail === 0) props.onAsk();
    else if (!done) props.onShort();
  }
  onCleanup(stop);
  return (
    <button
      type="button"
      class={`${props.class ?? ""} ${style["hold"]}`}
      disabled={props.disabled}
      data-holding={holding()}
      title={props.hint}
      aria-label={props.label}
      onPointerDown={down}
      onPointerLeave={stop}
      onPointerCancel={stop}
      onClick={click}
      onContextMenu={(event) => event.preventDefault()}
    >
      {props.children}
    </button>
  );
}

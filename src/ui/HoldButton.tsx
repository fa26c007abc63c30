/** A button that acts only after a long press, which fills it visibly. A click without a pointer is reported separately. */
import { createSignal, onCleanup } from "solid-js";
import type { JSX } from "solid-js";
import style from "./HoldButton.module.css";

/** How long the press has to last, in ms. */
const HOLD_MS = 800;

export function HoldButton(props: {
  label: string;
  hint: string;
  class: string | undefined;
  disabled: boolean;
  children: JSX.Element;
  /** The long press begins; `onHeld` follows if it lasts. */
  onBegin: () => void;
  onHeld: () => void;
  /** A click from a keyboard, a switch or a screen reader, with which a long press is not possible. */
  onClickWithoutPointer: () => void;
  /** The press was too short. */
  onShortPress: () => void;
}): JSX.Element {
  const [isHolding, setHolding] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDone = false;

  function down(event: PointerEvent): void {
    if (event.button !== 0 || props.disabled) return;
    isDone = false;
    props.onBegin();
    setHolding(true);
    clearTimeout(timer);
    timer = setTimeout(() => {
      isDone = true;
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
    if (event.detail === 0) props.onClickWithoutPointer();
    else if (!isDone) props.onShortPress();
  }
  onCleanup(stop);
  return (
    <button
      type="button"
      class={`${props.class ?? ""} ${style["hold"]}`}
      disabled={props.disabled}
      data-holding={isHolding()}
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

/** One row of the list or of the turns: its content, a button that opens what can be done with it, and its handle. */
import { createEffect, createUniqueId, on, onCleanup, Show } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../ui/ui.module.css";
import type { Reorder } from "./createReorder";
import { words } from "./words";
import style from "./tasks.module.css";

export function Row(props: {
  text: string;
  index: number;
  count: number;
  reorder: Reorder;
  canControl: boolean;
  isOpen: boolean;
  isCurrent?: boolean;
  onToggle: () => void;
  /** Moves the row to this place, if there is one. */
  onMove: (to: number) => void;
  onRemove: () => void;
  /** The field that changes it. */
  field: JSX.Element;
  /** What else can be done with it. */
  more: JSX.Element;
  children: JSX.Element;
}): JSX.Element {
  const hint = createUniqueId();
  const panel = createUniqueId();
  // eslint-disable-next-line solid/reactivity -- called by the handlers
  const handlers = props.reorder.handlers(() => props.index);
  let row: HTMLLIElement | undefined;
  let toggle: HTMLButtonElement | undefined;

  /** Whoever uses the keyboard goes on where they were, or where the row was. */
  function keepFocus(button?: HTMLButtonElement): void {
    const section = row?.closest("section");
    const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
    requestAnimationFrame(() => {
      const at = document.activeElement;
      if (at !== button && at !== document.body && at !== section?.closest("dialog")) return;
      if (row?.isConnected === true) (button?.isConnected && !button.disabled ? button : toggle)?.focus();
      else
        (
          (neighbour?.isConnected === true && neighbour.querySelector<HTMLElement>("[aria-expanded]")) ||
          section?.querySelector("input")
        )?.focus();
    });
  }
  // The row goes when the room says so, which may be later than the click, or because of somebody else.
  onCleanup(() => {
    if (row?.contains(document.activeElement) === true) keepFocus();
  });
  createEffect(
    on(
      () => props.isOpen,
      (isOpen, wasOpen) => {
        if (wasOpen === true && !isOpen && toggle !== undefined) keepFocus(toggle);
      },
    ),
  );
  return (
    <li
      ref={(element) => (row = element)}
      class={style["row"]}
      data-dragged={props.reorder.isDragged(props.index)}
      data-current={props.isCurrent ?? false}
      style={{ translate: props.reorder.translate(props.index) }}
    >
      <div class={style["line"]}>
        <div class={style["content"]}>{props.children}</div>
        <Show when={props.canControl}>
          <button
            type="button"
            ref={(element) => (toggle = element)}
            class={style["round"]}
            aria-label={words.edit(props.text)}
            aria-expanded={props.isOpen}
            aria-controls={panel}
            onClick={() => props.onToggle()}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6 12h.01M12 12h.01M18 12h.01" />
            </svg>
          </button>
          <button
            type="button"
            class={`${style["round"]} ${style["handle"]}`}
            aria-label={words.move(props.text)}
            aria-describedby={hint}
            onPointerDown={handlers.onPointerDown}
            onKeyDown={handlers.onKeyDown}
          >
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M5 9h14M5 15h14" />
            </svg>
            <span id={hint} hidden>
              {words.moveHint}
            </span>
          </button>
        </Show>
      </div>
      <div id={panel}>
        <Show when={props.isOpen && props.canControl}>
          <div class={style["open"]}>
            {props.field}
            <div class={ui["row"]}>
              {props.more}
              <button
                type="button"
                class={ui["button"]}
                disabled={props.index === 0}
                onClick={({ currentTarget }) => {
                  keepFocus(currentTarget);
                  props.onMove(props.index - 1);
                }}
              >
                {words.up}
              </button>
              <button
                type="button"
                class={ui["button"]}
                disabled={props.index === props.count - 1}
                onClick={({ currentTarget }) => {
                  keepFocus(currentTarget);
                  props.onMove(props.index + 1);
                }}
              >
                {words.down}
              </button>
              <button type="button" class={ui["button"]} onClick={() => props.onRemove()}>
                {words.remove}
              </button>
            </div>
          </div>
        </Show>
      </div>
    </li>
  );
}

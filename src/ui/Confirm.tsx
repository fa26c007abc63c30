/** A question before an action that changes the room for everyone. Escape and Cancel do nothing. */
import { For, onCleanup, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { controlWords } from "../i18n/controls/words";
import style from "./Confirm.module.css";
import ui from "./ui.module.css";

export interface Choice {
  readonly label: string;
  readonly choose: () => void;
  /** Not the one that most want. */
  readonly quiet?: boolean;
}

export default function Confirm(props: {
  question: string;
  choices: readonly Choice[];
  onClose: () => void;
}): JSX.Element {
  let dialog: HTMLDialogElement | undefined;
  onMount(() => dialog?.showModal());
  onCleanup(() => dialog?.close()); // closed, not only taken away: so the focus goes back
  return (
    <dialog
      ref={(element) => (dialog = element)}
      class={style["confirm"]}
      aria-label={props.question}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        props.onClose();
      }}
    >
      <p class={style["question"]}>{props.question}</p>
      <div class={ui["stack"]}>
        <For each={props.choices}>
          {(choice) => (
            <button
              type="button"
              class={choice.quiet ? ui["button"] : ui["primary"]}
              onClick={() => {
                props.onClose();
                choice.choose();
              }}
            >
              {choice.label}
            </button>
          )}
        </For>
        <button type="button" class={ui["button"]} onClick={() => props.onClose()}>
          {controlWords.controls.cancel}
        </button>
      </div>
    </dialog>
  );
}

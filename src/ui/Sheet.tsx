/** A sheet that slides over the tomato: a native dialog, which returns the focus to the element that opened it. */
import { onCleanup, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { controlWords } from "../i18n/controls/words";
import { useSheets } from "./createSheets";
import { Icon } from "./Icon";
import style from "./Sheet.module.css";

export function Sheet(props: { title: string; children: JSX.Element }): JSX.Element {
  const sheets = useSheets();
  let dialog: HTMLDialogElement | undefined;
  let head: HTMLElement | undefined;
  onMount(() => {
    dialog?.showModal();
    // Without it, the close button is there.
    import("./dragToClose").then(
      ({ dragToClose }) => head && dialog && dragToClose(head, dialog, sheets.close),
      () => {},
    );
  });
  onCleanup(() => dialog?.close()); // only a dialog that is closed returns the focus; a removed one does not
  return (
    <dialog
      ref={(element) => (dialog = element)}
      class={style["sheet"]}
      aria-label={props.title}
      onCancel={(event) => {
        event.preventDefault();
        sheets.close();
      }}
      onClick={(event) => event.target === dialog && sheets.close()}
    >
      <div class={style["inside"]}>
        <header class={style["head"]} ref={(element) => (head = element)}>
          <h2 class={style["title"]}>{props.title}</h2>
          <button
            type="button"
            class={style["close"]}
            aria-label={controlWords.sheets.close}
            onClick={sheets.close}
          >
            <Icon name="close" />
          </button>
        </header>
        <div class={style["body"]}>{props.children}</div>
      </div>
    </dialog>
  );
}

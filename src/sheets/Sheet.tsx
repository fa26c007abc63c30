/** A sheet that slides over the tomato: a native dialog, which gives focus back to what opened it. */
import { onMount } from "solid-js";
import type { JSX } from "solid-js";
import { words } from "../i18n/words";
import { Icon } from "../ui/Icon";
import { useSheets } from "./createSheets";
import style from "./Sheet.module.css";

/** A pull down of this many pixels closes. */
const PULL_PX = 90;

export function Sheet(props: { title: string; children: JSX.Element }): JSX.Element {
  const sheets = useSheets();
  let dialog: HTMLDialogElement | undefined;
  let startY: number | null = null;
  onMount(() => dialog?.showModal());
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
        <header
          class={style["head"]}
          onTouchStart={(event) => (startY = event.touches[0]?.clientY ?? null)}
          onTouchEnd={(event) => {
            const endY = event.changedTouches[0]?.clientY ?? 0;
            if (startY !== null && endY - startY > PULL_PX) sheets.close();
            startY = null;
          }}
        >
          <h2 class={style["title"]}>{props.title}</h2>
          <button type="button" class={style["close"]} aria-label={words.sheets.close} onClick={sheets.close}>
            <Icon name="close" />
          </button>
        </header>
        <div class={style["body"]}>{props.children}</div>
      </div>
    </dialog>
  );
}

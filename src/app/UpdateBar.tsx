/** Offers a newer version while nothing runs; a running period is never disturbed. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { controlWords } from "../i18n/controlWords";
import { update } from "./update";
import style from "./UpdateBar.module.css";

export default function UpdateBar(props: { idle: boolean }): JSX.Element {
  return (
    <Show when={update.ready() && props.idle}>
      <p class={style["bar"]} role="status">
        {controlWords.update.ready}
        <button type="button" class={style["take"]} onClick={() => update.take()}>
          {controlWords.update.now}
        </button>
      </p>
    </Show>
  );
}

/** Offers a newer version while nothing runs; a running period is never disturbed. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { words } from "../i18n/words";
import { update } from "./update";
import style from "./UpdateBar.module.css";

export default function UpdateBar(props: { idle: boolean }): JSX.Element {
  return (
    <Show when={update.ready() && props.idle}>
      <p class={style["bar"]} role="status">
        {words.update.ready}
        <button type="button" class={style["take"]} onClick={() => update.take()}>
          {words.update.now}
        </button>
      </p>
    </Show>
  );
}

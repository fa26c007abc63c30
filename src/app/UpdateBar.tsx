/** Offers a newer version of the app: while no period runs, and always where this version lacks a part. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { update } from "../device/update";
import { controlWords } from "../i18n/controls/words";
import style from "./UpdateBar.module.css";

/** `idle`: whether no period runs. */
export function UpdateBar(props: { idle: boolean }): JSX.Element {
  return (
    <Show when={update.needed() || (update.ready() && props.idle)}>
      <p class={style["bar"]} role="status">
        {controlWords.update.ready}
        <button type="button" class={style["apply"]} onClick={() => update.apply()}>
          {controlWords.update.now}
        </button>
      </p>
    </Show>
  );
}

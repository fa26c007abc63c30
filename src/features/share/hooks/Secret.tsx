/** The secret with which a program verifies what the room tells it: shown once, to be copied. */
import { createSignal, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { copyField } from "../../../ui/copyField";
import ui from "../../../ui/ui.module.css";
import { words as uiWords } from "../../../ui/words";
import style from "./Hooks.module.css";
import { words } from "./words";

export function Secret(props: { secret: string }): JSX.Element {
  const [status, setStatus] = createSignal("");
  let field: HTMLInputElement | undefined;

  // The form below it had the focus, and it may be out of sight.
  onMount(() => {
    field?.focus();
    field?.scrollIntoView({ block: "center" });
  });
  async function copy(): Promise<void> {
    if (field !== undefined) setStatus((await copyField(field)) ? uiWords.copied : uiWords.copyFailed);
  }
  return (
    <div class={`${style["card"]} ${style["secret"]}`}>
      <label class={ui["field"]}>
        {words.secret}
        <input
          ref={(element) => (field = element)}
          readOnly
          translate="no"
          value={props.secret}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <p class={ui["hint"]} role="status">
        {status() || words.secretHint}
      </p>
      <button type="button" class={ui["button"]} onClick={() => void copy()}>
        {uiWords.copy}
      </button>
    </div>
  );
}

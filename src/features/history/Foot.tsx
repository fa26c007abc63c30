/** What a person can do with the history: download and clear it. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import Confirm from "../../ui/Confirm";
import ui from "../../ui/ui.module.css";
import { csvPath } from "./calls";
import { words } from "./words";

export function Foot(props: { room: string; canClear: boolean; onClear: () => void }): JSX.Element {
  const [isConfirming, setConfirming] = createSignal(false);
  return (
    <div class="h-foot">
      <p>{words.counts}</p>
      <a class={ui["button"]} href={csvPath(props.room)} download={`${props.room}.csv`}>
        {words.csv}
      </a>
      <Show when={props.canClear}>
        <button type="button" class={ui["button"]} onClick={() => setConfirming(true)}>
          {words.clear}
        </button>
      </Show>
      <Show when={isConfirming()}>
        <Confirm
          question={words.clearQuestion}
          choices={[{ label: words.clearYes, choose: () => props.onClear() }]}
          onClose={() => setConfirming(false)}
        />
      </Show>
    </div>
  );
}

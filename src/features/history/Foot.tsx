/** What one may do with a history: take it along, and forget it. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { csvAddress } from "./calls";
import { historyWords as words } from "../../i18n/historyWords";
import { Confirm } from "../../ui/Confirm";
import ui from "../../ui/ui.module.css";

export function Foot(props: { room: string; mayClear: boolean; onClear: () => void }): JSX.Element {
  const [asking, setAsking] = createSignal(false);
  return (
    <div class="h-foot">
      <p>{words.counts}</p>
      <a class={ui["button"]} href={csvAddress(props.room)} download={`${props.room}.csv`}>
        {words.csv}
      </a>
      <Show when={props.mayClear}>
        <button type="button" class={ui["button"]} onClick={() => setAsking(true)}>
          {words.clear}
        </button>
      </Show>
      <Show when={asking()}>
        <Confirm
          question={words.clearQuestion}
          choices={[{ label: words.clearYes, choose: () => props.onClear() }]}
          onClose={() => setAsking(false)}
        />
      </Show>
    </div>
  );
}

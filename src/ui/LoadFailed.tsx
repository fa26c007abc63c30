/** Says that a part of the app could not be loaded, and offers what helps: a newer version, or another attempt. */
import type { JSX } from "solid-js";
import { update } from "../device/update";
import { controlWords } from "../i18n/controls/words";
import ui from "./ui.module.css";

export function LoadFailed(props: { retry: () => void }): JSX.Element {
  return (
    <div class={ui["stack"]} role="status">
      <p>{update.needed() ? controlWords.update.needed : controlWords.sheet.failed}</p>
      <button
        type="button"
        class={ui["button"]}
        onClick={() => (update.needed() ? update.apply() : props.retry())}
      >
        {update.needed() ? controlWords.update.now : controlWords.sheet.retry}
      </button>
    </div>
  );
}

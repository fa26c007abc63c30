/** The list of keys. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { words } from "../i18n/words";
import ui from "../ui/ui.module.css";
import style from "./Keys.module.css";

const KEYS = [
  ["Space", words.keys.press],
  ["Enter", words.keys.press],
  ["s", words.keys.share],
  [",", words.keys.setup],
  ["?", words.keys.list],
  ["Esc", words.keys.close],
] as const;

export default function Keys(): JSX.Element {
  return (
    <div class={ui["stack"]}>
      <dl class={style["keys"]}>
        <For each={KEYS}>
          {([key, means]) => (
            <div class={style["key"]}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{means}</dd>
            </div>
          )}
        </For>
      </dl>
      <p class={ui["hint"]}>{words.keys.off}</p>
    </div>
  );
}

/** The list of keys. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { sheetWords } from "../../i18n/sheetWords";
import ui from "../../ui/ui.module.css";
import style from "./Keys.module.css";

const KEYS = [
  [" ", "press"],
  ["Enter", "press"],
  ["s", "share"],
  [",", "setup"],
  ["?", "list"],
  ["Esc", "close"],
] as const;

export default function Keys(): JSX.Element {
  return (
    <div class={ui["stack"]}>
      <dl class={style["keys"]}>
        <For each={KEYS}>
          {([key, means]) => (
            <div class={style["key"]}>
              <dt>
                <kbd>{key === " " ? sheetWords.keys.space : key}</kbd>
              </dt>
              <dd>{sheetWords.keys[means]}</dd>
            </div>
          )}
        </For>
      </dl>
      <p class={ui["hint"]}>{sheetWords.keys.off}</p>
    </div>
  );
}

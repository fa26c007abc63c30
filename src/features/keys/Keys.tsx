/** The list of keyboard shortcuts. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../ui/ui.module.css";
import { words } from "./words";
import style from "./Keys.module.css";

/** A key, and the name of what it does in the words. */
const SHORTCUTS = [
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
        <For each={SHORTCUTS}>
          {([key, action]) => (
            <div class={style["key"]}>
              <dt>
                <kbd translate={key === " " ? undefined : "no"}>{key === " " ? words.space : key}</kbd>
              </dt>
              <dd>{words[action]}</dd>
            </div>
          )}
        </For>
      </dl>
      <p class={ui["hint"]}>{words.off}</p>
    </div>
  );
}

/** The list of keyboard shortcuts. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../ui/ui.module.css";
import { words } from "./words";
import style from "./Keys.module.css";

/** Keys, and the name of what each of them does in the words. */
const SHORTCUTS = [
  [[" ", "Enter"], "press"],
  [["s"], "share"],
  [[","], "setup"],
  [["?"], "list"],
  [["f"], "bigScreen"],
  [["Esc"], "close"],
] as const;

export default function Keys(): JSX.Element {
  return (
    <div class={ui["stack"]}>
      <dl class={style["keys"]}>
        <For each={SHORTCUTS}>
          {([keys, action]) => (
            <div class={style["key"]}>
              <dt>
                <For each={keys}>
                  {(key) => (
                    <>
                      <kbd translate={key === " " ? undefined : "no"}>
                        {key === " " ? words.space : key}
                      </kbd>{" "}
                    </>
                  )}
                </For>
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

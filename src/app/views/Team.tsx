/** The tasks and the turns of a room that has them, beside the tomato. They are changed in the sheet Tasks. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Item, Turns } from "../../../party/shared/team";
import { controlWords } from "../../i18n/controls/words";
import { words } from "./words";
import style from "./views.module.css";

/** So many names fit beside the tomato, and so many tasks below them, or alone. */
const NAMES = 4;
const TASKS_BELOW = 3;
const TASKS_ALONE = 6;

export function Team(props: { list: readonly Item[]; turns: Turns | null }): JSX.Element {
  const open = () => props.list.filter(({ done }) => !done);
  const shownTasks = (): readonly Item[] => open().slice(0, order().length > 0 ? TASKS_BELOW : TASKS_ALONE);
  const more = (): number => open().length - shownTasks().length;
  const done = (): number => props.list.length - open().length;
  const hasTasks = (): boolean => open().length + done() > 0;
  /** Those who are not away, beginning with whose turn it is. */
  const order = () => {
    const { names, at } = props.turns ?? { names: [], at: 0 };
    const [current, ...others] = [...names.slice(at), ...names.slice(0, at)];
    return current === undefined ? [] : [current, ...others.filter(({ away }) => !away)];
  };
  return (
    <Show when={hasTasks() || order().length > 0}>
      <aside class={`${style["side"]} ${style["team"]}`} aria-label={controlWords.sheets.tasks}>
        <Show when={order().length > 0}>
          <h2 class={style["heading"]}>{words.turns}</h2>
          <ol class={style["list"]}>
            <For each={order().slice(0, NAMES)}>
              {({ name }, i) => (
                <li class={style["turn"]} aria-current={i() === 0 ? "true" : undefined}>
                  <bdi translate="no">{name}</bdi>
                </li>
              )}
            </For>
          </ol>
        </Show>
        <Show when={hasTasks()}>
          <h2 class={style["heading"]}>{controlWords.sheets.tasks}</h2>
          <ul class={style["list"]}>
            <For each={shownTasks()}>
              {({ text }) => (
                <li class={style["task"]}>
                  <bdi translate="no">{text}</bdi>
                </li>
              )}
            </For>
          </ul>
          <p class={style["more"]}>
            {[more() > 0 ? words.more(more()) : "", done() > 0 ? words.done(done()) : ""]
              .filter((text) => text !== "")
              .join(" · ")}
          </p>
        </Show>
      </aside>
    </Show>
  );
}

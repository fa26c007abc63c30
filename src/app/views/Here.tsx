/** The people in the room, beside the tomato. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { PeopleMessage } from "../../../party/shared/serverMessages";
import { controlWords } from "../../i18n/controls/words";
import { Icon } from "../../ui/Icon";
import { words } from "./words";
import style from "./views.module.css";

/** `me`: the id of this connection. `max`: how many are shown. */
export function Here(props: { people: PeopleMessage; me: string | null; max: number }): JSX.Element {
  const shown = () => props.people.people.slice(0, props.max);
  const more = (): number => props.people.count - shown().length;
  return (
    <aside aria-label={controlWords.sheets.people}>
      <h2 class={style["heading"]}>{words.here}</h2>
      <ul class={style["list"]}>
        <For each={shown()}>
          {(person) => (
            <li class={style["person"]} data-role={person.role}>
              <span class={style["face"]} aria-hidden="true" translate="no">
                {[...(person.name ?? "")][0]?.toLocaleUpperCase() ?? <Icon name="person" />}
              </span>
              <span class={style["text"]}>
                <Show when={person.name} fallback={person.id === props.me ? words.you : words.nameless}>
                  {(name) => <bdi translate="no">{name()}</bdi>}
                </Show>
                <Show when={person.doing}>
                  {(doing) => (
                    <bdi class={style["doing"]} translate="no">
                      {doing()}
                    </bdi>
                  )}
                </Show>
              </span>
            </li>
          )}
        </For>
      </ul>
      <Show when={more() > 0}>
        <p class={style["more"]}>{words.more(more())}</p>
      </Show>
    </aside>
  );
}

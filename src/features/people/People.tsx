/** The list of the people in the room: their names, whether they may press, and their boards. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { controlWords } from "../../i18n/controls/words";
import { useRoom } from "../../room/context";
import { Icon } from "../../ui/Icon";
import { NameField } from "../../ui/NameField";
import { Named } from "../../ui/Named";
import ui from "../../ui/ui.module.css";
import { words } from "./words";
import style from "./People.module.css";

export default function People(): JSX.Element {
  const room = useRoom();
  return (
    <div class={ui["stack"]}>
      <NameField />
      <Show when={room.people()} fallback={<p>{room.drawback()?.people ?? words.waiting}</p>}>
        {(people) => (
          <>
            <p class={ui["hint"]}>{controlWords.people.count(people().count)}</p>
            <ul class={style["list"]}>
              <For each={people().people}>
                {(person) => (
                  <li class={style["person"]} data-role={person.role}>
                    <span class={style["face"]} aria-hidden="true" translate="no">
                      {[...(person.name ?? "")][0]?.toLocaleUpperCase() ?? <Icon name="person" />}
                    </span>
                    <strong>
                      <Show
                        when={person.name}
                        fallback={person.id === room.me() ? words.youNameless : words.nameless}
                      >
                        {(name) => <bdi translate="no">{name()}</bdi>}
                      </Show>
                      <Show when={person.name !== null && person.id === room.me()}> ({words.you})</Show>
                    </strong>
                    <span class={ui["hint"]}>
                      {person.role === "control" ? words.controls : words.watches}
                      <Show when={person.board}>
                        {(board) => <>, {words.board(board().kind === "virtual" ? null : board().name)}</>}
                      </Show>
                    </span>
                    <Show when={person.doing}>
                      {(doing) => (
                        <span class={style["doing"]}>
                          <Named text={words.doing(doing())} name={doing()} />
                        </span>
                      )}
                    </Show>
                  </li>
                )}
              </For>
            </ul>
            <Show when={people().count > people().people.length}>
              <p class={ui["hint"]}>{words.more(people().count - people().people.length)}</p>
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}

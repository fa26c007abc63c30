/** Who is here, who may press, who has a board. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { words } from "../i18n/words";
import { useRoom } from "../room/context";
import ui from "../ui/ui.module.css";
import { NameField } from "./NameField";
import style from "./People.module.css";

export default function People(): JSX.Element {
  const room = useRoom();
  return (
    <div class={ui["stack"]}>
      <Show when={room.people()} fallback={<p>{words.who.waiting}</p>}>
        {(people) => (
          <>
            <p class={ui["hint"]}>{words.people.count(people().count)}</p>
            <ul class={style["list"]}>
              <For each={people().people}>
                {(person) => (
                  <li class={style["person"]}>
                    <strong>
                      {person.name ?? words.who.nameless}
                      <Show when={person.id === room.me()}> ({words.who.you})</Show>
                    </strong>
                    <span class={ui["hint"]}>
                      {person.role === "control" ? words.who.controls : words.who.watches}
                      <Show when={person.board}>{(board) => <>, {words.who.board(board().name)}</>}</Show>
                    </span>
                  </li>
                )}
              </For>
            </ul>
            <Show when={people().count > people().people.length}>
              <p class={ui["hint"]}>{words.who.more(people().count - people().people.length)}</p>
            </Show>
          </>
        )}
      </Show>
      <NameField />
    </div>
  );
}

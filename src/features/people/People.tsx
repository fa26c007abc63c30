/** Who is here, who may press, who has a board. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { sheetWords } from "../../i18n/sheetWords";
import { controlWords } from "../../i18n/controlWords";
import { useRoom } from "../../room/context";
import { Icon } from "../../ui/Icon";
import ui from "../../ui/ui.module.css";
import { NameField } from "./NameField";
import style from "./People.module.css";

function nameOf({ name }: { readonly name: string | null }, isMe: boolean): string {
  const { who } = sheetWords;
  if (name === null) return isMe ? who.youNameless : who.nameless;
  return isMe ? `${name} (${who.you})` : name;
}

export default function People(): JSX.Element {
  const room = useRoom();
  return (
    <div class={ui["stack"]}>
      <Show when={room.people()} fallback={<p>{sheetWords.who.waiting}</p>}>
        {(people) => (
          <>
            <p class={ui["hint"]}>{controlWords.people.count(people().count)}</p>
            <ul class={style["list"]}>
              <For each={people().people}>
                {(person) => (
                  <li class={style["person"]} data-role={person.role}>
                    <span class={style["face"]} aria-hidden="true">
                      {[...(person.name ?? "")][0]?.toLocaleUpperCase() ?? <Icon name="people" />}
                    </span>
                    <strong>{nameOf(person, person.id === room.me())}</strong>
                    <span class={ui["hint"]}>
                      {person.role === "control" ? sheetWords.who.controls : sheetWords.who.watches}
                      <Show when={person.board}>
                        {(board) => (
                          <>, {sheetWords.who.board(board().kind === "virtual" ? null : board().name)}</>
                        )}
                      </Show>
                    </span>
                  </li>
                )}
              </For>
            </ul>
            <Show when={people().count > people().people.length}>
              <p class={ui["hint"]}>{sheetWords.who.more(people().count - people().people.length)}</p>
            </Show>
          </>
        )}
      </Show>
      <NameField />
    </div>
  );
}

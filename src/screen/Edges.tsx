/** The head of the screen (connection, people) and its foot (the ways to the sheets). */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { words } from "../i18n/words";
import { useRoom } from "../room/context";
import { useSheets } from "../sheets/createSheets";
import type { SheetName } from "../sheets/createSheets";
import { Icon } from "../ui/Icon";
import style from "./screen.module.css";

export function Head(): JSX.Element {
  const room = useRoom();
  const sheets = useSheets();
  const status = (): string => {
    if (room.connection() === "connecting") return words.connection.connecting;
    if (room.connection() === "lost") return words.connection.lost;
    if (room.wrongKey()) return words.connection.wrongKey;
    return room.role() === "watch" ? words.connection.watching : "";
  };
  return (
    <header class={style["head"]}>
      <p class={style["status"]} data-connection={room.connection()}>
        <Show when={status() !== ""}>
          <span class={style["pill"]}>{status()}</span>
        </Show>
      </p>
      <button
        type="button"
        class={style["people"]}
        aria-label={words.sheets.people}
        onClick={() => sheets.show("people")}
      >
        <Icon name="people" />
        <span aria-hidden="true" class={style["count"]}>
          {room.people()?.count ?? "·"}
        </span>
        <span class="visually-hidden">{words.people.count(room.people()?.count ?? 1)}</span>
      </button>
    </header>
  );
}

const WAYS = ["setup", "share", "join", "host", "device"] as const satisfies readonly SheetName[];

export function Nav(): JSX.Element {
  const sheets = useSheets();
  return (
    <nav class={style["nav"]}>
      <For each={WAYS}>
        {(name) => (
          <button type="button" class={style["way"]} onClick={() => sheets.show(name)}>
            <Icon name={name} />
            <span>{words.sheets[name]}</span>
          </button>
        )}
      </For>
    </nav>
  );
}

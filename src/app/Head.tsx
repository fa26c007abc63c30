/** The head of the screen: which room this is and how the connection is, the people, and the offer of an update. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { IDLE } from "../../party/shared/pomodoro";
import { controlWords as words } from "../i18n/controlWords";
import { words as screenWords } from "../i18n/words";
import UpdateBar from "./UpdateBar";
import { useRoom } from "../room/context";
import { isOpen } from "../room/link";
import { nicknameOf } from "../room/nickname";
import { useSheets } from "../ui/createSheets";
import { Icon } from "../ui/Icon";
import style from "./head.module.css";

export default function Head(): JSX.Element {
  const room = useRoom();
  const sheets = useSheets();
  const place = isOpen(room.link) ? room.link.room : nicknameOf(room.link.room);
  const status = (): string => {
    if (room.connection() === "connecting") return words.connection.connecting;
    if (room.connection() === "lost") return words.connection.lost;
    if (room.wrongKey()) return words.connection.wrongKey;
    return room.role() === "watch" ? words.connection.watching : "";
  };
  return (
    <header class={style["head"]}>
      <h1 class="visually-hidden">{screenWords.app}</h1>
      <p class={style["status"]} data-connection={room.connection()}>
        <Show when={!room.wrongKey()}>
          <span class={style["place"]}>{place}</span>
        </Show>
        <Show when={status() !== ""}>
          <span class={style["pill"]}>{status()}</span>
        </Show>
      </p>
      <div class={style["corner"]}>
        <button
          type="button"
          class={style["people"]}
          aria-label={words.sheets.history}
          title={words.sheets.history}
          onClick={() => sheets.show("history")}
        >
          <Icon name="history" />
        </button>
        <div class={style["people"]}>
          <button
            type="button"
            class={style["over"]}
            aria-label={words.sheets.people}
            onClick={() => sheets.show("people")}
          />
          <Icon name="people" />
          <span aria-hidden="true" class={style["count"]}>
            {room.people()?.count}
          </span>
          <Show when={room.people()}>
            {(people) => <span class="visually-hidden">{words.people.count(people().count)}</span>}
          </Show>
        </div>
      </div>
      <UpdateBar idle={(room.shown()?.phase.state ?? IDLE) === IDLE} />
    </header>
  );
}

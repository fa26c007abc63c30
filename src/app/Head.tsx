/** The head of the screen: the room and the state of the connection, the history, the people, and updates. */
import { createMemo, Show } from "solid-js";
import type { JSX } from "solid-js";
import { IDLE } from "../../party/shared/pomodoro";
import { controlWords } from "../i18n/controls/words";
import { firstWords } from "../i18n/firstWords";
import { useRoom } from "../room/context";
import type { LinkFault } from "../room/link";
import { nameOf } from "../../party/shared/nickname";
import { useSheets } from "../ui/createSheets";
import { Icon } from "../ui/Icon";
import { Lazy } from "../ui/Lazy";
import { UpdateBar } from "./UpdateBar";
import style from "./head.module.css";

export default function Head(): JSX.Element {
  const room = useRoom();
  const sheets = useSheets();
  const fault = (): LinkFault | undefined => (room.wrongKey() ? "wrongKey" : room.link.fault);
  /** Whether this page has seen the room without others, so that the first other person has just come. */
  let wasAlone = false;
  /** Whether somebody else is or was here. */
  const isShared = createMemo((was: boolean) => {
    const count = room.people()?.count ?? 0;
    wasAlone ||= count === 1 && !was;
    return was || count > 1;
  }, false);
  const status = (): string => {
    const broken = fault();
    if (room.connection() === "connecting") return controlWords.connection.connecting;
    if (room.connection() === "lost") return controlWords.connection.lost;
    if (broken !== undefined) return controlWords.connection[broken];
    return room.drawback()?.line ?? (room.role() === "watch" ? controlWords.connection.watching : "");
  };
  return (
    <header class={style["head"]}>
      <h1 class="visually-hidden">{firstWords.app}</h1>
      <p class={style["status"]} data-connection={room.connection()}>
        <Show when={fault() === undefined}>
          <span class={style["room"]} translate="no">
            {nameOf(room.link.room, room.shown()?.title)}
          </span>
        </Show>
        {/* Keyed: another text is a new element, so that nothing moves. */}
        <Show when={status()} keyed>
          {(text) => <span class={style["pill"]}>{text}</span>}
        </Show>
      </p>
      <div class={style["corner"]}>
        <Show when={isShared()}>
          <Lazy load={() => import("./faces/Faces")} with={{ wasAlone }} />
        </Show>
        <button
          type="button"
          class={style["people"]}
          aria-label={controlWords.sheets.history}
          title={controlWords.sheets.history}
          onClick={() => sheets.show("history")}
        >
          <Icon name="history" />
          <span class={style["word"]}>{controlWords.sheets.history}</span>
        </button>
        <div class={style["people"]}>
          <button
            type="button"
            class={style["over"]}
            aria-label={controlWords.sheets.people}
            onClick={() => sheets.show("people")}
          />
          <Icon name="people" />
          <span aria-hidden="true" class={style["word"]}>
            {controlWords.sheets.people}
          </span>
          <span aria-hidden="true" class={style["count"]}>
            {room.people()?.count}
          </span>
          <Show when={room.people()}>
            {(people) => <span class="visually-hidden">{controlWords.people.count(people().count)}</span>}
          </Show>
        </div>
      </div>
      <UpdateBar idle={(room.shown()?.phase.state ?? IDLE) === IDLE} />
    </header>
  );
}

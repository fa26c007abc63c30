/** What is offered beside the line of words for a while: to take the last change back, to work although a break rings. */
import { createMemo, Show } from "solid-js";
import type { JSX } from "solid-js";
import { BREAK_ALARM } from "../../party/shared/pomodoro";
import { controlWords } from "../i18n/controlWords";
import { useRoom } from "../room/context";
import type { ActionInput } from "../room/createRoom";
import { overtimeMs } from "../tomato/countdown";
import { Icon } from "../ui/Icon";
import style from "./panel.module.css";

export function Offers(props: {
  act: (input: ActionInput) => void;
  /** Server time in ms. */
  now: number;
}): JSX.Element {
  const room = useRoom();
  const undoable = createMemo(() => {
    const until = room.shown()?.undoUntil ?? null;
    return until !== null && room.now() <= until && props.now <= until;
  });
  /** The break that nobody answered is over by now: to start working is as good an answer as to start the break. */
  const outlasted = createMemo(() => {
    const shown = room.shown();
    if (shown === null || shown.phase.state !== BREAK_ALARM) return false;
    return (overtimeMs(shown, props.now) ?? 0) > shown.settings.breakDuration * 1000;
  });
  return (
    <Show when={room.role() === "control"}>
      <Show when={outlasted()}>
        <button type="button" class={style["strong"]} onClick={() => props.act({ action: "skip" })}>
          {controlWords.controls.startWork}
        </button>
      </Show>
      <Show when={undoable()}>
        <button type="button" class={style["offer"]} onClick={() => props.act({ action: "undo" })}>
          <Icon name="undo" />
          <span>{controlWords.controls.undo}</span>
        </button>
      </Show>
    </Show>
  );
}

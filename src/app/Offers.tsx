/**
 * Buttons that are there for a while: undo after a change, and start work when a break was not started in time,
 * or at once where people take turns.
 */
import { createMemo, Show } from "solid-js";
import type { JSX } from "solid-js";
import { BREAK_ALARM } from "../../party/shared/pomodoro";
import { controlWords } from "../i18n/controls/words";
import { useRoom } from "../room/context";
import type { ActionInput } from "../room/createRoom";
import { overtimeMs } from "../../party/shared/countdown";
import { Icon } from "../ui/Icon";
import { Named } from "../ui/Named";
import style from "./panel.module.css";

export function Offers(props: {
  act: (input: ActionInput) => void;
  /** Epoch ms on the server's clock. */
  now: number;
}): JSX.Element {
  const room = useRoom();
  const canUndo = createMemo(() => {
    const until = room.shown()?.undoUntil ?? null;
    return until !== null && room.now() <= until && props.now <= until;
  });
  /** Whether the alarm of a break has lasted as long as the break itself would have. */
  const isBreakOver = createMemo(() => {
    const shown = room.shown();
    if (shown === null || shown.phase.state !== BREAK_ALARM) return false;
    return (overtimeMs(shown, props.now) ?? 0) > shown.settings.breakDuration * 1000;
  });
  /** Who works next, where people take turns: they go straight on. */
  const nextName = createMemo(() => {
    const shown = room.shown();
    const turns = shown?.phase.state === BREAK_ALARM ? shown.turns : null;
    return turns?.names[turns.at]?.name;
  });
  return (
    <Show when={room.role() === "control"}>
      <Show when={nextName() !== undefined || isBreakOver()}>
        <button type="button" class={style["strong"]} onClick={() => props.act({ action: "skip" })}>
          <Show when={nextName()} fallback={controlWords.controls.startWork}>
            {(name) => (
              <span>
                <Named text={controlWords.controls.turn(name())} name={name()} />
              </span>
            )}
          </Show>
        </button>
      </Show>
      <Show when={canUndo()}>
        <button type="button" class={style["offer"]} onClick={() => props.act({ action: "undo" })}>
          <Icon name="undo" />
          <span>{controlWords.controls.undo}</span>
        </button>
      </Show>
    </Show>
  );
}

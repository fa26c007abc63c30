/**
 * Buttons that are there for a while: undo after a change, and start work when the break was not started in
 * time, or at once where people take turns. A press of the tomato starts the break, so neither looks like the main button.
 */
import { createMemo, Show, untrack } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { BREAK_ALARM, UNDO_MS } from "../../../party/shared/pomodoro";
import { controlWords } from "../../i18n/controls/words";
import { useRoom } from "../../room/context";
import type { ActionInput } from "../../room/createRoom";
import { overtimeMs } from "../../../party/shared/countdown";
import { Icon } from "../../ui/Icon";
import { Named } from "../../ui/Named";
import { PLAY } from "../Controls";
import panel from "../panel.module.css";
import { words } from "./words";
import style from "./Offers.module.css";

const UNDO = "M9 5 5 9l4 4M5 9h9a5 5 0 0 1 0 10h-3";

export default function Offers(props: {
  act: (input: ActionInput) => void;
  /** Epoch ms on the server's clock. */
  now: Accessor<number>;
}): JSX.Element {
  const room = useRoom();
  /** Until when the last change can be undone; null where it cannot. */
  const undoUntil = createMemo(() => {
    const until = room.shown()?.undoUntil ?? null;
    return until !== null && room.now() <= until && props.now() <= until ? until : null;
  });
  /** What the button says: what the change did, where this version knows it. */
  const undoText = (): string => {
    const did = room.shown()?.did;
    return did && did in words.undoOf ? words.undoOf[did as keyof typeof words.undoOf] : words.undo;
  };
  /** Whether the alarm of a break has lasted as long as the break itself would have. */
  const isBreakOver = createMemo(() => {
    const shown = room.shown();
    if (shown === null || shown.phase.state !== BREAK_ALARM) return false;
    return (overtimeMs(shown, props.now()) ?? 0) > shown.settings.breakDuration * 1000;
  });
  /** Who works next, where people take turns: they go straight on. */
  const nextName = createMemo(() => {
    const shown = room.shown();
    const turns = shown?.phase.state === BREAK_ALARM ? shown.turns : null;
    return turns?.names[turns.at]?.name;
  });
  function Undo(): JSX.Element {
    const from = untrack(room.now);
    // The animation begins with the button, and its delay says how far it is: a later change has its own ten seconds.
    const delayMs = (): number => (undoUntil() ?? from) - UNDO_MS - from;
    return (
      <button
        type="button"
        class={`${panel["offer"]} ${style["undo"]}`}
        style={{ "animation-delay": `${delayMs()}ms`, "animation-duration": `${UNDO_MS}ms` }}
        onClick={() => props.act({ action: "undo" })}
      >
        {/* Keyed: another text is new elements, so that nothing in the button moves. */}
        <Show when={undoText()} keyed>
          {(text) => (
            <>
              <Icon path={UNDO} />
              <span>{text}</span>
            </>
          )}
        </Show>
      </button>
    );
  }
  return (
    <Show when={room.role() === "control"}>
      <Show when={nextName() !== undefined || isBreakOver()}>
        <button
          type="button"
          class={`${panel["offer"]} ${style["work"]}`}
          onClick={() => props.act({ action: "skip" })}
        >
          <Icon path={PLAY} />
          <span>
            {words.startWork}
            <Show when={nextName()}>
              {(name) => (
                <>
                  {": "}
                  <Named text={controlWords.controls.turn(name())} name={name()} />
                </>
              )}
            </Show>
          </span>
        </button>
      </Show>
      <Show when={undoUntil() !== null}>
        <Undo />
      </Show>
    </Show>
  );
}

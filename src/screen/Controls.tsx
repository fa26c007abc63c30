/** What controllers may do besides pressing. The row keeps its height in every state, so that nothing jumps. */
import { createMemo, createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { BREAK_ALARM, IDLE, LONG_BREAK, SHORT_BREAK, WORK, WORK_ALARM } from "../../party/pomodoro";
import { controlWords } from "../i18n/controlWords";
import { useRoom } from "../room/context";
import type { Wish } from "../room/createRoom";
import { overtimeMs } from "../tomato/countdown";
import { Confirm } from "../ui/Confirm";
import { HoldButton } from "../ui/HoldButton";
import { Icon } from "../ui/Icon";
import { Later } from "../ui/Later";
import style from "./screen.module.css";

export function Controls(props: {
  act: (wish: Wish) => void;
  tell: (text: string) => void;
  /** Server time in ms. */
  now: number;
}): JSX.Element {
  const room = useRoom();
  const [asking, setAsking] = createSignal<"skip" | "reset" | null>(null);
  const state = createMemo(() => room.shown()?.state ?? IDLE);
  const held = createMemo(() => (room.shown()?.held_ms ?? null) !== null);
  const period = (): boolean => state() === WORK || state() === SHORT_BREAK;
  const alarm = (): boolean => state() === BREAK_ALARM || state() === WORK_ALARM;
  const may = (): boolean => room.role() === "control";
  const undoable = createMemo(() => {
    const shown = room.shown();
    return (
      shown !== null &&
      shown.undo_until !== null &&
      room.now() <= shown.undo_until &&
      props.now <= shown.undo_until
    );
  });
  /** The break that nobody answered is over by now: to start working is as good an answer as to start the break. */
  const outlasted = createMemo(() => {
    const shown = room.shown();
    if (shown === null || shown.state !== BREAK_ALARM) return false;
    return (overtimeMs(shown, props.now) ?? 0) > shown.break_duration * 1000;
  });

  return (
    <>
      <Later load={() => import("../alarm/Alarms")} with={{}} />
      <Show when={may()} fallback={<p class={style["watcher"]}>{controlWords.controls.watcher}</p>}>
        <Show when={outlasted()}>
          <button type="button" class={style["strong"]} onClick={() => props.act({ action: "skip" })}>
            {controlWords.controls.startWork}
          </button>
        </Show>
        <Show when={period()}>
          <button
            type="button"
            class={style["control"]}
            onClick={() => props.act({ action: held() ? "resume" : "hold" })}
          >
            <Icon name={held() ? "resume" : "pause"} />
            {held() ? controlWords.controls.resume : controlWords.controls.pause}
          </button>
        </Show>
        <Show when={period() || alarm()}>
          <button
            type="button"
            class={style["control"]}
            onClick={() => props.act({ action: "extend", seconds: 60 })}
          >
            {controlWords.controls.plus1}
          </button>
          <button
            type="button"
            class={style["control"]}
            onClick={() => props.act({ action: "extend", seconds: 300 })}
          >
            {controlWords.controls.plus5}
          </button>
        </Show>
        <Show when={period() || (state() === BREAK_ALARM && !outlasted())}>
          <HoldButton
            class={style["control"]}
            label={controlWords.controls.skip}
            hint={controlWords.controls.holdToo}
            disabled={false}
            onHeld={() => props.act({ action: "skip" })}
            onAsk={() => setAsking("skip")}
            onShort={() => props.tell(controlWords.controls.holdLonger)}
          >
            <Icon name="skip" />
            {controlWords.controls.skip}
          </HoldButton>
        </Show>
        <Show when={period() || alarm() || state() === LONG_BREAK}>
          <HoldButton
            class={style["control"]}
            label={controlWords.controls.reset}
            hint={controlWords.controls.holdToo}
            disabled={false}
            onHeld={() => props.act({ action: "reset" })}
            onAsk={() => setAsking("reset")}
            onShort={() => props.tell(controlWords.controls.holdLonger)}
          >
            <Icon name="reset" />
            {controlWords.controls.reset}
          </HoldButton>
        </Show>
        <Show when={undoable()}>
          <button type="button" class={style["control"]} onClick={() => props.act({ action: "undo" })}>
            <Icon name="undo" />
            {controlWords.controls.undo}
          </button>
        </Show>
      </Show>
      <Show when={asking()} keyed>
        {(what) => (
          <Confirm
            question={
              what === "skip" ? controlWords.controls.confirmSkip : controlWords.controls.confirmReset
            }
            choices={[
              {
                label:
                  what === "skip"
                    ? controlWords.controls.confirmSkipYes
                    : controlWords.controls.confirmResetYes,
                choose: () => props.act({ action: what }),
              },
            ]}
            onClose={() => setAsking(null)}
          />
        )}
      </Show>
    </>
  );
}

/** What controllers may do besides pressing. The row keeps its height in every state, so that nothing jumps. */
import { createMemo, createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { isAlarm, isHeld, isPeriod, WORK_ALARM } from "../../party/shared/pomodoro";
import type { Phase } from "../../party/shared/pomodoro";
import { controlWords } from "../i18n/controlWords";
import { useRoom } from "../room/context";
import type { ActionInput } from "../room/createRoom";
import { Confirm } from "../ui/Confirm";
import { HoldButton } from "../ui/HoldButton";
import { Icon } from "../ui/Icon";
import style from "./controls.module.css";

export function Controls(props: {
  act: (input: ActionInput) => void;
  tell: (text: string) => void;
}): JSX.Element {
  const room = useRoom();
  const [asking, setAsking] = createSignal<"skip" | "reset" | null>(null);
  const is = (test: (phase: Phase) => boolean) =>
    createMemo(() => {
      const phase = room.shown()?.phase;
      return phase !== undefined && test(phase);
    });
  const [held, period, alarm] = [is(isHeld), is(isPeriod), is(isAlarm)];
  const canSkip = is(({ state }) => state !== WORK_ALARM);
  const may = (): boolean => room.role() === "control";

  const more = (seconds: number, label: () => string): JSX.Element => (
    <button
      type="button"
      class={`${style["control"]} ${style[seconds === 60 ? "second" : "fourth"]}`}
      onClick={() => props.act({ action: "extend", seconds })}
    >
      <span class={style["figure"]}>{label().split(" ")[0]}</span> {label().split(" ").slice(1).join(" ")}
    </button>
  );
  const long = (what: "skip" | "reset", now: () => boolean): JSX.Element => (
    <HoldButton
      class={`${style["control"]} ${style[what === "reset" ? "first" : "fifth"]}`}
      label={controlWords.controls[what]}
      hint={controlWords.controls.holdToo}
      disabled={!now()}
      onHeld={() => props.act({ action: what })}
      onAsk={() => setAsking(what)}
      onShort={() => props.tell(controlWords.controls.holdLonger)}
    >
      <Icon name={what} />
      {controlWords.controls[what]}
    </HoldButton>
  );

  return (
    <>
      <Show when={may()} fallback={<p class={style["watcher"]}>{controlWords.controls.watcher}</p>}>
        {/* All five, each in its own place, in every state: no tap meets another one than it was meant for. */}
        <Show when={period() || alarm()}>
          {long("reset", () => true)}
          {more(60, () => controlWords.controls.plus1)}
          <button
            type="button"
            class={`${style["control"]} ${style["middle"]}`}
            disabled={!period()}
            onClick={() => props.act({ action: held() ? "resume" : "hold" })}
          >
            <Icon name={held() ? "resume" : "pause"} />
            {held() ? controlWords.controls.resume : controlWords.controls.pause}
          </button>
          {more(300, () => controlWords.controls.plus5)}
          {long("skip", canSkip)}
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

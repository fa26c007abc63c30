/** The actions besides pressing the tomato. The row has the same height in every state, so that nothing moves. */
import { createMemo, createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { isAlarm, isHeld, isPeriod, WORK_ALARM } from "../../party/shared/pomodoro";
import type { Phase } from "../../party/shared/pomodoro";
import { controlWords } from "../i18n/controls/words";
import { useRoom } from "../room/context";
import type { ActionInput, ActionTarget } from "../room/createRoom";
import { seenRevision } from "../device/presses";
import { HoldButton } from "../ui/HoldButton";
import { Icon } from "../ui/Icon";
import { Lazy } from "../ui/Lazy";
import style from "./controls.module.css";

/** The icons of the controls that no other part has. */
const RESET = "M5 12a7 7 0 1 0 2.500-5.400M5 4v4h4";
const PAUSE = "M9 5v14M15 5v14";
export const PLAY = "M8 5l11 7-11 7Z";

export default function Controls(props: {
  act: (input: ActionInput, target?: ActionTarget) => void;
  showNotice: (text: string) => void;
}): JSX.Element {
  const room = useRoom();
  /** The action that a person without a pointer has to confirm. */
  const [confirming, setConfirming] = createSignal<"skip" | "reset" | null>(null);
  /** The revision at which the long press or the question began. At another one, the action does not happen. */
  let on: number | undefined;
  const begin = (): void => void (on = seenRevision() ?? room.shown()?.rev);
  const createTest = (test: (phase: Phase) => boolean) =>
    createMemo(() => {
      const phase = room.shown()?.phase;
      return phase !== undefined && test(phase);
    });
  const [isPaused, hasPeriod, hasAlarm] = [createTest(isHeld), createTest(isPeriod), createTest(isAlarm)];
  const canSkip = createTest(({ state }) => state !== WORK_ALARM);
  const canControl = (): boolean => room.role() === "control";

  /** What more time is given to. */
  const unit = createMemo((): string => {
    if (!hasAlarm()) return controlWords.controls.min;
    return canSkip() ? controlWords.controls.minWork : controlWords.controls.minBreak;
  });
  /** The figure stands on the round face, and the unit below it. */
  const extendButton = (minutes: number): JSX.Element => (
    <button
      type="button"
      class={style["control"]}
      data-seconds={minutes * 60}
      onClick={() => props.act({ action: "extend", seconds: minutes * 60 })}
    >
      <span class={style["figure"]}>+{minutes}</span> {unit()}
    </button>
  );
  const holdButton = (action: "skip" | "reset", isEnabled: () => boolean): JSX.Element => (
    <HoldButton
      class={style["control"]}
      label={controlWords.controls[action]}
      hint={controlWords.controls.holdHint}
      disabled={!isEnabled()}
      onBegin={begin}
      onHeld={() => props.act({ action }, { on })}
      onClickWithoutPointer={() => {
        begin();
        setConfirming(action);
      }}
      onShortPress={() => props.showNotice(controlWords.controls.holdLonger)}
    >
      {action === "skip" ? <Icon name="skip" /> : <Icon path={RESET} />}
      {controlWords.controls[action]}
    </HoldButton>
  );

  return (
    <>
      <Show when={canControl()} fallback={<p class={style["watcher"]}>{controlWords.controls.watcher}</p>}>
        {/* All five buttons have the same places in every state, so that no tap meets another button than intended. */}
        <Show when={hasPeriod() || hasAlarm()}>
          {holdButton("reset", () => true)}
          {extendButton(1)}
          <button
            type="button"
            class={style["control"]}
            data-pause
            disabled={!hasPeriod()}
            onClick={() => props.act({ action: isPaused() ? "resume" : "hold" })}
          >
            <Icon path={isPaused() ? PLAY : PAUSE} />
            {isPaused() ? controlWords.controls.resume : controlWords.controls.pause}
          </button>
          {extendButton(5)}
          {holdButton("skip", canSkip)}
        </Show>
      </Show>
      <Show when={confirming()} keyed>
        {(action) => (
          <Lazy
            load={() => import("../ui/Confirm")}
            with={{
              question:
                action === "skip" ? controlWords.controls.confirmSkip : controlWords.controls.confirmReset,
              choices: [
                {
                  label:
                    action === "skip"
                      ? controlWords.controls.confirmSkipYes
                      : controlWords.controls.confirmResetYes,
                  choose: () => props.act({ action }, { on }),
                },
              ],
              onClose: () => setConfirming(null),
            }}
          />
        )}
      </Show>
    </>
  );
}

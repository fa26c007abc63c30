/** A program that is being put on: the bar and the steps, or the question that needs a click. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import ui from "../../../../ui/ui.module.css";
import { cancel, pick } from "./installation";
import type { Of } from "./inPhase";
import { words } from "./words";
import style from "./PutOn.module.css";

export function Running(props: { now: Of<"running"> }): JSX.Element {
  const step = () => props.now.steps.at(-1) ?? "connect";
  const percent = () => (props.now.part === null ? "" : `${Math.round(props.now.part * 100)} %`);
  return (
    <Show
      when={props.now.question}
      fallback={
        <>
          <div class={style["bar"]}>
            <Show when={props.now.part !== null} fallback={<progress aria-label={words.steps[step()]} />}>
              <progress max={1} value={props.now.part ?? 0} aria-label={words.steps[step()]} />
            </Show>
            <span aria-hidden="true">{percent()}</span>
          </div>
          <ol class={style["steps"]} aria-label={words.doneSteps}>
            <For each={props.now.steps.slice(0, -1)}>{(one) => <li>{words.steps[one]}</li>}</For>
          </ol>
          <p class={ui["hint"]}>{words.leaveOpen}</p>
          <button type="button" class={ui["button"]} onClick={cancel}>
            {words.cancel}
          </button>
        </>
      }
    >
      {(question) => (
        <>
          <p class={style["text"]}>{words.questions[question()].todo}</p>
          <div class={ui["row"]}>
            <button type="button" data-next class={`${ui["primary"]} ${ui["grow"]}`} onClick={pick}>
              {words.pick}
            </button>
            <button type="button" class={`${ui["button"]} ${ui["grow"]}`} onClick={cancel}>
              {words.cancel}
            </button>
          </div>
        </>
      )}
    </Show>
  );
}

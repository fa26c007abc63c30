import { For } from "solid-js";
import type { JSX } from "solid-js";
import { stepsToMicroPython } from "../../../../programs/micropython/steps";
import type { StepsFor } from "../../../../programs/micropython/steps";
import ui from "../../../../ui/ui.module.css";
import style from "./PutOn.module.css";

/** How a board gets MicroPython. */
export function Steps(props: { kind: StepsFor }): JSX.Element {
  const way = () => stepsToMicroPython(props.kind);
  return (
    <div class={style["way"]}>
      <h4 class={style["board"]}>{way().title}</h4>
      <ol class={style["how"]}>
        <For each={way().steps}>{(step) => <li>{step}</li>}</For>
      </ol>
      <a href={way().page} target="_blank" rel="noreferrer" class={ui["button"]}>
        {way().download}
      </a>
    </div>
  );
}

/** How many tomatoes a set has: one more than its cycles, with a button for one fewer and one for one more. */
import type { JSX } from "solid-js";
import { SETTINGS } from "../../../party/shared/settings";
import ui from "../../ui/ui.module.css";
import { words } from "./words";
import style from "./Setup.module.css";

const { min, max } = SETTINGS.numberCycles;

export function CyclesField(props: {
  value: number;
  disabled: boolean;
  onChange: (cycles: number) => void;
}): JSX.Element {
  const step = (by: 1 | -1, sign: string, label: () => string): JSX.Element => (
    <button
      type="button"
      class={style["step"]}
      aria-label={label()}
      disabled={props.disabled || props.value + by < min || props.value + by > max}
      onClick={() => props.onChange(props.value + by)}
    >
      {sign}
    </button>
  );
  return (
    <div class={ui["field"]} role="group" aria-labelledby="cycles">
      <span id="cycles">{words.labels.numberCycles}</span>
      <div class={style["stepper"]}>
        {step(-1, "−", () => words.fewer)}
        <output aria-live="polite">{words.tomatoes(props.value + 1)}</output>
        {step(1, "+", () => words.more)}
      </div>
    </div>
  );
}

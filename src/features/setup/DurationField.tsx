/** A duration: a field for any number of minutes, and chips for the usual ones. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { SETTINGS } from "../../../party/shared/settings";
import type { SettingName } from "../../../party/shared/settings";
import { minutesText } from "../../room/hint";
import ui from "../../ui/ui.module.css";
import { secondsOf } from "./durations";
import { words } from "./words";
import style from "./Setup.module.css";

export function DurationField(props: {
  name: SettingName;
  /** Seconds; 0: no end. */
  value: number;
  disabled: boolean;
  onChange: (seconds: number) => void;
}): JSX.Element {
  const text = (seconds: number): string => (seconds === 0 ? "" : minutesText(seconds));
  return (
    <div class={ui["field"]}>
      <label for={props.name}>{words.labels[props.name]}</label>
      <div class={style["minutes"]}>
        <input
          id={props.name}
          inputMode="decimal"
          value={text(props.value)}
          placeholder={props.value === 0 ? words.untilPressed : ""}
          disabled={props.disabled}
          onInput={(event) => event.currentTarget.setCustomValidity("")}
          onChange={({ currentTarget: field }) => {
            const seconds = secondsOf(field.value, props.name);
            field.setCustomValidity(seconds === null ? words.noDuration : "");
            if (seconds === null) return void field.reportValidity();
            props.onChange(seconds);
            field.value = text(seconds);
          }}
        />
        <span class={ui["hint"]}>min</span>
      </div>
      <div class={style["chips"]} role="group" aria-label={words.labels[props.name]}>
        <For each={SETTINGS[props.name].choices}>
          {(seconds) => (
            <button
              type="button"
              class={style["chip"]}
              disabled={props.disabled}
              aria-pressed={seconds === props.value}
              aria-label={seconds === 0 ? words.untilPressed : words.minutes(seconds / 60)}
              onClick={() => props.onChange(seconds)}
            >
              {seconds === 0 ? "∞" : seconds / 60}
            </button>
          )}
        </For>
      </div>
    </div>
  );
}

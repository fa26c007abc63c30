/** A slider for a volume in percent. It is never 0: there are switches and choices for silence. */
import type { JSX } from "solid-js";
import { getPreference, setPreference } from "../../device/pagePreferences";
import type { Preference } from "../../device/preferences";
import ui from "../../ui/ui.module.css";
import style from "./device.module.css";

export const VolumeField = (props: {
  label: string;
  preference: Preference<number>;
  disabled?: boolean;
}): JSX.Element => (
  <label class={ui["field"]}>
    {props.label}
    <input
      class={style["range"]}
      type="range"
      min="5"
      max="100"
      step="5"
      value={getPreference(props.preference)}
      disabled={props.disabled}
      onInput={(event) => setPreference(props.preference, event.currentTarget.valueAsNumber)}
    />
  </label>
);

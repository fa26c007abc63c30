/** What concerns this device alone. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { version } from "../../package.json";
import { sheetWords } from "../i18n/sheetWords";
import { useWishes } from "../ui/wishes";
import ui from "../ui/ui.module.css";
import { NameField } from "./NameField";
import style from "./Device.module.css";

const THEMES = ["auto", "light", "dark"] as const;

export default function Device(): JSX.Element {
  const { wishes, wish } = useWishes();
  return (
    <div class={ui["stack"]}>
      <NameField />
      <label class={ui["field"]}>
        {sheetWords.device.theme}
        <select
          onChange={(event) => {
            const theme = THEMES.find((one) => one === event.currentTarget.value);
            if (theme !== undefined) wish({ theme });
          }}
        >
          <For each={THEMES}>
            {(theme) => (
              <option value={theme} selected={wishes().theme === theme}>
                {sheetWords.device.themes[theme]}
              </option>
            )}
          </For>
        </select>
      </label>
      <label class={style["check"]}>
        <input
          type="checkbox"
          checked={wishes().keys}
          onChange={(event) => wish({ keys: event.currentTarget.checked })}
        />
        <span>
          {sheetWords.device.keys}
          <span class={ui["hint"]}>{sheetWords.device.keysMean}</span>
        </span>
      </label>
      <p class={ui["hint"]}>{sheetWords.device.version(version)}</p>
    </div>
  );
}

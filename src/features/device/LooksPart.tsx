/** Colours, language and keys. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { sheetWords } from "../../i18n/sheetWords";
import { useWishes } from "../../device/preferences";
import ui from "../../ui/ui.module.css";
import { LanguageField } from "./LanguageField";
import { Part, Switch } from "./Part";

const THEMES = ["auto", "light", "dark"] as const;

export function LooksPart(): JSX.Element {
  const { wishes, wish } = useWishes();
  return (
    <Part title={sheetWords.device.looks}>
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
      <LanguageField />
      <Switch
        label={sheetWords.device.keys}
        means={sheetWords.device.keysMean}
        checked={wishes().keys}
        onChange={(keys) => wish({ keys })}
      />
    </Part>
  );
}

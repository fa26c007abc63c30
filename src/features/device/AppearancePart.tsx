/** Colours, language and shortcuts. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { getPreference, setPreference } from "../../device/pagePreferences";
import { SHORTCUTS } from "../../ui/createShortcuts";
import { THEME, THEMES } from "../../ui/theme";
import ui from "../../ui/ui.module.css";
import { LanguageField } from "./LanguageField";
import { Part, Switch } from "./Part";
import { words } from "./words";

export function AppearancePart(): JSX.Element {
  return (
    <Part title={words.appearance}>
      <label class={ui["field"]}>
        {words.theme}
        <select
          onChange={(event) => {
            const theme = THEMES.find((one) => one === event.currentTarget.value);
            if (theme !== undefined) setPreference(THEME, theme);
          }}
        >
          <For each={THEMES}>
            {(theme) => (
              <option value={theme} selected={getPreference(THEME) === theme}>
                {words.themes[theme]}
              </option>
            )}
          </For>
        </select>
      </label>
      <LanguageField />
      <Switch
        label={words.keys}
        description={words.keysHint}
        checked={getPreference(SHORTCUTS)}
        onChange={(checked) => setPreference(SHORTCUTS, checked)}
      />
    </Part>
  );
}

/** The choice of the language of this device. It takes effect at once. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { keepLanguage } from "../../device/keepLanguage";
import { getPreference, setPreference } from "../../device/pagePreferences";
import { LANGUAGE_CHOICE } from "../../device/preferences";
import { LANGUAGE_CHOICES, LANGUAGE_NAMES, resolveLanguage } from "../../i18n/languages";
import ui from "../../ui/ui.module.css";
import { words } from "./words";

export function LanguageField(): JSX.Element {
  return (
    <label class={ui["field"]}>
      {words.language}
      <select
        onChange={(event) => {
          const choice = LANGUAGE_CHOICES.find((one) => one === event.currentTarget.value);
          if (choice === undefined) return;
          setPreference(LANGUAGE_CHOICE, choice);
          void keepLanguage(resolveLanguage(choice, navigator.languages));
        }}
      >
        <For each={LANGUAGE_CHOICES}>
          {(choice) => (
            <option
              value={choice}
              selected={getPreference(LANGUAGE_CHOICE) === choice}
              lang={choice === "auto" ? undefined : choice}
              translate={choice === "auto" ? undefined : "no"}
            >
              {choice === "auto" ? words.languageAuto : LANGUAGE_NAMES[choice]}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}

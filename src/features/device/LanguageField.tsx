/** In which language this device speaks; changed at once. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { LANGUAGE_WISHES, languageOf } from "../../i18n/languages";
import { sheetWords } from "../../i18n/sheetWords";
import { keepLanguage } from "../../i18n/keepLanguage";
import { useWishes } from "../../device/preferences";
import ui from "../../ui/ui.module.css";

export function LanguageField(): JSX.Element {
  const { wishes, wish } = useWishes();
  return (
    <label class={ui["field"]}>
      {sheetWords.device.language}
      <select
        onChange={(event) => {
          const language = LANGUAGE_WISHES.find((one) => one === event.currentTarget.value);
          if (language === undefined) return;
          wish({ language });
          keepLanguage(languageOf(language, navigator.languages));
        }}
      >
        <For each={LANGUAGE_WISHES}>
          {(one) => (
            <option value={one} selected={wishes().language === one} lang={one === "auto" ? undefined : one}>
              {sheetWords.device.languages[one]}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}

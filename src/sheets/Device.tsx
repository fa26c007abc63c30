/** What concerns this device alone. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { version } from "../../package.json";
import { sheetWords } from "../i18n/sheetWords";
import { canInstall, install, needsHomeScreen } from "../pwa/install";
import { update } from "../pwa/update";
import { Icon } from "../ui/Icon";
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
      <Show when={canInstall()}>
        <button type="button" class={ui["button"]} onClick={() => void install()}>
          {sheetWords.device.install}
        </button>
        <p class={ui["hint"]}>{sheetWords.device.installMeans}</p>
      </Show>
      <Show when={needsHomeScreen()}>
        <HomeScreenHint />
      </Show>
      <Show when={update.ready()}>
        <button type="button" class={ui["primary"]} onClick={() => update.take()}>
          {sheetWords.device.update}
        </button>
      </Show>
      <p class={ui["hint"]}>
        {sheetWords.device.version(version)}
        <Show when={update.ready()}>. {sheetWords.device.updateReady}.</Show>
      </p>
    </div>
  );
}

/** What to tap on an iPhone or iPad, drawn: their browsers have no prompt. */
function HomeScreenHint(): JSX.Element {
  return (
    <div class={style["home"]}>
      <strong>{sheetWords.device.iosTitle}</strong>
      <p class={style["steps"]}>
        <Icon name="share" />
        <span>{sheetWords.device.iosTap},</span>
        <svg viewBox="0 0 24 24" aria-hidden="true" class={style["plus"]}>
          <rect x="4" y="4" width="16" height="16" rx="4" />
          <path d="M12 8.500v7M8.500 12h7" />
        </svg>
        <span>{sheetWords.device.iosThen}</span>
      </p>
    </div>
  );
}

/** Installing and updating the app. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { version } from "../../../package.json";
import { sheetWords } from "../../i18n/sheetWords";
import { canInstall, install, needsHomeScreen } from "../../device/install";
import { update } from "../../app/update";
import { Icon } from "../../ui/Icon";
import ui from "../../ui/ui.module.css";
import { Part } from "./Part";
import style from "./device.module.css";

export function AppPart(): JSX.Element {
  return (
    <Part title={sheetWords.device.app}>
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
    </Part>
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

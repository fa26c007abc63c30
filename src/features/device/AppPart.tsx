/** Installing and updating the app. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { version } from "../../../package.json";
import { needsHomeScreen } from "../../device/homeScreen";
import { canInstall, install } from "../../device/install";
import { update } from "../../device/update";
import type { Link } from "../../room/link";
import { addressOf } from "../../room/link";
import { copyField } from "../../ui/copyField";
import { Icon } from "../../ui/Icon";
import ui from "../../ui/ui.module.css";
import { words as uiWords } from "../../ui/words";
import { Part } from "./Part";
import { words } from "./words";
import style from "./device.module.css";

/** `link`: that of the room; undefined without one. */
export function AppPart(props: { link: Link | undefined }): JSX.Element {
  return (
    <Part title={words.app}>
      <Show when={canInstall()}>
        <button type="button" class={ui["button"]} onClick={() => void install()}>
          {words.install}
        </button>
        <p class={ui["hint"]}>{words.installHint}</p>
      </Show>
      <Show when={needsHomeScreen()}>
        <HomeScreenHint link={props.link} />
      </Show>
      <Show when={update.ready() || update.needed()}>
        <button type="button" class={ui["primary"]} onClick={() => update.apply()}>
          {words.update}
        </button>
      </Show>
      <p class={ui["hint"]}>
        {words.version(version)}
        <Show when={update.ready() || update.needed()}>. {words.updateReady}.</Show>
      </p>
    </Part>
  );
}

/** How to install the app on an iPhone or iPad, whose browsers have no prompt. */
function HomeScreenHint(props: { link: Link | undefined }): JSX.Element {
  const [status, setStatus] = createSignal("");
  let field: HTMLInputElement | undefined;
  async function copy(): Promise<void> {
    if (field !== undefined) setStatus((await copyField(field)) ? uiWords.copied : uiWords.copyFailed);
  }
  return (
    <div class={style["home"]}>
      <strong>{words.iosTitle}</strong>
      <Show when={props.link}>
        {(link) => (
          <>
            <p class={style["steps"]}>{words.iosCopy}</p>
            <div class={ui["fieldRow"]}>
              <div class={ui["field"]}>
                <input
                  aria-label={words.iosCopy}
                  ref={(element) => (field = element)}
                  readOnly
                  value={addressOf(link(), location.origin)}
                  onFocus={(event) => event.currentTarget.select()}
                />
              </div>
              <button type="button" class={ui["button"]} onClick={() => void copy()}>
                {uiWords.copy}
              </button>
            </div>
            <p class={ui["hint"]} role="status">
              {status()}
            </p>
          </>
        )}
      </Show>
      <p class={style["steps"]}>
        <Icon name="share" />
        <span>{words.iosTap},</span>
        <svg viewBox="0 0 24 24" aria-hidden="true" class={style["plus"]}>
          <rect x="4" y="4" width="16" height="16" rx="4" />
          <path d="M12 8.500v7M8.500 12h7" />
        </svg>
        <span>{words.iosThen}</span>
      </p>
      <p class={ui["hint"]}>{words.iosOther}</p>
    </div>
  );
}

/** The choice of a sound file as the chime of this device. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { chime } from "../../alarm/chime";
import type { OwnChimeProblem } from "../../alarm/ownChime";
import { CHIME, OWN_CHIME, VOLUME } from "../../alarm/preferences";
import { getPreference, setPreference } from "../../device/pagePreferences";
import { isForgetful } from "../../device/storage";
import { Icon } from "../../ui/Icon";
import ui from "../../ui/ui.module.css";
import { words } from "./words";
import style from "./device.module.css";

/** The preference keeps so many characters of the name of a file. */
const MAX_NAME = 255;

export function OwnChimePart(): JSX.Element {
  const [status, setStatus] = createSignal<OwnChimeProblem | "failed" | "forgotten" | "chosen" | null>(null);
  let input: HTMLInputElement | undefined;

  async function choose(file: File): Promise<void> {
    setStatus(null);
    try {
      const chosen = await (await import("../../alarm/ownChime")).storeOwnChime(file);
      if (typeof chosen === "string") return void setStatus(chosen);
      chime.setOwn(chosen);
      setPreference(OWN_CHIME, { name: file.name.slice(0, MAX_NAME), id: Math.random() });
      setPreference(CHIME, "own");
      chime.test("own", getPreference(VOLUME));
      setStatus(isForgetful() ? "forgotten" : "chosen");
    } catch {
      setStatus("failed"); // the code could not be loaded
    }
  }
  async function remove(): Promise<void> {
    try {
      const { removeOwnChime } = await import("../../alarm/ownChime");
      setPreference(OWN_CHIME, null);
      if (getPreference(CHIME) === "own") setPreference(CHIME, CHIME.initial);
      await removeOwnChime();
      setStatus(null);
    } catch {
      setStatus("failed");
    }
  }
  const isProblem = (): boolean => status() !== null && status() !== "chosen" && status() !== "forgotten";
  return (
    <div class={ui["tight"]}>
      <div class={ui["row"]}>
        <button type="button" class={ui["button"]} onClick={() => input?.click()}>
          {words.ownChime}
        </button>
        <Show when={getPreference(OWN_CHIME)}>
          {(own) => (
            <button
              type="button"
              class={`${ui["quiet"]} ${style["remove"]}`}
              aria-label={words.ownRemove(own().name)}
              onClick={() => void remove()}
            >
              <Icon name="close" />
              <bdi translate="no">{own().name}</bdi>
            </button>
          )}
        </Show>
      </div>
      <input
        ref={(element) => (input = element)}
        type="file"
        accept="audio/*"
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) void choose(file);
          currentTarget.value = ""; // the same file can be chosen again
        }}
      />
      <p class={isProblem() ? ui["problem"] : ui["hint"]} role="status">
        <Show when={status()} fallback={words.ownHint}>
          {(status) => words.ownStatus[status()]}
        </Show>
      </p>
    </div>
  );
}

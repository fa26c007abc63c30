/** The sound while working: which one, and how loud. */
import { createEffect, createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { WORKING_SOUND, WORKING_SOUNDS, WORKING_VOLUME } from "../../alarm/working/preferences";
import type { WorkingSound } from "../../alarm/working/workingSound";
import { getPreference, setPreference } from "../../device/pagePreferences";
import ui from "../../ui/ui.module.css";
import { VolumeField } from "./VolumeField";
import { words } from "./words";
import style from "./device.module.css";

export function WorkingPart(): JSX.Element {
  /** Loaded before the person tries it, because some browsers start a sound only in the handler of a tap. */
  const [player, setPlayer] = createSignal<WorkingSound | null>(null);
  createEffect(() => {
    if (getPreference(WORKING_SOUND) === "nothing" || player() !== null) return;
    import("../../alarm/working/workingSound").then(
      ({ workingSound }) => setPlayer(workingSound),
      () => {}, // the next choice tries again
    );
  });
  function preview(): void {
    const name = getPreference(WORKING_SOUND);
    if (name !== "nothing") player()?.preview(name, getPreference(WORKING_VOLUME));
  }
  return (
    <div class={ui["tight"]}>
      <div class={style["choice"]}>
        <label class={ui["field"]}>
          {words.whileWorking}
          <select
            onChange={(event) => {
              const name = WORKING_SOUNDS.find((one) => one === event.currentTarget.value);
              if (name !== undefined) setPreference(WORKING_SOUND, name);
            }}
          >
            <For each={WORKING_SOUNDS}>
              {(name) => (
                <option value={name} selected={getPreference(WORKING_SOUND) === name}>
                  {words.workingSounds[name]}
                </option>
              )}
            </For>
          </select>
        </label>
        <Show when={getPreference(WORKING_SOUND) !== "nothing"}>
          <button type="button" class={ui["button"]} onClick={preview}>
            {words.test}
          </button>
        </Show>
      </div>
      <Show when={getPreference(WORKING_SOUND) !== "nothing"}>
        <VolumeField label={words.workingVolume} preference={WORKING_VOLUME} />
      </Show>
      <p class={ui["hint"]}>{words.workingHint}</p>
    </div>
  );
}

/** How this device rings while the app is open. */
import { For, Show, useContext } from "solid-js";
import type { JSX } from "solid-js";
import { chime } from "../../alarm/chime";
import { createOwnChime } from "../../alarm/createOwnChime";
import { CHIME, KEEP_AWAKE, MUTED, OWN_CHIME, VIBRATE, VOLUME } from "../../alarm/preferences";
import { renewSubscription } from "../../alarm/push";
import { CHIMES } from "../../alarm/sounds";
import { BEFORE, BEFORE_CHOICES } from "../../device/before";
import { getPreference, setPreference } from "../../device/pagePreferences";
import { RoomContext } from "../../room/context";
import ui from "../../ui/ui.module.css";
import { OwnChimePart } from "./OwnChimePart";
import { Part, Switch } from "./Part";
import { VolumeField } from "./VolumeField";
import { WorkingPart } from "./WorkingPart";
import { words } from "./words";
import style from "./device.module.css";

export function SoundPart(): JSX.Element {
  const room = useContext(RoomContext); // undefined on the screen without a room
  if (room === undefined) createOwnChime(); // the alarms of a room do it
  const playTest = (): void => chime.test(getPreference(CHIME), getPreference(VOLUME));
  return (
    <Part title={words.sound}>
      <div class={style["choice"]}>
        <label class={ui["field"]}>
          {words.chime}
          <select
            onChange={(event) => {
              const name = ([...CHIMES, "own"] as const).find((one) => one === event.currentTarget.value);
              if (name !== undefined) setPreference(CHIME, name);
            }}
          >
            <For each={CHIMES}>
              {(name) => (
                <option value={name} selected={getPreference(CHIME) === name}>
                  {words.chimes[name]}
                </option>
              )}
            </For>
            <Show when={getPreference(OWN_CHIME)}>
              {(own) => (
                <option value="own" selected={getPreference(CHIME) === "own"} translate="no">
                  {own().name}
                </option>
              )}
            </Show>
          </select>
        </label>
        <button type="button" class={ui["button"]} onClick={playTest}>
          {words.test}
        </button>
      </div>
      <OwnChimePart />
      <VolumeField label={words.volume} preference={VOLUME} disabled={getPreference(MUTED)} />
      <div class={ui["tight"]}>
        <label class={ui["field"]}>
          {words.before}
          <select
            onChange={(event) => {
              const minutes = BEFORE_CHOICES.find((one) => one === Number(event.currentTarget.value));
              if (minutes === undefined) return;
              setPreference(BEFORE, minutes);
              if (room !== undefined) void renewSubscription(room.link);
            }}
          >
            <For each={BEFORE_CHOICES}>
              {(minutes) => (
                <option value={minutes} selected={getPreference(BEFORE) === minutes}>
                  {minutes === 0 ? words.beforeOff : words.beforeMinutes(minutes)}
                </option>
              )}
            </For>
          </select>
        </label>
        <p class={ui["hint"]}>{words.beforeHint}</p>
      </div>
      <WorkingPart />
      <Switch
        label={words.mute}
        description={words.muteHint}
        checked={getPreference(MUTED)}
        onChange={(checked) => setPreference(MUTED, checked)}
      />
      <Show when={"vibrate" in navigator}>
        <Switch
          label={words.vibration}
          description={words.vibrationHint}
          checked={getPreference(VIBRATE)}
          onChange={(checked) => setPreference(VIBRATE, checked)}
        />
      </Show>
      <Show when={"wakeLock" in navigator}>
        <Switch
          label={words.awake}
          description={words.awakeHint}
          checked={getPreference(KEEP_AWAKE)}
          onChange={(checked) => setPreference(KEEP_AWAKE, checked)}
        />
      </Show>
    </Part>
  );
}

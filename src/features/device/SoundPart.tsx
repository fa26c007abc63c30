/** What is heard and felt on this device while the app is open. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { alarmWishes, wishAlarm } from "../../alarm/alarmPreferences";
import { chime } from "../../alarm/chime";
import { CHIMES } from "../../alarm/sounds";
import { sheetWords } from "../../i18n/sheetWords";
import ui from "../../ui/ui.module.css";
import { Part, Switch } from "./Part";
import style from "./device.module.css";

export function SoundPart(): JSX.Element {
  const words = sheetWords.device;
  const test = (): void => chime.test(alarmWishes().chime, alarmWishes().volume);
  return (
    <Part title={words.sound}>
      <div class={style["choice"]}>
        <label class={ui["field"]}>
          {words.chime}
          <select
            onChange={(event) => {
              const name = CHIMES.find((one) => one === event.currentTarget.value);
              if (name !== undefined) wishAlarm({ chime: name });
            }}
          >
            <For each={CHIMES}>
              {(name) => (
                <option value={name} selected={alarmWishes().chime === name}>
                  {words.chimes[name]}
                </option>
              )}
            </For>
          </select>
        </label>
        <button type="button" class={ui["button"]} onClick={test}>
          {words.test}
        </button>
      </div>
      <label class={ui["field"]}>
        {words.volume}
        <input
          class={style["range"]}
          type="range"
          min="5"
          max="100"
          step="5"
          value={alarmWishes().volume}
          disabled={alarmWishes().muted}
          onInput={(event) => wishAlarm({ volume: event.currentTarget.valueAsNumber })}
        />
      </label>
      <Switch
        label={words.mute}
        means={words.muteMeans}
        checked={alarmWishes().muted}
        onChange={(muted) => wishAlarm({ muted })}
      />
      <Show when={"vibrate" in navigator}>
        <Switch
          label={words.vibration}
          means={words.vibrationMeans}
          checked={alarmWishes().vibrate}
          onChange={(vibrate) => wishAlarm({ vibrate })}
        />
      </Show>
      <Show when={"wakeLock" in navigator}>
        <Switch
          label={words.awake}
          means={words.awakeMeans}
          checked={alarmWishes().awake}
          onChange={(awake) => wishAlarm({ awake })}
        />
      </Show>
    </Part>
  );
}

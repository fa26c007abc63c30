/** The way to the small window, where the browser has it. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { canFloat, float } from "./floatingWindow";
import { sheetWords } from "../../i18n/sheetWords";
import type { Room } from "../../room/createRoom";
import ui from "../../ui/ui.module.css";
import { useSheets } from "../../ui/createSheets";
import style from "./device.module.css";

export function FloatPart(props: { room: Room }): JSX.Element {
  const sheets = useSheets();
  const [failed, setFailed] = createSignal(false);
  async function open(): Promise<void> {
    const done = await float(props.room);
    setFailed(!done);
    if (done) sheets.close();
  }
  return (
    <Show when={canFloat()}>
      <div class={style["float"]}>
        <button type="button" class={ui["button"]} onClick={() => void open()}>
          {sheetWords.device.float}
        </button>
        <p class={ui["hint"]}>{failed() ? sheetWords.device.floatFailed : sheetWords.device.floatMeans}</p>
      </div>
    </Show>
  );
}

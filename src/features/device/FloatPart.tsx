/** The button that opens the tomato in a small window, where the browser has such windows. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Room } from "../../room/createRoom";
import ui from "../../ui/ui.module.css";
import { useSheets } from "../../ui/createSheets";
import { canFloat, openFloatingWindow } from "./floatingWindow";
import { words } from "./words";
import style from "./device.module.css";

export function FloatPart(props: { room: Room }): JSX.Element {
  const sheets = useSheets();
  const [failed, setFailed] = createSignal(false);
  async function open(): Promise<void> {
    const isOpen = await openFloatingWindow(props.room);
    setFailed(!isOpen);
    if (isOpen) sheets.close();
  }
  return (
    <Show when={canFloat()}>
      <div class={style["float"]}>
        <button type="button" class={ui["button"]} onClick={() => void open()}>
          {words.float}
        </button>
        <p class={ui["hint"]}>{failed() ? words.floatFailed : words.floatHint}</p>
      </div>
    </Show>
  );
}

/** The button that opens the tomato in a small window, where the browser has such windows. */
import { createSignal, Show } from "solid-js";
import type { JSX } from "solid-js";
import { pictureInPicture } from "../../device/floatingWindow";
import type { Room } from "../../room/createRoom";
import ui from "../../ui/ui.module.css";
import { useSheets } from "../../ui/createSheets";
import { words } from "./words";
import style from "./device.module.css";

export function FloatPart(props: { room: Room }): JSX.Element {
  const sheets = useSheets();
  const [failed, setFailed] = createSignal(false);
  // Loads with the sheet: the browser opens the window only shortly after a tap.
  const drawing = pictureInPicture() === null ? null : import("./Floating").catch(() => null);
  async function open(): Promise<void> {
    const module = await drawing;
    const options = { width: 280, height: 300 };
    const floating =
      module &&
      (await pictureInPicture()
        ?.requestWindow(options)
        .catch(() => null));
    setFailed(!floating);
    if (!module || !floating) return;
    module.drawFloating(floating, props.room, sheets);
    sheets.close();
  }
  return (
    <Show when={pictureInPicture() !== null}>
      <div class={style["float"]}>
        <button type="button" class={ui["button"]} onClick={() => void open()}>
          {words.float}
        </button>
        <p class={ui["hint"]}>{failed() ? words.floatFailed : words.floatHint}</p>
      </div>
    </Show>
  );
}

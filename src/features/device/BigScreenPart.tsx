/** The button that lets the tomato fill the screen. */
import type { JSX } from "solid-js";
import { useSheets } from "../../ui/createSheets";
import ui from "../../ui/ui.module.css";
import { words } from "./words";
import style from "./device.module.css";

export function BigScreenPart(): JSX.Element {
  const sheets = useSheets();
  // Loaded with the views of the room by now, so that it takes no time after the tap.
  async function enter(): Promise<void> {
    const { enterBigScreen } = await import("../../ui/bigScreen");
    enterBigScreen();
    sheets.close();
  }
  return (
    <div class={style["float"]}>
      <button type="button" class={ui["button"]} onClick={() => void enter()}>
        {words.bigScreen}
      </button>
      <p class={ui["hint"]}>{words.bigScreenHint}</p>
    </div>
  );
}

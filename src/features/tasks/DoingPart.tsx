/** What this person works on, for everyone in the room. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { MAX_TEXT } from "../../../party/shared/limits";
import { useRoom } from "../../room/context";
import { changeDoing, doing } from "../../room/doing";
import ui from "../../ui/ui.module.css";
import { LineField } from "./LineField";
import { words } from "./words";
import style from "./tasks.module.css";

export function DoingPart(): JSX.Element {
  const room = useRoom();
  return (
    <section class={ui["tight"]}>
      {/* Keyed: the field follows what is chosen from the list. */}
      <Show when={doing()?.text ?? " "} keyed>
        {(text) => (
          <LineField
            label={words.doing}
            button={words.save}
            max={MAX_TEXT}
            value={text.trim()}
            keeps
            onLines={([text = ""]) => {
              if (text !== doing()?.text) void changeDoing(room, { text, item: null });
              return null;
            }}
          />
        )}
      </Show>
      <div class={style["under"]}>
        <p class={ui["hint"]}>{words.doingHint}</p>
        <Show when={doing() !== null}>
          <button type="button" class={style["link"]} onClick={() => void changeDoing(room, null)}>
            {words.clear}
          </button>
        </Show>
      </div>
    </section>
  );
}

/** The Tasks sheet: what I work on, the room's list, and whose turn it is. Nobody has to use any of it. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { controlWords } from "../../i18n/controls/words";
import { useRoom } from "../../room/context";
import ui from "../../ui/ui.module.css";
import { DoingPart } from "./DoingPart";
import { ListPart } from "./ListPart";
import { TurnsPart } from "./TurnsPart";

export default function Tasks(): JSX.Element {
  const room = useRoom();
  const canControl = (): boolean => room.role() === "control";
  return (
    <div class={ui["stack"]}>
      <Show when={canControl()} fallback={<p class={ui["hint"]}>{controlWords.controls.watcher}</p>}>
        <DoingPart />
      </Show>
      <ListPart canControl={canControl()} />
      <TurnsPart canControl={canControl()} />
    </div>
  );
}

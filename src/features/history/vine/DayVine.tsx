/** Today's tomatoes on the vine along the foot of a desktop: to the left and to the right of the buttons. */
import { createMemo, Show } from "solid-js";
import type { JSX } from "solid-js";
import { useRoom } from "../../../room/context";
import { words } from "../words";
import type { Loaded } from "./createDay";
import { fruitsOf, halvesOf, unripeSteps } from "./vine";
import Vine from "./Vine";
import style from "./DayVine.module.css";

export function DayVine(props: { day: Loaded }): JSX.Element {
  const room = useRoom();
  /** A step that is not loaded yet makes no older tomato green again. */
  const fruits = createMemo(() => {
    const { records, unripe } = props.day;
    return fruitsOf(records, Math.min(unripe, unripeSteps(room.shown())));
  });
  const halves = createMemo(() => halvesOf(fruits()));
  return (
    <Show when={fruits().length > 0}>
      <div class={style["vine"]} role="img" aria-label={words.vine(fruits().length)}>
        <Vine fruits={halves()[0]} hasTip={halves()[1].length === 0} />
        <Show when={halves()[1].length > 0}>
          <Vine fruits={halves()[1]} hasTip />
        </Show>
      </div>
    </Show>
  );
}

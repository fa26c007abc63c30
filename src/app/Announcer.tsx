/** Announces a change of the state to screen readers. The countdown is not announced. */
import { createEffect, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { isHeld } from "../../party/shared/pomodoro";
import { firstWords } from "../i18n/firstWords";
import { useRoom } from "../room/context";

/** `message`: what the tomato says. */
export function Announcer(props: { message: string }): JSX.Element {
  const room = useRoom();
  const [announced, setAnnounced] = createSignal("");
  createEffect(() => {
    const phase = room.shown()?.phase;
    if (phase) setAnnounced(isHeld(phase) ? `${props.message}, ${firstWords.paused}` : props.message);
  });
  return (
    <div role="status" class="visually-hidden">
      {announced()}
    </div>
  );
}

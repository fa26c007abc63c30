/** Announces a change of the state to screen readers. The countdown is not announced. */
import { createEffect, createSignal, on } from "solid-js";
import type { JSX } from "solid-js";
import { isHeld } from "../../party/shared/pomodoro";
import { firstWords } from "../i18n/firstWords";
import { useRoom } from "../room/context";

export function Announcer(): JSX.Element {
  const room = useRoom();
  const [announced, setAnnounced] = createSignal("");
  createEffect(
    on(
      () => {
        const phase = room.shown()?.phase;
        return phase && `${phase.state} ${isHeld(phase)}`;
      },
      () => {
        const shown = room.shown();
        if (shown === null) return;
        const message = firstWords.messages[shown.phase.state] ?? "";
        setAnnounced(isHeld(shown.phase) ? `${message}, ${firstWords.paused}` : message);
      },
    ),
  );
  return (
    <div role="status" class="visually-hidden">
      {announced()}
    </div>
  );
}

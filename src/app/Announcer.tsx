/** Tells screen readers when the state changes, never with the seconds. */
import { createEffect, createSignal, on } from "solid-js";
import type { JSX } from "solid-js";
import { isHeld } from "../../party/shared/pomodoro";
import { words } from "../i18n/words";
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
        const message = words.messages[shown.phase.state] ?? "";
        setAnnounced(isHeld(shown.phase) ? `${message}, ${words.paused}` : message);
      },
    ),
  );
  return (
    <div role="status" class="visually-hidden">
      {announced()}
    </div>
  );
}

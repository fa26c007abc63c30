/** Tells screen readers when the state changes, never with the seconds. */
import { createEffect, createSignal, on } from "solid-js";
import type { JSX } from "solid-js";
import { words } from "../i18n/words";
import { useRoom } from "../room/context";

export function Announcer(): JSX.Element {
  const room = useRoom();
  const [announced, setAnnounced] = createSignal("");
  createEffect(
    on(
      () => `${room.shown()?.state}/${room.shown()?.held_ms !== null}`,
      () => {
        const shown = room.shown();
        if (shown === null) return;
        const message = words.messages[shown.state] ?? "";
        setAnnounced(shown.held_ms === null ? message : `${message}, ${words.paused}`);
      },
    ),
  );
  return (
    <div role="status" class="visually-hidden">
      {announced()}
    </div>
  );
}

/** A short notice that stands instead of the hint for a few seconds. */
import { createEffect, createSignal, on, onCleanup, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import type { RoomView } from "../../party/shared/codec";
import { controlWords as words } from "../i18n/controlWords";
import type { Room } from "../room/createRoom";
import { changeText, NOTICE_MS } from "../room/hint";

export interface Notice {
  readonly text: Accessor<string | null>;
  readonly tell: (text: string) => void;
}

export function createNotice(room: Room): Notice {
  const [text, setText] = createSignal<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  function tell(notice: string): void {
    clearTimeout(timer);
    setText(notice);
    timer = setTimeout(() => setText(null), NOTICE_MS);
  }
  createEffect(
    on(room.shown, (now: RoomView | null, before: RoomView | null | undefined) => {
      if (now === null || before === undefined || before === null || now.rev === before.rev) return;
      const mine = untrack(room.isPending); // one knows what one has just done
      const deed = mine ? null : changeText(now, words);
      if (deed !== null) tell(deed);
      else setText(null);
    }),
  );
  createEffect(
    on(room.connection, (connection) => connection === "open" && setText(null), { defer: true }), // what failed is past
  );
  onCleanup(() => clearTimeout(timer));
  return { text, tell };
}

/** A short text in the place of what the room does, for a few seconds: what somebody else did, or why an action failed. */
import { createEffect, createSignal, on, onCleanup, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import type { RoomView } from "../../party/shared/codec";
import { controlWords } from "../i18n/controls/words";
import type { Room } from "../room/createRoom";
import { changeText, NOTICE_MS } from "../room/hint";

export interface Notice {
  readonly text: Accessor<string | null>;
  readonly show: (text: string) => void;
}

export function createNotice(room: Room): Notice {
  const [text, setText] = createSignal<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  function show(notice: string): void {
    clearTimeout(timer);
    setText(notice);
    timer = setTimeout(() => setText(null), NOTICE_MS);
  }
  createEffect(
    on(room.shown, (now: RoomView | null, before: RoomView | null | undefined) => {
      if (!now || !before || now.rev === before.rev) return;
      const isOwn = untrack(room.isPending); // people know what they have just done
      const change = isOwn ? null : changeText(now, controlWords);
      if (change !== null) show(change);
      else setText(null);
    }),
  );
  // A new connection makes an older failure out of date.
  createEffect(on(room.connection, (connection) => connection === "open" && setText(null), { defer: true }));
  onCleanup(() => clearTimeout(timer));
  return { text, show };
}

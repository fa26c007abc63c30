/** What a recent room does now, such as “Work 12:04”: asked for once, and counted on while the sheet is open. */
import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
import type { JSX } from "solid-js";
import { fromRoomMessage } from "../../../party/shared/codec";
import type { RoomView } from "../../../party/shared/codec";
import { countdownText, nextChangeMs } from "../../../party/shared/countdown";
import { isHeld, nextDeadline } from "../../../party/shared/pomodoro";
import { firstWords } from "../../i18n/firstWords";
import { askRoom } from "../../room/askRoom";
import { predict } from "../../room/predict";
import { messageOf } from "../../tomato/messageOf";
import { startText } from "../../tomato/startText";
import style from "./Join.module.css";

export default function RoomState(props: {
  room: string;
  /** Called with the title of the room, or undefined. */
  onTitle: (title: string | undefined) => void;
}): JSX.Element {
  const [view, setView] = createSignal<RoomView | null>(null);
  /** Epoch ms on the server's clock. */
  const [now, setNow] = createSignal(0);
  const stop = new AbortController();
  let offset = 0;
  onMount(async () => {
    const message = await askRoom(props.room, { stop: stop.signal });
    if (message?.type !== "room" || message.rev === 0) return; // nobody has used the room
    offset = message.now - performance.now();
    setNow(message.now);
    setView(fromRoomMessage(message));
    props.onTitle(message.title);
  });
  const shown = (): RoomView | null => {
    const known = view();
    return known && predict(known, [], now());
  };
  createEffect(() => {
    const room = shown();
    if (room === null) return;
    const at = performance.now() + offset;
    const waitMs = Math.min(nextChangeMs(room, at) ?? Infinity, (nextDeadline(room) ?? Infinity) - at);
    if (waitMs === Infinity) return;
    const timer = setTimeout(() => setNow(performance.now() + offset), Math.max(1, waitMs));
    onCleanup(() => clearTimeout(timer));
  });
  onCleanup(() => stop.abort());
  return (
    <Show when={shown()}>
      {(room) => (
        <span class={style["state"]}>
          {isHeld(room().phase) ? firstWords.paused : messageOf(room().phase, now(), startText, "watch")}{" "}
          {countdownText(room(), now())}
        </span>
      )}
    </Show>
  );
}

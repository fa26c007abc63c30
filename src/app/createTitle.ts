/** Shows the state in the tab's title and icon: `12:34 Work · Shared Pomodoro`. */
import { createEffect, createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { isHeld } from "../../party/shared/pomodoro";
import { firstWords } from "../i18n/firstWords";
import type { Room } from "../room/createRoom";
import { countdownText } from "../../party/shared/countdown";

/** By state. They are files, since the content security policy allows no data: addresses. */
const ICONS = [
  "/icon.svg",
  "/icon-work.svg",
  "/icon-alarm.svg",
  "/icon-break.svg",
  "/icon-alarm.svg",
  "/icon-break.svg",
];

/** `now`: epoch ms on the server's clock. */
export function createTitle(room: Room, now: Accessor<number>, tomatoMessage: Accessor<string>): void {
  createEffect(() => {
    const shown = room.shown();
    if (shown === null) return;
    const message = isHeld(shown.phase) ? firstWords.paused : tomatoMessage();
    document.title = `${countdownText(shown, now())} ${message} · ${firstWords.app}`.trimStart();
  });
  const icon = createMemo(() => ICONS[room.shown()?.phase.state ?? 0] ?? "/icon.svg");
  createEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link !== null && link.getAttribute("href") !== icon()) link.href = icon();
  });
}

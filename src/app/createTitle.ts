/** Shows the state in the tab's title and icon: `12:34 Work · Shared Pomodoro`, or the title of a room that has one. */
import { createEffect, createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { isHeld } from "../../party/shared/pomodoro";
import { firstWords } from "../i18n/firstWords";
import type { Room } from "../room/createRoom";
import { countdownText } from "../../party/shared/countdown";

/** The end of the icon's name, by state. Icons are files, since the content security policy allows no data: addresses. */
const ICONS = ["", "-work", "-alarm", "-break", "-alarm", "-break"];

/** `now`: epoch ms on the server's clock. */
export function createTitle(room: Room, now: Accessor<number>, tomatoMessage: Accessor<string>): void {
  createEffect(() => {
    const shown = room.shown();
    if (shown === null) return;
    const message = isHeld(shown.phase) ? firstWords.paused : tomatoMessage();
    document.title =
      `${countdownText(shown, now())} ${message} · ${shown.title ?? firstWords.app}`.trimStart();
  });
  const icon = createMemo(() => `/icon${ICONS[room.shown()?.phase.state ?? 0]}.svg`);
  createEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link !== null && link.getAttribute("href") !== icon()) link.href = icon();
  });
}

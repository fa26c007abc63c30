/** Other views of the room than that of a phone in the hand: a desktop, a screen for a room full of people, standby. */
import { createEffect, onCleanup, Show } from "solid-js";
import type { JSX } from "solid-js";
import { getPreference } from "../../device/pagePreferences";
import { useRoom } from "../../room/context";
import { enterBigScreen, isBigScreen, leaveBigScreen } from "../../ui/bigScreen";
import { useSheets } from "../../ui/createSheets";
import { SHORTCUTS } from "../../ui/createShortcuts";
import { Lazy } from "../../ui/Lazy";
import { shortcutOf } from "../../ui/shortcutOf";
import { createMedia } from "./createMedia";
import { createStandby } from "./createStandby";
import { Shield } from "./Shield";

/** As in the style sheets. In rem, so that large text keeps the view of a small screen. */
const WIDE = "(min-width: 68.75rem) and (min-height: 35rem) and (min-aspect-ratio: 5/4)";
const FIELDS = "input, select, textarea, [contenteditable]";

export default function Views(): JSX.Element {
  const room = useRoom();
  const sheets = useSheets();
  const standby = createStandby(room, sheets);
  const isWide = createMedia(WIDE);

  createEffect(() => {
    const root = document.documentElement;
    const view = isBigScreen() ? "big" : standby.isOn() ? "standby" : null;
    if (view === null) return;
    root.dataset["view"] = view;
    onCleanup(() => delete root.dataset["view"]);
  });

  function onKey(event: KeyboardEvent): void {
    const shortcut = shortcutOf(event);
    const isEscape = shortcut === "escape" && isBigScreen();
    if (!isEscape && (shortcut !== "f" || !getPreference(SHORTCUTS))) return;
    const isTyping = event.target instanceof Element && event.target.closest(FIELDS) !== null;
    if (isTyping || sheets.open() !== null || document.querySelector("dialog[open]") !== null) return;
    if (isBigScreen()) leaveBigScreen();
    else enterBigScreen();
  }
  /** The browser has its own ways to leave the whole screen. */
  const onFullscreen = (): void => void (document.fullscreenElement === null && leaveBigScreen());
  addEventListener("keydown", onKey);
  document.addEventListener("fullscreenchange", onFullscreen);
  onCleanup(() => {
    removeEventListener("keydown", onKey);
    document.removeEventListener("fullscreenchange", onFullscreen);
    leaveBigScreen();
  });
  return (
    <>
      <Show when={standby.isOn()}>
        <Shield onTouch={standby.end} />
      </Show>
      <Show when={isBigScreen()}>
        <Lazy load={() => import("./BigScreen")} with={{}} />
      </Show>
      <Show when={isWide()}>
        <Lazy load={() => import("./Wide")} with={{}} />
      </Show>
    </>
  );
}

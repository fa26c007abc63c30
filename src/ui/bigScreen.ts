/** Whether the tomato fills the screen, for a room full of people. */
import { createSignal } from "solid-js";

const [isBigScreen, setBigScreen] = createSignal(false);
export { isBigScreen };

/** Call it in the handler of a tap or a key: only then does a browser give the page the whole screen. */
export function enterBigScreen(): void {
  setBigScreen(true);
  // Without the right to it, the tomato fills the window.
  if (document.fullscreenEnabled) document.documentElement.requestFullscreen().catch(() => {});
}

export function leaveBigScreen(): void {
  setBigScreen(false);
  if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => {});
}

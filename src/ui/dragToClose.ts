/** Dragging a sheet by its head: the sheet follows the finger, and closes after a long or a fast drag downwards. */

import { forgetPress } from "../device/presses";

/** A drag of more than this closes the sheet, in px. */
const CLOSE_PX = 90;
/** A shorter drag closes it if it is faster than this, in px per ms, */
const FLICK_SPEED = 0.6;
/** and longer than this, in px. */
const MIN_FLICK_PX = 20;

/** `head`: what the sheet is dragged by. Its listeners end with it. */
export function dragToClose(head: HTMLElement, sheet: HTMLElement, close: () => void): void {
  let start: { y: number; at: number } | null = null;
  /** Null moves the sheet back to its place. */
  const moveTo = (px: number | null): void => {
    sheet.style.translate = px === null ? "" : `0 ${Math.max(0, px)}px`;
    sheet.style.transition = px === null ? "translate 200ms" : "none";
  };
  head.addEventListener("pointerdown", (event) => {
    // A mouse can use the close button. A press on a button is not a drag.
    if (event.pointerType === "mouse" || (event.target as Element).closest("button") !== null) return;
    start = { y: event.clientY, at: event.timeStamp };
    head.setPointerCapture(event.pointerId);
  });
  head.addEventListener("pointermove", (event) => {
    if (start !== null) moveTo(event.clientY - start.y);
  });
  head.addEventListener("pointerup", (event) => {
    if (start === null) return;
    const px = event.clientY - start.y;
    const speed = px / Math.max(1, event.timeStamp - start.at);
    start = null;
    forgetPress();
    if (px > CLOSE_PX || (px > MIN_FLICK_PX && speed > FLICK_SPEED)) close();
    else moveTo(null);
  });
  head.addEventListener("pointercancel", () => {
    start = null;
    moveTo(null);
  });
}

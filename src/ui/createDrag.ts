/** Dragging a sheet by its head: the sheet follows the finger, and closes after a long or a fast drag downwards. */

/** A drag of more than this closes the sheet, in px. */
const CLOSE_PX = 90;
/** A shorter drag closes it if it is faster than this, in px per ms, */
const FLICK_SPEED = 0.6;
/** and longer than this, in px. */
const MIN_FLICK_PX = 20;

export interface Drag {
  readonly onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: () => void;
}

/** The handlers for the element that is dragged by. */
export function createDrag(sheet: () => HTMLElement | undefined, close: () => void): Drag {
  let start: { y: number; at: number } | null = null;
  /** Null moves the sheet back to its place. */
  const moveTo = (px: number | null): void => {
    const element = sheet();
    if (element === undefined) return;
    element.style.translate = px === null ? "" : `0 ${Math.max(0, px)}px`;
    element.style.transition = px === null ? "translate 200ms" : "none";
  };
  return {
    onPointerDown(event) {
      // A mouse can use the close button. A press on a button is not a drag.
      if (event.pointerType === "mouse" || (event.target as Element).closest("button") !== null) return;
      start = { y: event.clientY, at: event.timeStamp };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event) {
      if (start !== null) moveTo(event.clientY - start.y);
    },
    onPointerUp(event) {
      if (start === null) return;
      const px = event.clientY - start.y;
      const speed = px / Math.max(1, event.timeStamp - start.at);
      start = null;
      if (px > CLOSE_PX || (px > MIN_FLICK_PX && speed > FLICK_SPEED)) close();
      else moveTo(null);
    },
    onPointerCancel() {
      start = null;
      moveTo(null);
    },
  };
}

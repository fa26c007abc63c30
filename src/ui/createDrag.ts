/** A sheet that follows the finger that pulls its head down, and closes when it was pulled far or fast enough. */

/** A pull of this many pixels closes, or a flick that is faster than this, in px a ms. */
const FAR_PX = 90;
const FAST = 0.6;

export interface Pull {
  readonly onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: () => void;
}

export function createPull(sheet: () => HTMLElement | undefined, close: () => void): Pull {
  let start: { y: number; at: number } | null = null;
  const move = (px: number | null): void => {
    const element = sheet();
    if (element === undefined) return;
    element.style.translate = px === null ? "" : `0 ${Math.max(0, px)}px`;
    element.style.transition = px === null ? "translate 200ms" : "none";
  };
  return {
    onPointerDown(event) {
      // A mouse has Escape and the cross; and a press on a button is no pull.
      if (event.pointerType === "mouse" || (event.target as Element).closest("button") !== null) return;
      start = { y: event.clientY, at: event.timeStamp };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event) {
      if (start !== null) move(event.clientY - start.y);
    },
    onPointerUp(event) {
      if (start === null) return;
      const px = event.clientY - start.y;
      const speed = px / Math.max(1, event.timeStamp - start.at);
      start = null;
      if (px > FAR_PX || (px > 20 && speed > FAST)) close();
      else move(null);
    },
    onPointerCancel() {
      start = null;
      move(null);
    },
  };
}

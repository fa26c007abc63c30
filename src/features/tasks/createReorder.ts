/**
 * Puts the rows of a list into another order: by dragging a row at its handle, with a mouse, a pen or a finger, and with
 * the arrow keys on the handle. Others may change the list meanwhile.
 */
import { createSignal, onCleanup } from "solid-js";
import { forgetPress } from "../../device/presses";

interface Dragging {
  /** The index of the row that is dragged, now. */
  readonly from: () => number;
  readonly to: number;
  /** How far the row is from its place, in px. */
  readonly px: number;
  /** The height of the row, in px. */
  readonly height: number;
}
/** Near the edge of a scrolled sheet the sheet scrolls, by so many px in each frame. */
const EDGE_PX = 64;
const SCROLL_PX = 6;

export interface Reorder {
  /** The handlers of the handle of the row with this index. */
  readonly handlers: (index: () => number) => {
    readonly onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => void;
    readonly onKeyDown: (event: KeyboardEvent & { currentTarget: HTMLElement }) => void;
  };
  /** Where a row is drawn, as a CSS translation; undefined: in its place. */
  readonly translate: (index: number) => string | undefined;
  readonly isDragged: (index: number) => boolean;
}

/** `move` is called when a row gets another place. The rows are the children of the list. */
export function createReorder(move: (from: number, to: number) => void): Reorder {
  const [dragging, setDragging] = createSignal<Dragging | null>(null);
  /** Ends the drag that goes on; null: none. `isDone`: the row keeps its place of then. */
  let end: ((isDone: boolean) => void) | null = null;
  onCleanup(() => end?.(false));

  function begin(handle: HTMLElement, { pointerId, clientY }: PointerEvent, from: () => number): void {
    const row = handle.closest("li");
    const list = row?.parentElement;
    if (!row || !list) return;
    const scroller = row.closest("dialog")?.firstElementChild ?? null;
    /** Where the pointer is in what is scrolled, in px. `offsetTop` is that of the place, wherever the row is drawn. */
    const pointer = (): number =>
      scroller === null ? y : y - scroller.getBoundingClientRect().top + scroller.scrollTop;
    const [height, listeners] = [row.offsetHeight, new AbortController()];
    let y = clientY;
    const grip = pointer() - row.offsetTop;
    let frame = 0;

    function update(): void {
      const px = pointer() - grip - row!.offsetTop;
      const middleOf = (one: HTMLElement): number => one.offsetTop + one.offsetHeight / 2;
      const others = ([...list!.children] as HTMLElement[]).filter((one) => one !== row);
      const to = others.filter((one) => middleOf(one) < middleOf(row!) + px).length;
      setDragging({ from, to, px, height });
    }
    /** A pointer that rests near an edge goes on scrolling. */
    function scroll(): void {
      const edges = scroller?.getBoundingClientRect();
      const down = edges !== undefined && y > edges.bottom - EDGE_PX;
      const up = edges !== undefined && y < edges.top + EDGE_PX;
      if (down || up) {
        scroller?.scrollBy(0, down ? SCROLL_PX : -SCROLL_PX);
        update();
      }
      frame = requestAnimationFrame(scroll);
    }
    /** On the document: the handle loses the pointer where somebody else moves its row. */
    function listen(type: "pointermove" | "pointerup" | "pointercancel", react: () => void): void {
      const own = (event: PointerEvent): void => {
        if (event.pointerId !== pointerId) return;
        y = event.clientY;
        react();
      };
      document.addEventListener(type, own, { signal: listeners.signal });
    }
    // eslint-disable-next-line solid/reactivity -- called by the handlers
    end = (isDone) => {
      listeners.abort();
      cancelAnimationFrame(frame);
      forgetPress();
      if (isDone && row.isConnected) update();
      const now = dragging();
      end = null;
      setDragging(null);
      if (isDone && row.isConnected && now !== null && from() !== now.to) move(from(), now.to);
    };
    listen("pointermove", update);
    listen("pointerup", () => end?.(true));
    listen("pointercancel", () => end?.(false));
    handle.setPointerCapture(pointerId);
    update();
    frame = requestAnimationFrame(scroll);
  }

  return {
    handlers(index) {
      onCleanup(() => dragging()?.from === index && end?.(false)); // somebody else has removed the row
      return {
        onPointerDown(event) {
          if (event.button === 0 && end === null) begin(event.currentTarget, event, index);
        },
        onKeyDown(event) {
          const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          const handle = event.currentTarget;
          move(index(), index() + step);
          queueMicrotask(() => handle.focus()); // a row that moves loses the focus
        },
      };
    },
    translate(index) {
      const now = dragging();
      if (now === null) return undefined;
      const from = now.from();
      if (index === from) return `0 ${now.px}px`;
      if (index > from && index <= now.to) return `0 ${-now.height}px`;
      return index < from && index >= now.to ? `0 ${now.height}px` : undefined;
    },
    isDragged: (index) => dragging()?.from() === index,
  };
}

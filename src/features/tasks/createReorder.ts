/** Puts the rows of a list into another order: by dragging a row at its handle, and with the arrow keys on the handle. */
import { createSignal } from "solid-js";

interface Dragging {
  readonly from: number;
  readonly to: number;
  /** How far the row is from its place, in px. */
  readonly px: number;
  /** The height of the row, in px. */
  readonly height: number;
}
/** Near the edge of a scrolled sheet the sheet scrolls, by so many px at each movement. */
const EDGE_PX = 56;
const SCROLL_PX = 10;

export interface Reorder {
  /** The handlers of the handle of the row with this index. */
  readonly handlers: (index: () => number) => {
    readonly onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
    readonly onKeyDown: (event: KeyboardEvent & { currentTarget: HTMLElement }) => void;
  };
  /** Where a row is drawn, as a CSS translation; undefined: in its place. */
  readonly translate: (index: number) => string | undefined;
  readonly isDragged: (index: number) => boolean;
}

/** `move` is called when a row gets another place. The rows are the children of the list. */
export function createReorder(move: (from: number, to: number) => void): Reorder {
  const [dragging, setDragging] = createSignal<Dragging | null>(null);
  let start = { y: 0, scroll: 0 };
  let middles: number[] = [];
  let scroller: Element | null = null;
  const scrollTop = (): number => scroller?.scrollTop ?? 0;

  function end(isDone: boolean): void {
    const now = dragging();
    setDragging(null);
    if (isDone && now !== null && now.from !== now.to) move(now.from, now.to);
  }
  return {
    handlers: (index) => ({
      onPointerDown(event) {
        const row = event.currentTarget.closest("li");
        if (event.button !== 0 || row === null || row.parentElement === null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        scroller = row.closest("dialog")?.firstElementChild ?? null;
        start = { y: event.clientY, scroll: scrollTop() };
        middles = [...row.parentElement.children].map((one) => {
          const { top, height } = one.getBoundingClientRect();
          return top + height / 2;
        });
        setDragging({ from: index(), to: index(), px: 0, height: row.getBoundingClientRect().height });
      },
      onPointerMove(event) {
        const now = dragging();
        if (now === null) return;
        const edges = scroller?.getBoundingClientRect();
        if (edges !== undefined && event.clientY > edges.bottom - EDGE_PX) scroller?.scrollBy(0, SCROLL_PX);
        if (edges !== undefined && event.clientY < edges.top + EDGE_PX) scroller?.scrollBy(0, -SCROLL_PX);
        const px = event.clientY - start.y + scrollTop() - start.scroll;
        const middle = (middles[now.from] ?? 0) + px;
        const to = middles.filter((one, i) => i !== now.from && one < middle).length;
        setDragging({ ...now, px, to });
      },
      onPointerUp: () => end(true),
      onPointerCancel: () => end(false),
      onKeyDown(event) {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        const handle = event.currentTarget;
        move(index(), index() + step);
        queueMicrotask(() => handle.focus()); // a row that moves loses the focus
      },
    }),
    translate(index) {
      const now = dragging();
      if (now === null) return undefined;
      if (index === now.from) return `0 ${now.px}px`;
      if (index > now.from && index <= now.to) return `0 ${-now.height}px`;
      return index < now.from && index >= now.to ? `0 ${now.height}px` : undefined;
    },
    isDragged: (index) => dragging()?.from === index,
  };
}

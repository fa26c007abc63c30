/** The twist of the tomato: pointers on its button become a number of seconds, and no press follows a twist. */
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import { forgetPress } from "../../device/presses";
import { beginGesture, moveGesture } from "./gesture";
import type { Gesture, Plate } from "./gesture";
import { turned } from "./minutes";

export interface Turning {
  /** What is chosen and not saved yet, in s; null: nothing is. */
  readonly chosen: Accessor<number | null>;
  readonly choose: (seconds: number) => void;
  /** Gives what is chosen to `save`. */
  readonly finish: () => void;
  /** Forgets what is chosen. */
  readonly abandon: () => void;
}

/** The click of a mouse follows the end of its twist within this time, before a pointer goes down again. In ms. */
const CLICK_MS = 300;

export function createTurning(options: {
  readonly tomato: HTMLElement;
  /** The length that is set now, in s; null where it cannot be turned. */
  readonly value: Accessor<number | null>;
  /** A pointer goes down: what the keys have chosen is saved. */
  readonly onDown: () => void;
  /** The choice begins. */
  readonly onBegin: () => void;
  /** Another minute is chosen. `isTouch`: by a finger. */
  readonly onChange: (isTouch: boolean) => void;
  readonly save: (seconds: number) => void;
}): Turning {
  const { tomato, value, onDown, onBegin, onChange, save } = options;
  const [chosen, setChosen] = createSignal<number | null>(null);
  let twist: { pointer: number; plate: Plate; start: number; gesture: Gesture; isOver: boolean } | null =
    null;
  let lastTwistAt = -Infinity;

  function choose(seconds: number, isTouch = false): void {
    const before = chosen();
    if (before === null) onBegin();
    if (seconds === (before ?? value())) return void setChosen(seconds);
    setChosen(seconds);
    onChange(isTouch);
  }
  function finish(): void {
    const seconds = chosen();
    // The room shows its new length before the choice is gone, so that nothing jumps.
    if (seconds !== null && seconds !== value()) save(seconds);
    setChosen(null);
  }
  function abandon(): void {
    if (twist !== null) twist.isOver = true;
    setChosen(null);
  }
  createEffect(on(value, (now) => now === null && abandon()));

  function down(event: PointerEvent): void {
    // A second finger. The same pointer may come again: a mouse that was let go beside the tomato.
    if (twist !== null && twist.pointer !== event.pointerId) return abandon();
    twist = null;
    lastTwistAt = -Infinity; // the click of what begins now is a press
    onDown();
    const start = value();
    if (start === null || event.button !== 0 || !event.isPrimary) return;
    const { left, top, width, height } = tomato.getBoundingClientRect();
    const plate = { x: left + width / 2, y: top + height / 2, radius: width / 2 };
    const gesture = beginGesture(plate, { x: event.clientX, y: event.clientY });
    twist = { pointer: event.pointerId, plate, start, gesture, isOver: false };
  }
  function move(event: PointerEvent): void {
    if (twist?.pointer !== event.pointerId) return;
    const { plate, start, gesture, isOver } = twist;
    twist.gesture = moveGesture(gesture, plate, { x: event.clientX, y: event.clientY });
    if (!twist.gesture.isTwist || isOver) return;
    // From now on the pointer may leave the tomato. A press that leaves it is none.
    if (!gesture.isTwist) (event.currentTarget as Element).setPointerCapture(event.pointerId);
    choose(turned(start, twist.gesture.degrees), event.pointerType === "touch");
  }
  function up(event: PointerEvent): void {
    if (twist?.pointer !== event.pointerId) return;
    const { gesture, isOver } = twist;
    twist = null;
    if (!gesture.isTwist) return;
    lastTwistAt = event.timeStamp;
    forgetPress();
    if (!isOver) finish();
  }
  function cancel(event: PointerEvent): void {
    if (twist?.pointer !== event.pointerId) return;
    abandon();
    twist = null;
  }
  const isOfTwist = (event: UIEvent): boolean => event.timeStamp - lastTwistAt < CLICK_MS;
  /** A browser that makes a click of the touch does so after this event. */
  const touchEnd = (event: TouchEvent): void =>
    void (isOfTwist(event) && event.cancelable && event.preventDefault());
  /** A key and a screen reader click without a pointer, which is `detail` 0. */
  function click(event: MouseEvent): void {
    if (event.detail === 0 || !isOfTwist(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }
  function key(event: KeyboardEvent): void {
    if (event.key === "Escape") abandon();
  }
  const press = tomato.querySelector("button");
  const listening = new AbortController();
  const { signal } = listening;
  press?.addEventListener("pointerdown", down, { signal });
  press?.addEventListener("pointermove", move, { signal });
  press?.addEventListener("pointerup", up, { signal });
  press?.addEventListener("pointercancel", cancel, { signal });
  press?.addEventListener("touchend", touchEnd, { signal, passive: false });
  tomato.addEventListener("click", click, { signal, capture: true });
  addEventListener("keydown", key, { signal });
  onCleanup(() => listening.abort());
  return { chosen, choose, finish, abandon };
}

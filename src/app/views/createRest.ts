/** Whether the person rests: no key and no movement of a pointer for a while. */
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";

/** The click of a touch comes within this time, in ms. Until then, what it wakes takes no click. */
const CLICK_MS = 350;

export function createRest(afterMs: number): Accessor<boolean> {
  const [isResting, setResting] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waking: ReturnType<typeof setTimeout> | undefined;
  function wake(): void {
    setResting(false);
    clearTimeout(timer);
    timer = setTimeout(() => setResting(true), afterMs);
  }
  function onPointer({ pointerType }: PointerEvent): void {
    if (!isResting() || pointerType === "mouse") return wake();
    clearTimeout(waking);
    waking = setTimeout(wake, CLICK_MS);
  }
  const [pointers, others] = [
    ["pointerdown", "pointermove"] as const,
    ["keydown", "focusin", "wheel"] as const,
  ];
  // eslint-disable-next-line solid/reactivity -- an event handler
  for (const event of pointers) addEventListener(event, onPointer, true);
  for (const event of others) addEventListener(event, wake, true);
  onCleanup(() => {
    clearTimeout(timer);
    clearTimeout(waking);
    for (const event of pointers) removeEventListener(event, onPointer, true);
    for (const event of others) removeEventListener(event, wake, true);
  });
  wake();
  return isResting;
}

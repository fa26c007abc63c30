/** Whether a media query matches, as a signal. */
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";

export function createMedia(query: string): Accessor<boolean> {
  const list = matchMedia(query);
  const [matches, setMatches] = createSignal(list.matches);
  const onChange = (): void => void setMatches(list.matches);
  list.addEventListener("change", onChange);
  onCleanup(() => list.removeEventListener("change", onChange));
  return matches;
}

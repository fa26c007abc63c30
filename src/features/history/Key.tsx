/** What the signs of a picture mean. Its table says so in words: nobody needs to have this read aloud. */
import { For } from "solid-js";
import type { JSX } from "solid-js";

export interface Sign {
  /** A class of the pictures, without its `h-`. */
  readonly kind: string;
  /** Paths in a box of 12 × 12. */
  readonly shape: string;
  readonly leaf?: string;
  readonly text: string;
}

export const Key = (props: { signs: readonly Sign[] }): JSX.Element => (
  <ul class="h-key" aria-hidden="true">
    <For each={props.signs}>
      {({ kind, shape, leaf = "", text }) => (
        <li>
          <svg viewBox="0 0 12 12">
            <path class={`h-${kind}`} fill="url(#hatch)" d={shape} />
            <path class="h-leaf" d={leaf} />
          </svg>
          {text}
        </li>
      )}
    </For>
  </ul>
);

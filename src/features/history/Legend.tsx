/** The legend of a picture. Screen readers skip it, since the table contains the same as text. */
import { For } from "solid-js";
import type { JSX } from "solid-js";

export interface Sign {
  /** The class of the shape, without `h-`. */
  readonly kind: string;
  /** Paths in a box of 12 × 12. */
  readonly shape: string;
  readonly leaf?: string;
  readonly text: string;
}

export const Legend = (props: { kind?: "year"; signs: readonly Sign[] }): JSX.Element => (
  <ul class="h-key" data-kind={props.kind} aria-hidden="true">
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

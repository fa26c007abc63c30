/** What is shown while no tomato has been finished: a plant with green fruit. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Formats } from "./format";
import type { Tally } from "./tally";
import { words } from "./words";

/** `tally`: the part-finished work. `ref`: the heading, to which the focus can move. */
export const Empty = (props: {
  tally: Tally;
  formats: Formats;
  ref: (element: HTMLElement) => void;
}): JSX.Element => (
  <div class="h-empty" data-begun={props.tally.part > 0 ? "" : undefined}>
    <svg viewBox="0 0 120 120" aria-hidden="true">
      <path class="h-soil" d="M14 112q46-14 92 0Z" />
      <path class="h-stem" d="M60 108C58 84 62 62 58 26M59 74Q72 62 84 64M60 52Q46 44 36 50" />
      <path
        class="h-leaf"
        d="M58 30C44 26 38 14 40 6c12 2 20 10 18 24ZM60 38c2-14 14-20 26-18 0 12-12 20-26 18ZM60 92c-16 4-28-2-32-12 12-4 26 0 32 12Z"
      />
      <path class="h-ripe1" d="M84 70c8-5 17 0 17 9s-8 15-17 15-17-6-17-15 9-14 17-9Z" />
      <path class="h-ripe2" d="M36 55c5-3 11 0 11 6s-5 9-11 9-11-3-11-9 6-9 11-6Z" />
    </svg>
    <h3 tabindex="-1" ref={(element) => props.ref(element)}>
      {words.empty}
    </h3>
    <Show when={props.tally.worked >= 60}>
      <p>
        <strong>
          {words.partly(
            props.tally.part,
            props.formats.number(props.tally.part),
            props.formats.duration(props.tally.worked),
          )}
        </strong>
      </p>
    </Show>
    <p>{words.emptyHint}</p>
  </div>
);

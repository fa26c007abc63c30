/** A piece of the vine with fruits, as a drawing of equal parts: one for each fruit, and the tip. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Fruit } from "./vine";
import "./vine.css";

const STEM = "M0 15C12 5 34 25 46 15";
const TIP = "M0 15C10 6 22 12 24 19c1 6-7 6-7 1";
const LEAF = "M14 12C10 3 17-1 26 1c0 8-4 12-12 11Z";
const STALK = "M23 15q2 6 0 13";
const BODY = "M23 30c5-3 14 0 14 9 0 8-6 13-14 13S9 47 9 39c0-9 9-12 14-9Z";
const CALYX = "M23 31q-5-5-10-3 4 4 7 4l-1 5 4-4 4 4-1-5q3 0 7-4-5-2-10 3Z";
const SHINE = "M14 38q2-5 6-6";

/** `hasTip`: whether the vine ends here. */
const Vine = (props: { fruits: readonly Fruit[]; hasTip: boolean }): JSX.Element => (
  <div class="v-vine" aria-hidden="true">
    <For each={props.fruits.map((_, i) => i)}>
      {(i) => (
        <svg viewBox="0 -4 46 60" class="v-part">
          <path class="v-stem" d={STEM} />
          <path class="v-leaf" d={LEAF} />
          <g class="v-fruit" data-ripe={props.fruits[i]?.ripe ?? true}>
            <path class="v-stem" d={STALK} />
            <path class="v-body" d={BODY} />
            <path class="v-shine" d={SHINE} />
            <path class="v-calyx" d={CALYX} />
          </g>
        </svg>
      )}
    </For>
    <Show when={props.hasTip}>
      <svg viewBox="0 -4 46 60" class="v-part">
        <path class="v-stem" d={TIP} />
      </svg>
    </Show>
  </div>
);
export default Vine;

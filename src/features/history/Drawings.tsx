/** The shapes that all pictures of the history share. */
import type { JSX } from "solid-js";

/** Paths in a box of 24 × 24. */
const BODY = "M12 7c5-3 10 0 10 6.5 0 5.500-4.500 9-10 9S2 19 2 13.500C2 7 7 4 12 7Z";
const LEAF = "M0 0Q-3-3-7.500-1q2.500 3 5 2.500L0 4l2.500-2.500q2.500.500 5-2.500Q3-3 0 0l.500-5-2 .500Z";

/** `hatch` fills unfinished work. `leaf` has its origin where it sits on a fruit, `now` where it meets the line. */
export const Drawings = (): JSX.Element => (
  <svg width="0" height="0" class="h-drawings" aria-hidden="true">
    <defs>
      <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="h-ground" width="5" height="5" />
        <rect class="h-line" width="2" height="5" />
      </pattern>
      <path id="leaf" class="h-leaf" d={LEAF} />
      <path id="now" class="h-now" d="M0 8V36M-4 2h8l-4 6Z" />
      <symbol id="fruit" viewBox="0 0 24 24">
        <path class="h-ripe4" d={BODY} />
        <use href="#leaf" x="12" y="7.500" />
      </symbol>
    </defs>
  </svg>
);

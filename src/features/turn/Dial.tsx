/** What is drawn around and on the tomato while it can be turned. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { clockText } from "../../../party/shared/countdown";
import { cells, timeSize } from "../../../party/shared/layout";
import { WORK } from "../../../party/shared/pomodoro";
import { firstWords } from "../../i18n/firstWords";
import style from "./Turn.module.css";

/** A point of the dial, in the tomato's box of 400: minutes of an hour clockwise from the top. */
function pointAt(minute: number, radius: number): [x: string, y: string] {
  const angle = (minute / 30) * Math.PI;
  return [(200 + radius * Math.sin(angle)).toFixed(1), (200 - radius * Math.cos(angle)).toFixed(1)];
}
/** An arc with an arrow's head at its end. */
function arrow(from: number, to: number): string {
  const way = Math.sign(to - from);
  const head = [147, 165].map((radius) => pointAt(to - way * 2, radius).join(" "));
  const [start, end] = [from, to].map((minute) => pointAt(minute, 156).join(" "));
  return `M${start}A156 156 0 0 ${way > 0 ? 1 : 0} ${end}M${head[0]}L${end}L${head[1]}`;
}
const ARROWS = arrow(38.5, 42.5) + arrow(21.5, 17.5);
/** At the top stands the stalk. */
const NUMBERS = Array.from({ length: 11 }, (_, i) => (i + 1) * 5);

/** At rest: two arrows on the plate, and between them what they are for; "" for somebody who knows. */
export const Lettering = (props: { text: string }): JSX.Element => (
  <g class={style["lettering"]}>
    <path d={ARROWS} />
    <path id="turn-arc" class={style["arc"]} d="M37 200A163 163 0 0 0 363 200" />
    <text>
      <textPath href="#turn-arc" startOffset="50%">
        {props.text}
      </textPath>
    </text>
  </g>
);

/** While it is turned: the dial of an hour. From an hour on the part before is paler. */
export const Dial = (props: { seconds: number }): JSX.Element => {
  const minutes = (): number => props.seconds / 60;
  const lap = (): number => (minutes() > 60 ? minutes() % 60 || 60 : minutes());
  return (
    <>
      <Show when={minutes() > 60}>
        <circle class={style["before"]} cx="200" cy="200" r="156" />
      </Show>
      <circle
        class={style["wedge"]}
        cx="200"
        cy="200"
        r="156"
        pathLength="60"
        stroke-dasharray={`${lap()} 60`}
      />
      <For each={NUMBERS}>
        {(number) => {
          const [x, y] = pointAt(number, 156);
          return (
            <text class={style["number"]} x={x} y={y} dy=".36em">
              {number}
            </text>
          );
        }}
      </For>
    </>
  );
};

/** The same in figures, where the tomato has them when the work has begun. */
export const Figures = (props: { seconds: number }): JSX.Element => {
  const text = (): string => clockText(props.seconds);
  const size = (): number => timeSize(text(), 72);
  return (
    <>
      <text class="t-message" x="200" y="208" font-size="42">
        {firstWords.messages[WORK]}
      </text>
      <text class="t-time" x={cells(text(), size())} y="278" font-size={String(size())}>
        {text()}
      </text>
    </>
  );
};

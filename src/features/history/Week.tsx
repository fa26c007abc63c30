/** This week: one bar for each day. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { barsOf } from "./bars";
import type { Bar } from "./bars";
import type { Day } from "./days";
import type { Formats } from "./format";
import { sumOf, tallyOn } from "./tally";
import type { Days } from "./tally";
import { Picture } from "./Picture";
import { dayTable, summaryOf } from "./texts";
import { words } from "./words";

/** The y of the foot of the bars, and the height of the highest possible bar, in px. */
const FOOT = 132;
const HIGHEST = 100;
/** The radius of a bar's corners, in px; a low bar has smaller ones, so that it is no ellipse. */
const ROUND = 10;
/** The width of a bar, in % of the drawing. */
const WIDTH = 9;

export function Week(props: {
  week: readonly Day[];
  days: Days;
  now: number;
  formats: Formats;
}): JSX.Element {
  const summary = (): string =>
    summaryOf(sumOf(props.week.map((day) => tallyOn(props.days, day))), props.formats);

  const column = ({ day, tally, at, ...shares }: Bar): JSX.Element => {
    const [x, left, width] = [`${at * 100}%`, `${at * 100 - WIDTH / 2}%`, `${WIDTH}%`];
    const [done, part] = [shares.done * HIGHEST, shares.part * HIGHEST];
    const [top, partTop] = [FOOT - done, FOOT - done - part];
    const today = day.start <= props.now && props.now < day.end;
    return (
      <g>
        <rect class="h-part" fill="url(#hatch)" x={left} width={width} y={partTop} height={part} rx="3" />
        <rect class="h-done" x={left} width={width} y={top} height={done} rx={Math.min(ROUND, done / 2)} />
        <use href={tally.done > 0 ? "#leaf" : ""} x={x} y={top} />
        <text class="h-value" x={x} y={partTop - 8}>
          {tally.done > 0 ? props.formats.number(tally.done) : ""}
        </text>
        <text class={today ? "h-value" : undefined} x={x} y={FOOT + 20}>
          {props.formats.weekday(day.start)}
        </text>
      </g>
    );
  };
  return (
    <Picture
      title={words.week}
      summary={summary()}
      tableName={words.asTable.week}
      table={() => {
        const past = props.week.filter(({ start }) => start <= props.now);
        return dayTable(past, props.days, props.formats);
      }}
    >
      <div translate="no">
        <svg class="h-week" role="img" aria-label={`${words.week}: ${summary()}`}>
          <For each={barsOf(props.week, props.days)}>{(bar) => column(bar)}</For>
          <rect width="100%" y={FOOT} height="2" />
        </svg>
      </div>
    </Picture>
  );
}

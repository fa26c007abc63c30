/**
 * All days, quarter by quarter: weeks are columns, and a day is the riper the more was worked. Time runs from left to
 * right and on from row to row, as in a text, in a window of every size.
 */
import { createMemo, createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { dayAt, dayOf } from "./days";
import type { Day } from "./days";
import type { Formats } from "./format";
import {
  CELL,
  cornerOf,
  dayUnder,
  fruitOf,
  LAYERS,
  layersOf,
  monthsIn,
  QUARTER,
  quartersSince,
  quartersUntil,
  RIPE_HOURS,
} from "./heat";
import { forgetPress } from "../../device/presses";
import type { Weeks } from "./heat";
import { sumOf, tallyOn } from "./tally";
import type { Days } from "./tally";
import ui from "../../ui/ui.module.css";
import { Legend } from "./Legend";
import { Picture } from "./Picture";
import { dayTable, summaryOf } from "./texts";
import { words } from "./words";
import "./year.css";

/** How many quarters are shown at first, and how many more each time. */
const STEP = 2;

/** The signs of the legend: the kinds of days, from the hollow one on. */
const SIGNS = LAYERS.slice(1, -1).map((kind, i) => {
  const { fruit, leaf } = fruitOf(i + 1, 6, 6);
  return {
    kind,
    shape: fruit,
    leaf,
    text: (hours: (n: number) => string): string =>
      i === 0 ? words.head.part : i === 1 ? words.upTo(hours(1)) : words.from(hours(RIPE_HOURS[i - 1] ?? 0)),
  };
});

interface Props {
  days: Days;
  now: number;
  formats: Formats;
}

/** `first`: the weekday that weeks begin with. */
export function Year(props: Props & { first: number }): JSX.Element {
  /** How many quarters the person wants to see. */
  const [limit, setLimit] = createSignal(STEP);
  const [picked, setPicked] = createSignal<Day | null>(null);
  /** The days with work, the newest first. */
  const worked = createMemo(() => [...props.days.keys()].map(dayOf).reverse());
  const available = createMemo(() =>
    quartersSince(worked().at(-1)?.start ?? props.now, props.now, props.first),
  );
  const shown = (): number => Math.min(limit(), available());
  const quarters = createMemo(() => quartersUntil(props.now, props.first, shown()));
  const textOf = (some: readonly Day[]): string =>
    summaryOf(sumOf(some.map((day) => tallyOn(props.days, day))), props.formats);
  const hours = (n: number): string => props.formats.duration(n * 3600);
  return (
    <Picture
      title={words.year}
      summary={textOf(worked())}
      tableName={words.asTable.year}
      table={() => dayTable(worked(), props.days, props.formats)}
    >
      <div>
        <p class="h-said" aria-hidden="true">
          <Show when={picked()} fallback={words.pick}>
            {(day) => (
              <>
                <strong>{props.formats.longDay(day().start)}</strong>{" "}
                {day().key < dayAt(props.now).key && !props.days.has(day().key)
                  ? words.none
                  : textOf([day()])}
              </>
            )}
          </Show>
        </p>
        {/* Above the map, where the earlier days come. */}
        <Show when={available() > STEP}>
          <button
            type="button"
            class={ui["button"]}
            onClick={() => setLimit(shown() < available() ? limit() + STEP : STEP)}
          >
            {shown() < available() ? words.earlier : words.newest}
          </button>
        </Show>
        <div role="img" aria-label={`${words.year}: ${textOf(worked())}`} class="h-year">
          <For each={quarters()}>
            {(weeks, i) => (
              <Quarter
                weeks={weeks}
                isFirst={i() === 0}
                days={props.days}
                now={props.now}
                formats={props.formats}
                picked={picked()}
                onPick={setPicked}
              />
            )}
          </For>
        </div>
      </div>
      <Legend kind="year" signs={SIGNS.map(({ text, ...sign }) => ({ ...sign, text: text(hours) }))} />
    </Picture>
  );
}

/** `isFirst`: it is the oldest one that is shown. */
function Quarter(
  props: Props & { weeks: Weeks; isFirst: boolean; picked: Day | null; onPick: (day: Day | null) => void },
): JSX.Element {
  const corner = (): ReturnType<typeof cornerOf> =>
    props.picked === null ? null : cornerOf(props.weeks, props.picked);
  function pick(event: PointerEvent & { currentTarget: SVGSVGElement }): void {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    props.onPick(dayUnder(props.weeks, x, y, props.now));
  }
  return (
    <div translate="no">
      <svg class="h-months">
        <For each={monthsIn(props.weeks, props.isFirst, props.now)}>
          {({ column, ms }) => {
            const last = column > props.weeks.length - 3;
            const x = `${(last ? 1 : column / props.weeks.length) * 100}%`;
            return (
              <text data-at={last ? 1 : 0} x={x} y="12">
                {props.formats.month(ms)}
              </text>
            );
          }}
        </For>
      </svg>
      <div>
        <For each={props.weeks[0]}>{(day) => <span>{props.formats.letter(day.start)}</span>}</For>
      </div>
      <svg
        viewBox={`0 0 ${QUARTER * CELL} ${7 * CELL}`}
        onPointerDown={pick}
        onPointerMove={pick}
        onPointerUp={forgetPress}
      >
        <For each={layersOf(props.weeks, props.days, props.now)}>
          {({ kind, path }) => <path class={`h-${kind}`} d={path} />}
        </For>
        <Show when={corner()}>
          {(at) => <rect class="h-picked" x={at().x} y={at().y} width={CELL} height={CELL} rx="2.500" />}
        </Show>
      </svg>
    </div>
  );
}

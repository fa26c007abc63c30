/** A year of days: weeks are columns, and a day ripens from green to red with the hours worked in it. */
import { createMemo, createSignal, For } from "solid-js";
import type { JSX } from "solid-js";
import type { Day } from "../../history/days";
import type { Formats } from "../../history/format";
import { CELL, dayUnder, fruitOf, HALF, LAYERS, layersOf, monthsIn, RIPE_HOURS } from "../../history/heat";
import type { Weeks } from "../../history/heat";
import { sumOf, tallyOn } from "../../history/tally";
import type { Days } from "../../history/tally";
import { historyWords as words } from "../../i18n/historyWords";
import { Key } from "./Key";
import { Picture } from "./Picture";
import { dayTable, summaryOf } from "./texts";

interface Props {
  weeks: Weeks;
  days: Days;
  now: number;
  formats: Formats;
}

/** What the kinds of days mean, from the hollow one on. */
const KEY = LAYERS.slice(1, -1).map((kind, i) => {
  const { fruit, leaf } = fruitOf(i + 1, 6, 6);
  return {
    kind,
    shape: fruit,
    leaf,
    text: (hours: (n: number) => string): string =>
      i === 0 ? words.head.part : i === 1 ? words.upTo(hours(1)) : words.from(hours(RIPE_HOURS[i - 1] ?? 0)),
  };
});

export function Year(props: Props): JSX.Element {
  const [picked, setPicked] = createSignal<Day | null>(null);
  const worked = createMemo(() =>
    props.weeks
      .flat()
      .filter(({ key }) => props.days.has(key))
      .reverse(),
  );
  const textOf = (some: readonly Day[]): string =>
    summaryOf(sumOf(some.map((day) => tallyOn(props.days, day))), props.formats);
  const said = (): string => {
    const day = picked();
    return day === null ? words.pick : `${props.formats.longDay(day.start)}: ${textOf([day])}`;
  };
  const hours = (n: number): string => props.formats.duration(n * 3600);
  return (
    <Picture
      title={words.year}
      summary={textOf(worked())}
      tableName={words.asTable.year}
      table={() => dayTable(worked(), props.days, props.formats)}
    >
      <div role="img" aria-label={`${words.year}: ${textOf(worked())}`} class="h-year">
        <For each={[props.weeks.slice(0, HALF), props.weeks.slice(HALF)]}>
          {(weeks) => (
            <HalfYear
              weeks={weeks}
              days={props.days}
              now={props.now}
              formats={props.formats}
              picked={picked()}
              onPick={setPicked}
            />
          )}
        </For>
      </div>
      <p aria-hidden="true">{said()}</p>
      <Key signs={KEY.map(({ text, ...sign }) => ({ ...sign, text: text(hours) }))} />
    </Picture>
  );
}

function HalfYear(props: Props & { picked: Day | null; onPick: (day: Day | null) => void }): JSX.Element {
  const [place, setPlace] = createSignal<ReturnType<typeof dayUnder>>(null);
  const shown = (): ReturnType<typeof dayUnder> => (place()?.day === props.picked ? place() : null);
  function pick(event: PointerEvent & { currentTarget: SVGSVGElement }): void {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    setPlace(dayUnder(props.weeks, x, y, props.now));
    props.onPick(place()?.day ?? null);
  }
  return (
    <div>
      <svg class="h-months">
        <For each={monthsIn(props.weeks)}>
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
        <For each={props.weeks[0]}>{(day) => <span>{props.formats.weekday(day.start)}</span>}</For>
      </div>
      <svg viewBox={`0 0 ${HALF * CELL} ${7 * CELL}`} onPointerDown={pick} onPointerMove={pick}>
        <For each={layersOf(props.weeks, props.days, props.now)}>
          {({ kind, path }) => <path class={`h-${kind}`} d={path} />}
        </For>
        <For each={shown() === null ? [] : [shown()]}>
          {(at) => <rect class="h-picked" x={at?.x} y={at?.y} width={CELL} height={CELL} rx="3" />}
        </For>
      </svg>
    </div>
  );
}

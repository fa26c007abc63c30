/** Today as a line of 24 hours with its work periods. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import type { Day } from "./days";
import type { Formats } from "./format";
import type { HistoryRecord } from "../../../party/shared/historyWire";
import type { Tally } from "./tally";
import { halvesOf, marksIn, piecesIn, ticksIn } from "./timeline";
import type { Piece, Tick } from "./timeline";
import { words } from "./words";
import { Legend } from "./Legend";
import { Picture } from "./Picture";
import { summaryOf } from "./texts";
import type { Table } from "./texts";

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;

export function Today(props: {
  day: Day;
  /** Those that ended today. */
  records: readonly HistoryRecord[];
  tally: Tally;
  now: number;
  formats: Formats;
}): JSX.Element {
  const summary = (): string => summaryOf(props.tally, props.formats);
  const table = (): Table => [
    [words.head.time, words.head.worked, words.head.how, words.head.people],
    ...props.records.map(({ started_at, ended_at, worked, how, people }) => [
      props.formats.range(started_at, ended_at),
      props.formats.duration(worked),
      how in words.how ? words.how[how] : how, // another how is of a later server
      props.formats.number(people),
    ]),
  ];
  const tick = ({ at, ms }: Tick): JSX.Element => {
    const x = percent(at);
    return (
      <>
        <rect x={x} width="1.500" y="36" height="5" />
        <text data-at={at} x={x} y="56">
          {props.formats.hour(ms)}
        </text>
      </>
    );
  };
  return (
    <Picture title={words.today} summary={summary()} tableName={words.asTable.today} table={table}>
      <div class="h-day" translate="no" role="img" aria-label={`${words.today}: ${summary()}`}>
        <For each={halvesOf(props.day)}>
          {(half) => (
            <svg>
              <rect width="100%" y="35" height="2" />
              <For each={ticksIn(half)}>{tick}</For>
              <For each={piecesIn(half, props.records)}>{piece}</For>
              <For each={marksIn(half, props.now)}>{(at) => <use href="#now" x={percent(at)} />}</For>
            </svg>
          )}
        </For>
      </div>
      <Legend
        signs={[
          { kind: "done", shape: "M2 0h8v12h-8Z", text: words.head.done },
          { kind: "part", shape: "M1 4h10v8h-10Z", text: words.head.part },
        ]}
      />
    </Picture>
  );
}

/** The vine is as long as the period with its pauses. The fruit is as wide as the time worked, hatched if unfinished. */
function piece({ start, inkStart, end, done }: Piece): JSX.Element {
  const [x, width, inkX, ink] = [start, end - start, inkStart, end - inkStart].map(percent);
  const top = done ? 12 : 22;
  return (
    <g data-piece>
      <rect class="h-vine" x={x} width={width} y="32" height="4" />
      <rect
        class={done ? "h-done" : "h-part"}
        fill="url(#hatch)"
        x={inkX}
        width={ink}
        y={top}
        height={36 - top}
        rx="4"
      />
      <use href={done ? "#leaf" : ""} x={percent((inkStart + end) / 2)} y={top} />
    </g>
  );
}

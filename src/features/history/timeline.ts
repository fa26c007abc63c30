/** The time line of a day. Positions are relative to a stretch of time: 0 at its beginning, 1 at its end. PURE. */
import { noonOf } from "./days";
import type { Day } from "./days";
import type { HistoryRecord } from "../../../party/shared/historyWire";
import { isDone } from "./tally";

export interface Stretch {
  readonly from: number;
  readonly to: number;
}
/** A work period. From `inkStart` to `end` it is filled: that length stands for the time worked. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly inkStart: number;
  readonly done: boolean;
}
export interface Tick {
  readonly at: number;
  readonly ms: number;
}

/** The two lines of a day: until noon, and from noon on. */
export const halvesOf = (day: Day): [Stretch, Stretch] => [
  { from: day.start, to: noonOf(day) },
  { from: noonOf(day), to: day.end },
];

const positionIn = ({ from, to }: Stretch, ms: number): number => (ms - from) / (to - from);
const clamp = (position: number): number => Math.min(1, Math.max(0, position));

/** The position of a moment; empty where it is outside of the stretch. */
export const marksIn = (stretch: Stretch, ms: number): number[] =>
  ms >= stretch.from && ms < stretch.to ? [positionIn(stretch, ms)] : [];

/** The least width of a period, relative to half a day: two pixels on a phone. */
const MIN_WIDTH = 0.006;

export const piecesIn = (stretch: Stretch, records: readonly HistoryRecord[]): Piece[] =>
  records
    .filter(({ started_at, ended_at }) => started_at < stretch.to && ended_at > stretch.from)
    .map((record) => {
      const { started_at, ended_at, worked } = record;
      const minWidth = ended_at > stretch.to ? 0 : MIN_WIDTH; // a period over noon is visible in the other half
      const end = clamp(positionIn(stretch, ended_at));
      const inkStart = positionIn(stretch, Math.max(started_at, ended_at - worked * 1000));
      return {
        start: clamp(positionIn(stretch, started_at)),
        end,
        inkStart: Math.min(clamp(inkStart), Math.max(0, end - minWidth)),
        done: isDone(record),
      };
    });

/** Every third hour in local time, also on days on which the clocks change. */
export function ticksIn(stretch: Stretch): Tick[] {
  const ticks: Tick[] = [];
  const first = new Date(stretch.from);
  for (let hour = 0; hour <= 24; hour += 3) {
    const ms = new Date(first.getFullYear(), first.getMonth(), first.getDate(), hour).getTime();
    if (ms >= stretch.from && ms <= stretch.to) ticks.push({ at: positionIn(stretch, ms), ms });
  }
  return ticks;
}

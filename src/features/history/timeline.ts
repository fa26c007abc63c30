/** Where the work of a day lies on its time line. Shares of a stretch of time, 0 at its beginning, 1 at its end. PURE. */
import { noonOf } from "./days";
import type { Day } from "./days";
import type { HistoryRecord } from "./records";
import { isDone } from "./tally";

export interface Stretch {
  readonly from: number;
  readonly to: number;
}
/** A work period: from its beginning to its end, and as much ink before its end as there was work in it. */
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

/** Until noon and from noon on: beside each other, or below each other on a phone. */
export const halvesOf = (day: Day): [Stretch, Stretch] => [
  { from: day.start, to: noonOf(day) },
  { from: noonOf(day), to: day.end },
];

const shareIn = ({ from, to }: Stretch, ms: number): number => (ms - from) / (to - from);
const held = (share: number): number => Math.min(1, Math.max(0, share));

/** Empty: not within it. */
export const marksIn = (stretch: Stretch, ms: number): number[] =>
  ms >= stretch.from && ms < stretch.to ? [shareIn(stretch, ms)] : [];

/** The shortest period is drawn so wide, as a share of half a day: on a phone two pixels. */
const LEAST = 0.006;

export const piecesIn = (stretch: Stretch, records: readonly HistoryRecord[]): Piece[] =>
  records
    .filter(({ started_at, ended_at }) => started_at < stretch.to && ended_at > stretch.from)
    .map((record) => {
      const { started_at, ended_at, worked } = record;
      const least = ended_at > stretch.to ? 0 : LEAST; // where it goes on, it is drawn on the other side
      const end = held(shareIn(stretch, ended_at));
      const inkStart = shareIn(stretch, Math.max(started_at, ended_at - worked * 1000));
      return {
        start: held(shareIn(stretch, started_at)),
        end,
        inkStart: Math.min(held(inkStart), Math.max(0, end - least)),
        done: isDone(record),
      };
    });

/** Every third hour of the clock on the wall, also where it was put forward or back. */
export function ticksIn(stretch: Stretch): Tick[] {
  const ticks: Tick[] = [];
  const first = new Date(stretch.from);
  for (let hour = 0; hour <= 24; hour += 3) {
    const ms = new Date(first.getFullYear(), first.getMonth(), first.getDate(), hour).getTime();
    if (ms >= stretch.from && ms <= stretch.to) ticks.push({ at: shareIn(stretch, ms), ms });
  }
  return ticks;
}

/** The vine of a day: each finished tomato hangs on it, and those of a set become ripe together. PURE. */
import { finishedIn } from "../../../../party/shared/layout";
import type { RoomView } from "../../../../party/shared/codec";
import { IDLE, LONG_BREAK } from "../../../../party/shared/pomodoro";
import type { HistoryRecord } from "../../../../party/shared/historyWire";
import type { LogEntry } from "../../../room/workLog";

export interface Fruit {
  /** When it was finished, epoch ms. */
  readonly at: number;
  readonly ripe: boolean;
}

/** How many of the newest steps belong to the set that is not over; none between two sets. */
export function unripeSteps(room: RoomView | null): number {
  if (room === null || room.phase.state === IDLE || room.phase.state === LONG_BREAK) return 0;
  return finishedIn(room);
}

/**
 * `records`: those of the day, the oldest first. `unripe`: how many of the newest steps of the set are not ripe; a step is
 * a work period that was finished or skipped, and only a finished one is a tomato.
 */
export function fruitsOf(records: readonly HistoryRecord[], unripe: number): Fruit[] {
  const steps = records.filter(({ how }) => how === "done" || how === "skipped");
  const firstUnripe = Math.max(0, steps.length - unripe);
  return steps.flatMap(({ how, ended_at }, i) =>
    how === "done" ? { at: ended_at, ripe: i < firstUnripe } : [],
  );
}

/** How many fruits fit on the left of the buttons at the foot of a desktop before they become smaller. */
const SIDE = 7;

/** The left part of the vine takes as many as fit. Where both parts are full, each takes half. */
export function halvesOf<T>(fruits: readonly T[]): [T[], T[]] {
  const left = Math.min(fruits.length, Math.max(SIDE, Math.ceil(fruits.length / 2)));
  return [fruits.slice(0, left), fruits.slice(left)];
}

/** A tomato that was finished, and what this device has worked on in it. */
export interface Finished {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  /** In s. */
  readonly worked: number;
  readonly texts: readonly string[];
}

/** Those that were finished, the oldest first. */
export const finishedOf = (records: readonly HistoryRecord[], log: readonly LogEntry[]): Finished[] =>
  records.flatMap(({ how, started_at: from, ended_at: to, worked }) => {
    if (how !== "done") return [];
    const own = log.filter((entry) => entry.from < to && entry.to > from);
    return { from, to, worked, texts: [...new Set(own.map(({ text }) => text))] };
  });

/**
 * The dial around the tomato: what its ring and its marks show. Its circles are `DIAL` long (`pathLength`), begin at the
 * top and run clockwise. The app draws with it, and the server fills the first picture of a page with it. PURE.
 */
import type { RoomView } from "./codec";
import { leftMs, progressOf, totalMs } from "./countdown";
import { isAlarm, LONG_BREAK } from "./pomodoro";
import type { Phase } from "./pomodoro";
import { DEFAULT_SETTINGS } from "./settings";

/** The length of a circle, in the units of the dash patterns. */
export const DIAL = 60;
/** The last minute, which the ring counts in pieces of 5 s. */
const LAST_MS = 60_000;
/** A set start, which the ring counts in pieces of 5 min: a whole ring is an hour or more. */
const HOUR_MS = 60 * 60_000;

/**
 * What the ring shows, and the attribute `data-timed`. `true`: the share of its time that a period has left. `last`: the
 * last minute, as beads. `start`: a set start, as strokes. `over`: an alarm waits for a press, and the ring is a flower.
 */
export type Timed = "false" | "true" | "last" | "start" | "over";
export interface Ring {
  readonly timed: Timed;
  readonly dash: string;
}

/** As many of twelve pieces as there is time left of `whole`, each so long. */
const pieces = (left: number, whole: number, long: number): string =>
  `${long} ${5 - long} `.repeat(Math.min(12, Math.ceil((12 * left) / whole))) + "0 60";

/** Whether an alarm or a long break that has rung waits for a press. */
const isOver = (phase: Phase): boolean => isAlarm(phase) || (phase.state === LONG_BREAK && phase.over);

/** `now`: epoch ms on the server's clock. */
export function ringOf(room: RoomView | null, now: number): Ring {
  const left = room && leftMs(room, now);
  if (room === null || left === null)
    return room && isOver(room.phase)
      ? { timed: "over", dash: "0.01 4.99" }
      : { timed: "false", dash: "0 60" };
  const progress = progressOf(room, now);
  if (progress === null) return { timed: "start", dash: pieces(left, HOUR_MS, 1) };
  return left > LAST_MS
    ? { timed: "true", dash: `${(DIAL * (1 - progress)).toFixed(3)} 60` }
    : { timed: "last", dash: pieces(left, LAST_MS, 0.01) };
}

/** The marks of the minutes, and the longer ones of each fifth; those of a long period stand for more. */
export function marksOf(room: RoomView | null): readonly [short: string, long: string] {
  const minutes =
    ((room && totalMs(room)) ?? (room?.settings ?? DEFAULT_SETTINGS).workDuration * 1000) / 60_000;
  const step = minutes > 360 ? 60 : minutes > 90 ? 5 : 1;
  const each = (steps: number, wide: number): string =>
    `${wide} ${Math.max(0, (DIAL * step * steps) / minutes - wide).toFixed(3)}`;
  return [each(1, 0.2), each(step > 1 ? 6 : 5, 0.5)];
}

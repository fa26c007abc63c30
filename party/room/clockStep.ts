/**
 * What a step of the server's wall clock does to a room. PURE; moments are epoch ms, lengths are ms.
 *
 * Forward (the clock was behind, or the machine slept), the moments of the room hold: a deadline that has passed has
 * passed. Backward, the moments that were written before the step lie too far in the future by its size, so they move
 * with the clock: of a period with five minutes left, five minutes are left. A set start is a time of day that people
 * have agreed on, so it holds.
 */
import type { ClockStep } from "../shared/clockStep";
import { MAX_START_MS } from "../shared/moreActions";
import { startsAt } from "../shared/pomodoro";
import type { Phase, Pomodoro } from "../shared/pomodoro";
import type { WorkRecord } from "./history";
import type { StoredRoom } from "./storage";

/** Clocks are adjusted by some ms all the time; in ms. */
const TOLERANCE_MS = 1000;

/** How far the clock was set back at least, where it shows `now` and has shown `seenAt`; 0: not. */
export const setBackMs = (seenAt: number, now: number): number =>
  seenAt - now > TOLERANCE_MS ? seenAt - now : 0;

/** How far the moments of a room that changed at `changedAt` have to move for this step; 0 or negative. */
export function moveFor({ byMs, since, at }: ClockStep, changedAt: number, now: number): number {
  // What was changed after the step is on the new clock already.
  const isOlder = changedAt < since || (changedAt >= at && changedAt <= now);
  return isOlder ? 0 : Math.min(0, byMs);
}

/** The room with its moments moved. `canUndo`: whether it is known exactly how far, so that an undo keeps its limit. */
export function moveRoom(room: StoredRoom, byMs: number, now: number, canUndo: boolean): StoredRoom {
  const { markedAt: _mark, pomodoro, history, ...rest } = room;
  return {
    ...rest,
    pomodoro: movePomodoro(pomodoro, byMs, now, canUndo),
    changedAt: Math.min(room.changedAt + byMs, now),
    history: {
      ...history,
      open: moveRecord(history.open, byMs),
      undo: history.undo && { ...history.undo, open: moveRecord(history.undo.open, byMs) },
    },
  };
}

function movePomodoro(pomodoro: Pomodoro, byMs: number, now: number, canUndo: boolean): Pomodoro {
  const { undo } = pomodoro;
  return {
    ...pomodoro,
    phase: movePhase(pomodoro.phase, byMs, now),
    undo:
      undo && canUndo
        ? {
            until: undo.until + byMs,
            before: { ...undo.before, phase: movePhase(undo.before.phase, byMs, now) },
          }
        : null,
  };
}

/** The fields of a phase that are moments, besides a set start. */
const MOMENTS: ReadonlySet<string> = new Set(["startedAt", "endsAt", "continuesAt", "ringsAt", "rangAt"]);

function movePhase(phase: Phase, byMs: number, now: number): Phase {
  // A start that is farther ahead than one may be was set on a clock that was wrong by days.
  const at = startsAt(phase);
  const startHolds = at === undefined || at <= now + MAX_START_MS;
  const isMoved = (name: string): boolean => MOMENTS.has(name) || (name === "startsAt" && !startHolds);
  const fields = Object.entries(phase).map(([name, value]): [string, unknown] => [
    name,
    isMoved(name) && typeof value === "number" ? value + byMs : value,
  ]);
  return Object.fromEntries(fields) as unknown as Phase;
}

const moveRecord = (record: WorkRecord | null, byMs: number): WorkRecord | null =>
  record && { ...record, startedAt: record.startedAt + byMs, endedAt: record.endedAt + byMs };

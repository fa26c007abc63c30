/**
 * What the room has done: each ended work period is one record. PURE: reads the machine's events, and says which
 * records are to be written. There are no names in a record, since watchers may read it.
 *
 * Moments are epoch milliseconds on the server's clock and end in `At`, lengths in milliseconds end in `Ms`.
 */
import * as v from "valibot";
import { WORK_ENDS } from "../shared/historyWire";
import { MAX_RECORDS } from "../shared/limits";
import { BREAK_ALARM, WORK } from "../shared/pomodoro";
import type { PomodoroEvent } from "../shared/pomodoro";
import type { Item } from "../shared/team";

const at = v.number();
/**
 * An ended work period, as it is stored. Records are never rewritten, so a field that is added later must be
 * `v.optional(schema, what it was before)`: then the records of before stay readable.
 */
export const WorkRecordSchema = v.object({
  startedAt: at,
  endedAt: at,
  /** Extensions included. */
  plannedMs: v.number(),
  /** The rest until `endedAt` was held, or rang until it was extended. */
  workedMs: v.number(),
  how: v.picklist(WORK_ENDS),
  /** How many people were connected when it ended. */
  people: v.number(),
  /** How many items of the list were ticked during it, or while its alarm rang. */
  listDone: v.optional(v.number(), 0),
});
export type WorkRecord = Readonly<v.InferOutput<typeof WorkRecordSchema>>;

/** Where the records end. */
export interface Mark {
  /** The number of the next record. */
  readonly next: number;
  /**
   * The work that an extension may continue: while its alarm rings, it is the newest record; once it is continued, it
   * is no record until it ends again.
   */
  readonly open: WorkRecord | null;
  /** How many items were ticked in the current work since it began or was continued. */
  readonly ticked: number;
}
/** What the room keeps of the records beside the pomodoro. */
export interface HistoryLog extends Mark {
  /** What an undo restores; null where there is nothing to undo. */
  readonly undo: Mark | null;
}
export const NO_HISTORY: HistoryLog = { next: 0, open: null, ticked: 0, undo: null };

/** By their numbers: the records to put, and those to delete (null). */
export type RecordWrites = ReadonlyMap<number, WorkRecord | null>;

/** What the events of one change make of the records; `people`: how many are connected. */
export function recordEvents(
  log: HistoryLog,
  events: readonly PomodoroEvent[],
  people: number,
): { readonly log: HistoryLog; readonly writes: RecordWrites } {
  const writes = new Map<number, WorkRecord | null>();
  let { next, open, ticked, undo } = log;
  let hasActed = false;
  for (const event of events) {
    // What happened by time cannot be undone, and neither can what came before it.
    if (!hasActed && event.type !== "refused") undo = event.type === "acted" ? undo : null;
    switch (event.type) {
      case "acted":
        hasActed = true;
        if (event.did === "undone") {
          restore(undo ?? { next, open: null, ticked: 0 });
          undo = null;
        } else {
          undo = { next, open, ticked };
        }
        break;
      case "started":
        open = null;
        ticked = 0;
        break;
      case "listed":
        tick(event);
        break;
      case "workEnded":
        end(event);
        break;
      case "workContinued":
        if (open !== null) writes.set(--next, null);
    }
  }
  return { log: { next, open, ticked, undo }, writes };

  /** An undone change has made one record, or has changed or continued the open one, or none of these. */
  function restore(before: Mark): void {
    if (next < before.next) writes.set(next++, before.open);
    else if (next === before.next && open !== null && open.listDone !== before.open?.listDone) {
      writes.set(next - 1, before.open);
    }
    while (next > before.next) writes.set(--next, null);
    ({ open, ticked } = before);
  }

  /** What is ticked while the alarm rings was done in the work before it. */
  function tick({ state, before, after }: Extract<PomodoroEvent, { type: "listed" }>): void {
    const count = ticksIn(before, after);
    if (state === WORK) ticked += count;
    if (state !== BREAK_ALARM || open === null || count === 0) return;
    open = { ...open, listDone: Math.max(0, open.listDone + count) };
    writes.set(next - 1, open);
  }

  /** One record more is kept than is told, for an undo that takes the newest away. */
  function end({ at, how, ...work }: Extract<PomodoroEvent, { type: "workEnded" }>): void {
    const before = open;
    const workedBeforeMs = before?.workedMs ?? 0;
    const record: WorkRecord = {
      startedAt: before?.startedAt ?? work.startedAt,
      endedAt: Math.max(at, work.startedAt), // a clock may have been set back
      plannedMs: workedBeforeMs + work.plannedMs,
      workedMs: workedBeforeMs + work.workedMs,
      how,
      people,
      listDone: Math.max(0, (before?.listDone ?? 0) + ticked),
    };
    ticked = 0;
    const number = next++;
    writes.set(number, record);
    if (number > MAX_RECORDS) writes.set(number - MAX_RECORDS - 1, null);
    open = how === "done" || how === "skipped" ? record : null; // those two lead to an alarm
  }
}

/** Nothing that was recorded comes back, not by an undo or an extension either. */
export const clearedLog = ({ next, ticked, undo }: HistoryLog): HistoryLog => ({
  next,
  open: null,
  ticked,
  undo: undo && { next, open: null, ticked: undo.ticked },
});

/** How many items were ticked from one list to the next; those that were opened again are subtracted. */
const ticksIn = (before: readonly Item[], after: readonly Item[]): number =>
  after.reduce((sum, { id, done }) => {
    const wasDone = before.some((item) => item.id === id && item.done);
    return sum + Number(done) - Number(wasDone);
  }, 0);

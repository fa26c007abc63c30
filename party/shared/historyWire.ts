/** A room's history on the wire. Moments are epoch milliseconds on the server's clock, lengths are whole seconds. */
import * as v from "valibot";
import { MAX_RECORDS } from "./limits";

/** The last moment that a Date can be, epoch ms. */
const LAST_MOMENT = 8.64e15;
const moment = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LAST_MOMENT));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How a work period ended: its time was over, or by an action. */
export const WORK_ENDS = ["done", "skipped", "reset", "setup"] as const;

export const HistoryRecordSchema = v.object({
  started_at: moment,
  ended_at: moment,
  /** Extensions included. */
  planned: count,
  worked: count,
  /** Held, or ringing until it was extended. */
  paused: count,
  how: v.picklist(WORK_ENDS),
  /** How many people were connected when it ended. */
  people: count,
  /** How many items of the list were ticked during it, or while its alarm rang. */
  list_done: v.optional(count, 0),
});
/** The oldest first. */
export const HistorySchema = v.object({
  records: v.pipe(v.array(HistoryRecordSchema), v.maxLength(MAX_RECORDS)),
});

export type HistoryRecord = v.InferOutput<typeof HistoryRecordSchema>;
export type HistoryAnswer = v.InferOutput<typeof HistorySchema>;

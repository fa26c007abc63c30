/** Parses the room's answer to a request for its history. PURE. */
import * as v from "valibot";

/** The last moment that a Date can represent, epoch ms. */
const LAST_MS = 8.64e15;
const whole = v.pipe(
  v.number(),
  v.check((n) => Number.isInteger(n) && n >= 0 && n <= LAST_MS),
);

const HistorySchema = v.object({
  records: v.array(
    v.pipe(
      v.object({
        /** Epoch ms, server clock. */
        started_at: whole,
        ended_at: whole,
        /** Seconds. */
        planned: whole,
        worked: whole,
        paused: whole,
        how: v.picklist(["done", "skipped", "reset", "setup"]),
        /** The number of people who were connected. */
        people: whole,
      }),
      v.check(({ started_at, ended_at }) => started_at <= ended_at),
    ),
  ),
});
export type HistoryRecord = v.InferOutput<typeof HistorySchema>["records"][number];

/** A room stores at most this many records, and deletes the oldest first. */
export const MAX_RECORDS = 2000;

/** The records, the oldest first; null if the answer is not valid. */
export function parseHistory(answer: unknown): HistoryRecord[] | null {
  const parsed = v.safeParse(HistorySchema, answer);
  return parsed.success ? parsed.output.records.sort((a, b) => a.ended_at - b.ended_at) : null;
}

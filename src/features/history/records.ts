/** Parses the room's answer to a request for its history. PURE. */
import * as v from "valibot";
import { HistoryRecordSchema } from "../../../party/shared/historyWire";
import type { HistoryRecord } from "../../../party/shared/historyWire";

const RecordSchema = v.object({
  ...HistoryRecordSchema.entries,
  /** A later server may know more ways to end. Typed as those of today. */
  how: v.string() as unknown as v.GenericSchema<string, HistoryRecord["how"]>,
});
const AnswerSchema = v.object({
  records: v.array(
    v.pipe(
      RecordSchema,
      v.check(({ started_at, ended_at }) => started_at <= ended_at),
    ),
  ),
});

/** The records, the oldest first; null if the answer is not valid. */
export function parseHistory(answer: unknown): HistoryRecord[] | null {
  const parsed = v.safeParse(AnswerSchema, answer);
  return parsed.success ? parsed.output.records.sort((a, b) => a.ended_at - b.ended_at) : null;
}

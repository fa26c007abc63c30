/** Parses the room's answer to a request for its history. PURE. */
import * as v from "valibot";
import { HistoryRecordSchema } from "../../../party/shared/historyWire";
import type { HistoryRecord } from "../../../party/shared/historyWire";

const AnswerSchema = v.object({
  records: v.array(
    v.pipe(
      HistoryRecordSchema,
      v.check(({ started_at, ended_at }) => started_at <= ended_at),
    ),
  ),
});

/** The records, the oldest first; null if the answer is not valid. */
export function parseHistory(answer: unknown): HistoryRecord[] | null {
  const parsed = v.safeParse(AnswerSchema, answer);
  return parsed.success ? parsed.output.records.sort((a, b) => a.ended_at - b.ended_at) : null;
}

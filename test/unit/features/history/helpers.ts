/** Makes history records for tests. */
import type { HistoryRecord } from "../../../../party/shared/historyWire";

export const MINUTE = 60_000;
/** A work period that ended at this local time; `worked` and `paused` in minutes. */
export function ended(
  at: string,
  {
    how = "done",
    worked = 25,
    paused = 0,
  }: { how?: HistoryRecord["how"]; worked?: number; paused?: number } = {},
): HistoryRecord {
  const ended_at = new Date(at).getTime();
  return {
    started_at: ended_at - (worked + paused) * MINUTE,
    ended_at,
    planned: 1500,
    worked: worked * 60,
    paused: paused * 60,
    how,
    people: 1,
    list_done: 0,
  };
}

/** The records as they are answered: in JSON for programs, in CSV for spreadsheets. */
import * as v from "valibot";
import type { WorkRecord } from "../room/history";
import type { HistoryRecord } from "../shared/historyWire";

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1000));

export const toHistoryRecord = (work: WorkRecord): HistoryRecord => ({
  started_at: work.startedAt,
  ended_at: work.endedAt,
  planned: seconds(work.plannedMs),
  worked: seconds(work.workedMs),
  paused: seconds(work.endedAt - work.startedAt - work.workedMs),
  how: work.how,
  people: work.people,
  list_done: work.listDone,
});

const WRONG = "must be a moment in whole ms since 1970";
const moment = v.optional(
  v.pipe(
    v.string(WRONG),
    v.regex(/^\d{1,15}$/, WRONG),
    v.transform((digits) => Number(digits)),
  ),
);
/** Which records are asked for: those that ended at `from` or later, and before `to`. */
const SpanSchema = v.object({ from: moment, to: moment });
export type Span = v.InferOutput<typeof SpanSchema>;

/** The span in a query, or a text that says what is wrong with it. */
export function parseSpan(query: URLSearchParams): Span | string {
  const parsed = v.safeParse(SpanSchema, Object.fromEntries(query), { abortEarly: true });
  if (parsed.success) return parsed.output;
  return `${v.getDotPath(parsed.issues[0])}: ${parsed.issues[0].message}`;
}

export const isWithin = ({ endedAt }: WorkRecord, { from = 0, to = Infinity }: Span): boolean =>
  endedAt >= from && endedAt < to;

/** Spreadsheets do not know epoch ms: a moment is in UTC, in a form that LibreOffice reads as a moment by itself. */
const utc = (at: number): string => new Date(at).toISOString().slice(0, 19);

/** Each column's head, and its value in a row. */
const COLUMNS: readonly (readonly [head: string, valueOf: (record: HistoryRecord) => string | number])[] = [
  ["started_at_utc", ({ started_at }) => utc(started_at)],
  ["ended_at_utc", ({ ended_at }) => utc(ended_at)],
  ["planned_seconds", ({ planned }) => planned],
  ["worked_seconds", ({ worked }) => worked],
  ["paused_seconds", ({ paused }) => paused],
  ["how", ({ how }) => how],
  ["people", ({ people }) => people],
  ["list_done", ({ list_done }) => list_done],
];

/** The first row of the CSV. */
export const CSV_HEAD = COLUMNS.map(([head]) => head).join(",");

/** RFC 4180. No field ever needs quotes. */
export function csvOf(records: readonly HistoryRecord[]): string {
  const rows = records.map((record) => COLUMNS.map(([, valueOf]) => valueOf(record)).join(","));
  return [CSV_HEAD, ...rows].map((row) => `${row}\r\n`).join("");
}

/** The records as they are told: in JSON for programs, in CSV for spreadsheets. */
import * as v from "valibot";
import type { How, Work } from "../room/history";

/** Moments are epoch milliseconds on the server's clock, lengths are whole seconds. */
export interface HistoryRecord {
  started_at: number;
  ended_at: number;
  planned: number;
  worked: number;
  /** Held, or ringing until it was extended. */
  paused: number;
  how: How;
  /** How many were connected when it ended. */
  people: number;
}
export interface HistoryAnswer {
  records: HistoryRecord[];
}

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1000));

export const recordOf = (work: Work): HistoryRecord => ({
  started_at: work.startedAt,
  ended_at: work.endedAt,
  planned: seconds(work.plannedMs),
  worked: seconds(work.workedMs),
  paused: seconds(work.endedAt - work.startedAt - work.workedMs),
  how: work.how,
  people: work.people,
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

/** The span in a query, or what is wrong with it. */
export function parseSpan(query: URLSearchParams): Span | string {
  const parsed = v.safeParse(SpanSchema, Object.fromEntries(query), { abortEarly: true });
  if (parsed.success) return parsed.output;
  return `${v.getDotPath(parsed.issues[0])}: ${parsed.issues[0].message}`;
}

export const isWithin = ({ endedAt }: Work, { from = 0, to = Infinity }: Span): boolean =>
  endedAt >= from && endedAt < to;

/** The first row. Spreadsheets know no epoch: moments are in UTC, in a form that LibreOffice takes for one unasked. */
const COLUMNS = [
  "started_at_utc",
  "ended_at_utc",
  "planned_seconds",
  "worked_seconds",
  "paused_seconds",
  "how",
  "people",
];
const utc = (at: number): string => new Date(at).toISOString().slice(0, 19);

/** RFC 4180. No field in here ever needs quotes. */
export function csvOf(records: readonly HistoryRecord[]): string {
  const rows = records.map(({ started_at, ended_at, planned, worked, paused, how, people }) =>
    [utc(started_at), utc(ended_at), planned, worked, paused, how, people].join(","),
  );
  return [COLUMNS.join(","), ...rows].map((row) => `${row}\r\n`).join("");
}

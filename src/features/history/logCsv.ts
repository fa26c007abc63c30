/** The log of this device as CSV (RFC 4180). PURE. */
import type { LogEntry } from "../../room/workLog";

/** A spreadsheet takes a text that begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

const quoted = (text: string): string => `"${text.replace(FORMULA, "'$&").replaceAll('"', '""')}"`;

export const logCsv = (entries: readonly LogEntry[]): string =>
  [
    "started_at,ended_at,text,done",
    ...entries.map(({ from, to, text, done }) =>
      [new Date(from).toISOString(), new Date(to).toISOString(), quoted(text), String(done)].join(","),
    ),
    "",
  ].join("\r\n");

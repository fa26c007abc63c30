/** Everything that a log of one room is checked for. PURE. */
import { explain } from "./explain";
import type { Explained } from "./explain";
import type { Entry, Log, Violation } from "./log";
import { checkOrder } from "./order";

export interface Checked extends Omit<Explained, "violation"> {
  readonly violations: readonly Violation[];
}

export function check(log: Log): Checked {
  const { violation, ...figures } = explain(log);
  return { ...figures, violations: [...checkOrder(log.entries), ...(violation === null ? [] : [violation])] };
}

/** What led to it: the shortest useful part of the log. */
export function excerpt({ entries, ends }: Log, { what, detail, index }: Violation, before = 25): string {
  const lines = entries.slice(Math.max(0, index - before), index + 3).map((entry) => `  ${lineOf(entry)}`);
  return `${what}: ${detail}\n  runs ended at ${ends.join(", ") || "-"}\n${lines.join("\n")}`;
}

function lineOf(entry: Entry): string {
  const head = `${entry.at} #${entry.session} ${entry.kind}`;
  switch (entry.kind) {
    case "heard": {
      const { type: _type, v: _v, message: _message, ...room } = entry.message;
      return `${head} ${JSON.stringify(room)}`;
    }
    case "sent":
      return `${head} ${entry.id} in run ${entry.run} by ${entry.by}: ${JSON.stringify(entry.message)}`;
    default:
      return `${head} ${JSON.stringify({ ...entry, at: undefined, session: undefined, kind: undefined })}`;
  }
}

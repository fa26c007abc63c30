/** All checks of the log of one room. PURE. */
import { checkOrder } from "./check-order";
import type { Entry, Log, Violation } from "./log";
import { checkAgainstModel } from "../model/check-run";
import { replay } from "./replay";
import type { ReplayResult } from "./replay";
import { groupByRev } from "./revisions";

export interface CheckResult extends Omit<ReplayResult, "violation" | "last"> {
  readonly violations: readonly Violation[];
}

/** The violations in the log, and its figures. `maxTried`: see `advance`. */
export function checkLog(log: Log, maxTried?: number): CheckResult {
  const { violation, last, ...figures } = replay(log, maxTried);
  const found = violation ?? checkAgainstModel(groupByRev(log.entries).revisions, last);
  return { ...figures, violations: [...checkOrder(log.entries), ...(found === null ? [] : [found])] };
}

/**
 * The violation with the last requests and messages before it. A message that several clients received in turn is
 * listed once. `lines` is the maximum number of entries.
 */
export function formatViolation(
  { entries, ends }: Log,
  { what, detail, index }: Violation,
  lines = 25,
): string {
  const list: string[] = [];
  let previous = "";
  for (let i = Math.min(index + 2, entries.length - 1); i >= 0 && list.length < lines; i--) {
    const entry = entries[i];
    if (entry === undefined || (!isMessage(entry) && Math.abs(i - index) > 2)) continue;
    const text = textOf(entry);
    if (text === previous) continue;
    previous = text;
    list.unshift(`  ${entry.at} #${entry.session} ${entry.kind} ${text}`);
  }
  return `${what}: ${detail}\n  runs of the server ended at ${ends.join(", ") || "-"}\n${list.join("\n")}`;
}

const isMessage = ({ kind }: Entry): boolean => kind === "sent" || kind === "received" || kind === "refused";

function textOf(entry: Entry): string {
  switch (entry.kind) {
    case "received": {
      const { type: _type, v: _v, message: _message, ...room } = entry.message;
      return JSON.stringify(room);
    }
    case "sent":
      return `${entry.id} in run ${entry.run} by ${entry.by}: ${JSON.stringify(entry.message)}`;
    default:
      return JSON.stringify({ ...entry, at: undefined, session: undefined, kind: undefined });
  }
}

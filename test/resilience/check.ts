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

/** What led to it: the last deeds and words before it, each word once however many heard it. */
export function excerpt({ entries, ends }: Log, { what, detail, index }: Violation, lines = 25): string {
  const told: string[] = [];
  let shown = "";
  for (let i = Math.min(index + 2, entries.length - 1); i >= 0 && told.length < lines; i--) {
    const entry = entries[i];
    if (entry === undefined || (!isTelling(entry) && Math.abs(i - index) > 2)) continue;
    const text = textOf(entry);
    if (text === shown) continue;
    shown = text;
    told.unshift(`  ${entry.at} #${entry.session} ${entry.kind} ${text}`);
  }
  return `${what}: ${detail}\n  runs of the server ended at ${ends.join(", ") || "-"}\n${told.join("\n")}`;
}

const isTelling = ({ kind }: Entry): boolean => kind === "sent" || kind === "heard" || kind === "refused";

function textOf(entry: Entry): string {
  switch (entry.kind) {
    case "heard": {
      const { type: _type, v: _v, message: _message, ...room } = entry.message;
      return JSON.stringify(room);
    }
    case "sent":
      return `${entry.id} in run ${entry.run} by ${entry.by}: ${JSON.stringify(entry.message)}`;
    default:
      return JSON.stringify({ ...entry, at: undefined, session: undefined, kind: undefined });
  }
}

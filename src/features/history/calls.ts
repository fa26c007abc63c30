/** The room's history calls. */
import type { Link } from "../../room/link";
import { parseHistory } from "./records";
import type { HistoryRecord } from "./records";

/** `offline`: nobody answered. `failed`: the answer was a refusal, or none that we know. */
export type Trouble = "offline" | "failed";

/** Nobody waits longer than this for an answer, in ms. */
const PATIENCE_MS = 10_000;

const pathOf = (room: string): string => `/parties/main/${room}/history`;
export const csvAddress = (room: string): string => `${pathOf(room)}.csv`;

/** Everything that the room has kept. */
export async function fetchHistory(room: string): Promise<readonly HistoryRecord[] | Trouble> {
  const answer = await call(room);
  if (typeof answer === "string") return answer;
  try {
    return parseHistory(await answer.json()) ?? "failed";
  } catch {
    return "failed";
  }
}

/** Forgets it all, for everyone; null: done. */
export async function clearHistory({ room, key }: Link): Promise<Trouble | null> {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const answer = await call(room, { method: "DELETE", headers });
  return typeof answer === "string" ? answer : null;
}

async function call(room: string, init: RequestInit = {}): Promise<Response | Trouble> {
  try {
    const answer = await fetch(pathOf(room), { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? answer : "failed";
  } catch {
    return "offline";
  }
}

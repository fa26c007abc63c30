/** The HTTP requests about a room's history. */
import type { Link } from "../../room/link";
import { parseHistory } from "./records";
import type { HistoryRecord } from "../../../party/shared/historyWire";

/** `offline`: there was no answer. `failed`: the room refused, or the answer is not valid. */
export type HistoryError = "offline" | "failed";

/** How long a request may take, in ms. */
const TIMEOUT_MS = 10_000;

const pathOf = (room: string): string => `/parties/main/${room}/history`;
/** Where a browser can download the history. */
export const csvPath = (room: string): string => `${pathOf(room)}.csv`;

/** The records of the room that ended at or after `from`, epoch ms; without it all. Never rejects. */
export async function fetchHistory(
  room: string,
  from?: number,
): Promise<readonly HistoryRecord[] | HistoryError> {
  const response = await request(room, {}, from === undefined ? "" : `?from=${from}`);
  if (typeof response === "string") return response;
  try {
    return parseHistory(await response.json()) ?? "failed";
  } catch {
    return "failed";
  }
}

/** Deletes all records, for everyone. Resolves to null if it succeeded. Never rejects. */
export async function clearHistory({ room, key }: Link): Promise<HistoryError | null> {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  const response = await request(room, { method: "DELETE", headers });
  return typeof response === "string" ? response : null;
}

async function request(room: string, init: RequestInit = {}, search = ""): Promise<Response | HistoryError> {
  try {
    const response = await fetch(pathOf(room) + search, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return response.ok ? response : "failed";
  } catch {
    return "offline";
  }
}

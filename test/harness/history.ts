/** Requests to /parties/main/ROOM/history. */
import type { HistoryAnswer, HistoryRecord } from "../../party/shared/historyWire";
import { sendRequest } from "./http";
import type { HttpResponse, RequestOptions, PostOptions } from "./http";

type At = { readonly port: number };

/** `rest`: the part of the path after "history". */
export const requestHistory = (
  server: At,
  room: string,
  rest = "",
  options: RequestOptions = {},
): Promise<HttpResponse> => sendRequest(server, `/parties/main/${room}/history${rest}`, options);

/** Resolves with all records; rejects where the server refuses. */
export async function readHistory(server: At, room: string): Promise<HistoryRecord[]> {
  const { status, text } = await requestHistory(server, room);
  if (status !== 200) throw new Error(`GET ${room}/history → ${status} ${text}`);
  return (JSON.parse(text) as HistoryAnswer).records;
}

/** Deletes all records of a room. */
export const clearHistory = (
  server: At,
  room: string,
  { key, origin }: PostOptions = {},
): Promise<HttpResponse> =>
  requestHistory(server, room, "", {
    method: "DELETE",
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(origin === undefined ? {} : { origin }),
    },
  });

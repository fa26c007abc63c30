/** The calls of …/<room>/history. */
import type { HistoryAnswer, HistoryRecord } from "../../party/shared/historyWire";
import { sendRequest } from "./http";
import type { HttpResponse, RequestOptions, PostOptions } from "./http";

type At = { readonly port: number };

/** `rest`: what follows "history". */
export const requestHistory = (
  server: At,
  room: string,
  rest = "",
  wish: RequestOptions = {},
): Promise<HttpResponse> => sendRequest(server, `/parties/main/${room}/history${rest}`, wish);

/** Every record, where a refusal would be a failure. */
export async function readHistory(server: At, room: string): Promise<HistoryRecord[]> {
  const { status, text } = await requestHistory(server, room);
  if (status !== 200) throw new Error(`GET ${room}/history → ${status} ${text}`);
  return (JSON.parse(text) as HistoryAnswer).records;
}

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

/** HTTP requests that are sent exactly as written: the path is not normalized, and the body is not decoded. */
import { request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { ErrorMessage } from "../../party/shared/errors";
import type { RoomMessage } from "../../party/shared/serverMessages";

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

/** `path` is sent as it is, "/%E0%A4%A", "/..%2f" and "//" included. */
export function sendRequest(
  server: { readonly port: number },
  path: string,
  options: RequestOptions = {},
): Promise<HttpResponse> {
  const { method = "GET", headers = {}, body } = options;
  return new Promise((done, fail) => {
    const sent = request(
      { host: "127.0.0.1", port: server.port, path, method, headers, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", fail);
        response.on("end", () => {
          const whole = Buffer.concat(parts);
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: whole,
            text: whole.toString(),
          });
        });
      },
    );
    sent.on("error", fail);
    sent.end(body);
  });
}

export interface PostOptions {
  readonly key?: string;
  readonly origin?: string;
}

/** POSTs an action to a room: an object as JSON, a string as it is. */
export async function postAction(
  server: { readonly port: number },
  room: string,
  action: object | string,
  { key, origin }: PostOptions = {},
): Promise<{
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly message: RoomMessage | ErrorMessage;
}> {
  const { status, headers, text } = await sendRequest(server, `/parties/main/${room}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(origin === undefined ? {} : { origin }),
    },
    body: typeof action === "string" ? action : JSON.stringify(action),
  });
  return { status, headers, message: JSON.parse(text) as RoomMessage | ErrorMessage };
}

/** Resolves with the room as GET returns it; rejects where the server refuses. */
export async function getRoom(server: { readonly port: number }, room: string): Promise<RoomMessage> {
  const { status, text } = await sendRequest(server, `/parties/main/${room}`);
  if (status !== 200) throw new Error(`GET ${room} → ${status} ${text}`);
  return JSON.parse(text) as RoomMessage;
}

/** One HTTP request exactly as it is written here: the path is not tidied, the body is not unpacked. */
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

/** `path` goes out as it is: "/%E0%A4%A", "/..%2f" and "//" too. */
export function sendRequest(
  server: { readonly port: number },
  path: string,
  wish: RequestOptions = {},
): Promise<HttpResponse> {
  const { method = "GET", headers = {}, body } = wish;
  return new Promise((done, fail) => {
    const sent = request(
      { host: "127.0.0.1", port: server.port, path, method, headers, agent: false },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", fail);
        answer.on("end", () => {
          const whole = Buffer.concat(parts);
          done({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
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

/** POSTs an action (text: as it is) to a room. */
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

/** The room as GET tells it. */
export async function getRoom(server: { readonly port: number }, room: string): Promise<RoomMessage> {
  const { status, text } = await sendRequest(server, `/parties/main/${room}`);
  if (status !== 200) throw new Error(`GET ${room} → ${status} ${text}`);
  return JSON.parse(text) as RoomMessage;
}

/** What every answer over a room's HTTP has in common, and what is read of every request. */
import { isOpenRoom, opens } from "../shared/access";
import { SECURITY } from "./headers";
import { MAX_BYTES } from "../shared/protocol";
import type { ErrorCode } from "../shared/protocol";

/** The HTTP status of an error. */
export const STATUS: Readonly<Record<ErrorCode, number>> = {
  "bad-json": 400,
  "bad-message": 400,
  "not-allowed": 403,
  "wrong-key": 403,
  stale: 409,
  "no-undo": 409,
  "not-now": 409,
  "too-big": 413,
  "too-fast": 429,
};
/** No cookie exists anywhere in this system, so there is nothing that another origin's page could borrow. */
export const CORS = { "access-control-allow-origin": "*" };

export const preflight = (methods: string): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...SECURITY,
      ...CORS,
      "access-control-allow-methods": methods,
      "access-control-allow-headers": "authorization, content-type",
      "access-control-max-age": "86400",
    },
  });

/** The key that a request carries, right or wrong. */
export const bearerOf = (request: Request): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];

/** Why this sender may not change the room; null if it may. `foreign`: as for a page on another host. */
export async function refusalOf(
  request: Request,
  id: string,
  foreign: boolean,
): Promise<{ readonly code: ErrorCode; readonly detail: string } | null> {
  if (isOpenRoom(id)) {
    return foreign ? { code: "not-allowed", detail: "a page on another host may not press here" } : null;
  }
  const key = bearerOf(request);
  if (key === undefined) return { code: "not-allowed", detail: "Authorization: Bearer <key> is missing" };
  return (await opens(key, id)) ? null : { code: "wrong-key", detail: "this key opens another room" };
}

/**
 * The body as text; null when it is too big. Reads no more than it may keep. Of a sender who has hung up nothing is
 * read, which asks for nothing; nobody hears the answer.
 */
export async function bodyOf(request: Request): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BYTES) return null;
  if (request.body === null) return "";
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const bytes = new Uint8Array(MAX_BYTES);
  let length = 0;
  for (;;) {
    const part = await reader.read().catch(() => null);
    if (part === null) return "";
    const { done, value } = part;
    if (done) return new TextDecoder().decode(bytes.subarray(0, length));
    if (length + value.byteLength > MAX_BYTES) {
      await reader.cancel();
      return null;
    }
    bytes.set(value, length);
    length += value.byteLength;
  }
}

/** What the HTTP calls of a room have in common: who may change it, its limits, and the form of their answers. */
import { isOpenRoom, opens } from "../shared/access";
import type { Role } from "../shared/access";
import { errorMessage, ERRORS, wrongKey } from "../shared/errors";
import type { ErrorMessage } from "../shared/errors";
import { MAX_BYTES } from "../shared/limits";
import { RateLimit } from "../room/rateLimit";
import { jsonResponse, SECURITY, textResponse } from "./headers";

/** There is no cookie anywhere in this system, so a page of another origin has nothing to borrow. */
export const CORS = { "access-control-allow-origin": "*" };

/** An error with the HTTP status of its code. */
export const errorResponse = (error: ErrorMessage): Response =>
  jsonResponse(ERRORS[error.code].status, error, CORS);

export const emptyResponse = (status: 201 | 202 | 204): Response =>
  new Response(null, { status, headers: { ...SECURITY, ...CORS, "cache-control": "no-store" } });

/** The answer to OPTIONS. */
export const preflightResponse = (methods: string): Response =>
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

/** The answer to a method that an address does not have. */
export const methodNotAllowed = (methods: string): Response =>
  textResponse(405, "method not allowed", { ...CORS, allow: methods });

/** The answer to HEAD: that to GET, without its body. */
export const headOf = (request: Request, response: Response): Response =>
  request.method === "HEAD" ? new Response(null, response) : response;

export const tooBig = (): ErrorMessage => errorMessage("too-big", `a body has at most ${MAX_BYTES} bytes`);

/** One limit for those who control the room and one for all others, so that a stranger cannot use up the owners'. */
export class RateLimitByRole {
  readonly #limits: Record<Role, RateLimit> = {
    control: new RateLimit(Date.now()),
    watch: new RateLimit(Date.now()),
  };

  /** Whether one more request of this role is allowed now. */
  take(role: Role): boolean {
    return this.#limits[role].take(Date.now());
  }
}

/** The key that a request carries, right or wrong. */
export const bearerOf = (request: Request): string | undefined =>
  /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];

/** Why this sender may not change the room; null if it may. `foreign`: a page on another host has sent the request. */
export async function refusalOf(
  request: Request,
  id: string,
  foreign: boolean,
  echo?: string,
): Promise<ErrorMessage | null> {
  if (isOpenRoom(id)) {
    return foreign ? errorMessage("not-allowed", "a page on another host may not press here", echo) : null;
  }
  const key = bearerOf(request);
  if (key === undefined) {
    return errorMessage("not-allowed", "Authorization: Bearer <key> is missing", echo);
  }
  return (await opens(key, id)) ? null : wrongKey(echo);
}

/**
 * The body as text; null when it has more than `maxBytes`. Reads no more than that. Where the sender has hung up, the
 * body is empty, which asks for nothing; nobody receives the answer.
 */
export async function bodyOf(request: Request, maxBytes = MAX_BYTES): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return null;
  if (request.body === null) return "";
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const bytes = new Uint8Array(maxBytes);
  let length = 0;
  for (;;) {
    const part = await reader.read().catch(() => null);
    if (part === null) return "";
    const { done, value } = part;
    if (done) return new TextDecoder().decode(bytes.subarray(0, length));
    if (length + value.byteLength > maxBytes) {
      await reader.cancel();
      return null;
    }
    bytes.set(value, length);
    length += value.byteLength;
  }
}

/** A room's HTTP: the same room, the same actions, the same words as on its socket. */
import { isOpenRoom, opens } from "./access";
import type { Role } from "./access";
import { Bucket } from "./bucket";
import { roomAddress } from "./doors";
import { json, plain, SECURITY } from "./headers";
import { errorMessage, MAX_BYTES } from "./protocol";
import type { ErrorCode, ErrorMessage, RoomMessage } from "./protocol";
import { idOf, parseHttpAction } from "./requests";
import type { ChangeRequest } from "./requests";

/** What HTTP needs of the room. */
export interface HttpRoom {
  readonly id: string;
  look(): Promise<RoomMessage>;
  change(request: ChangeRequest): Promise<RoomMessage | ErrorMessage>;
}

const STATUS: Readonly<Record<ErrorCode, number>> = {
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
const CORS = { "access-control-allow-origin": "*" };
const PREFLIGHT = {
  ...SECURITY,
  ...CORS,
  "access-control-allow-methods": "GET, HEAD, POST",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-max-age": "86400",
};

export class RoomHttp {
  /** One bucket for those who may act and one for all others, so that a stranger cannot use up the owners'. */
  readonly #buckets: Record<Role, Bucket> = {
    control: new Bucket(Date.now()),
    watch: new Bucket(Date.now()),
  };

  constructor(readonly room: HttpRoom) {}

  /** `foreign`: a page on another host that the operator has not allowed sent it. */
  async answer(request: Request, foreign: boolean): Promise<Response> {
    if (roomAddress(request.url)?.rest === "/push") return this.#push(request);
    switch (request.method) {
      case "GET":
      case "HEAD": {
        const message = await this.room.look();
        const response = json(200, message, CORS);
        return request.method === "HEAD" ? new Response(null, response) : response;
      }
      case "POST": {
        const answer = await this.#post(request, foreign);
        return json(answer.type === "error" ? STATUS[answer.code] : 200, answer, CORS);
      }
      case "OPTIONS":
        return new Response(null, { status: 204, headers: PREFLIGHT });
      default:
        return plain(405, "method not allowed", { ...CORS, allow: "GET, HEAD, POST, OPTIONS" });
    }
  }

  /** This server has no VAPID key, so nobody can subscribe. */
  #push(request: Request): Response {
    if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: PREFLIGHT });
    if (request.method !== "GET")
      return plain(405, "this server sends no pushes", { ...CORS, allow: "GET, OPTIONS" });
    return json(200, { key: null }, CORS);
  }

  async #post(request: Request, foreign: boolean): Promise<RoomMessage | ErrorMessage> {
    const body = await bodyOf(request);
    if (body === null) return errorMessage("too-big", `a body has at most ${MAX_BYTES} bytes`);
    const refused = await this.#refusal(request, foreign);
    const bucket = this.#buckets[refused === null ? "control" : "watch"];
    if (!bucket.take(Date.now())) {
      return errorMessage("too-fast", "20 at once, then 5 a second", idOf(body));
    }
    const action = parseHttpAction(body);
    if (!action.ok) return action.error;
    if (refused !== null) return errorMessage(refused.code, refused.detail, action.value.id);
    return this.room.change(action.value);
  }

  /** Why this sender may not act; null if it may. */
  async #refusal(request: Request, foreign: boolean): Promise<{ code: ErrorCode; detail: string } | null> {
    if (isOpenRoom(this.room.id)) {
      return foreign ? { code: "not-allowed", detail: "a page on another host may not press here" } : null;
    }
    const [, key] = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    if (key === undefined) return { code: "not-allowed", detail: "Authorization: Bearer <key> is missing" };
    return (await opens(key, this.room.id))
      ? null
      : { code: "wrong-key", detail: "this key opens another room" };
  }
}

/** The body as text; null when it is too big. Reads no more than it may keep. */
async function bodyOf(request: Request): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BYTES) return null;
  if (request.body === null) return "";
  const reader = request.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const bytes = new Uint8Array(MAX_BYTES);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new TextDecoder().decode(bytes.subarray(0, length));
    if (length + value.byteLength > MAX_BYTES) {
      await reader.cancel();
      return null;
    }
    bytes.set(value, length);
    length += value.byteLength;
  }
}

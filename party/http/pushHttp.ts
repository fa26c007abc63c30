/** …/<room>/push over HTTP. */
import { isOpenRoom, opens } from "../shared/access";
import type { Role } from "../shared/access";
import { bearerOf, bodyOf, CORS, preflight, STATUS } from "./responses";
import { Bucket } from "../room/rateLimit";
import { json, plain, SECURITY } from "./headers";
import { errorMessage, MAX_BYTES } from "../shared/protocol";
import type { ErrorMessage } from "../shared/protocol";
import { parseUrl } from "../room/push/endpoint";
import { ringMe, subscribe, unsubscribe } from "../room/push/subscribe";
import type { RoomPush } from "../room/push/push";

const METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS";
const MAX_ORIGIN = 255;

export class PushHttp {
  /** Those who press have buckets of their own: a class that subscribes all at once keeps nobody from pressing. */
  readonly #buckets: Record<Role, Bucket> = {
    control: new Bucket(Date.now()),
    watch: new Bucket(Date.now()),
  };

  constructor(readonly push: RoomPush) {}

  /** `foreign`: a page on another host that the operator has not allowed sent it. */
  async answer(request: Request, foreign: boolean): Promise<Response> {
    switch (request.method) {
      case "GET":
      case "HEAD": {
        const response = json(200, { key: this.push.vapid?.publicKey ?? null }, CORS);
        return request.method === "HEAD" ? new Response(null, response) : response;
      }
      case "PUT":
        return this.#call(201, request, foreign, (body, role) =>
          subscribe(this.push, body, { role, origin: originOf(request) }),
        );
      case "POST":
        return this.#call(202, request, foreign, (body) => ringMe(this.push, body));
      case "DELETE":
        return this.#call(204, request, foreign, (body) => unsubscribe(this.push, body));
      case "OPTIONS":
        return preflight(METHODS);
      default:
        return plain(405, "method not allowed", { ...CORS, allow: METHODS });
    }
  }

  async #call(
    done: 201 | 202 | 204,
    request: Request,
    foreign: boolean,
    act: (body: string, role: Role) => Promise<ErrorMessage | null>,
  ): Promise<Response> {
    const body = await bodyOf(request);
    const error = await (async () => {
      if (body === null) return errorMessage("too-big", `a body has at most ${MAX_BYTES} bytes`);
      const role = await this.#roleOf(request, foreign);
      const bucket = this.#buckets[typeof role === "string" ? role : "watch"];
      if (!bucket.take(Date.now())) return errorMessage("too-fast", "20 at once, then 5 a second");
      return typeof role === "string" ? act(body, role) : role;
    })();
    if (error !== null) return json(STATUS[error.code], error, CORS);
    return new Response(null, {
      status: done,
      headers: { ...SECURITY, ...CORS, "cache-control": "no-store" },
    });
  }

  /** As whom this one asks. The id is enough, but a stranger's page knows ids without having been let in. */
  async #roleOf(request: Request, foreign: boolean): Promise<Role | ErrorMessage> {
    const id = this.push.room.id();
    const stranger = errorMessage("not-allowed", "a page on another host needs the room's key");
    if (isOpenRoom(id)) return foreign ? stranger : "control";
    const key = bearerOf(request);
    if (key === undefined) return foreign ? stranger : "watch";
    return (await opens(key, id)) ? "control" : errorMessage("wrong-key", "this key opens another room");
  }
}

/**
 * Where a notification leads to. A browser names the origin of every PUT; for a script it is the address that it has
 * called, as far as we see it: behind a proxy with a certificate that is http, unless TRUST_PROXY names the proxy.
 */
function originOf(request: Request): string {
  const origin = parseUrl(request.headers.get("origin") ?? "")?.origin ?? "";
  if (/^https?:/.test(origin) && origin.length <= MAX_ORIGIN) return origin;
  const { protocol, host } = new URL(request.url);
  return `${protocol}//${request.headers.get("host") ?? host}`;
}

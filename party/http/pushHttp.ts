/** …/<room>/push over HTTP. */
import { isOpenRoom, opens } from "../shared/access";
import type { Role } from "../shared/access";
import { bearerOf, bodyOf, CORS, emptyResponse, errorResponse, headOf, methodNotAllowed } from "./responses";
import { preflightResponse, RateLimitByRole, tooBig } from "./responses";
import { jsonResponse } from "./headers";
import { errorMessage, tooFast } from "../shared/errors";
import type { ErrorMessage } from "../shared/errors";
import { parseUrl } from "../room/push/endpoint";
import { ringMe, subscribe, unsubscribe } from "../room/push/subscribe";
import type { RoomPush } from "../room/push/push";

const METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS";
const MAX_ORIGIN = 255;

export class PushHttp {
  /** Apart from those of the room: a class that subscribes all at once does not keep anybody from pressing. */
  readonly #limits = new RateLimitByRole();

  constructor(readonly push: RoomPush) {}

  /** `foreign`: a page on another host that the operator has not allowed sent it. */
  async answer(request: Request, foreign: boolean): Promise<Response> {
    switch (request.method) {
      case "GET":
      case "HEAD": {
        return headOf(request, jsonResponse(200, { key: this.push.vapid?.publicKey ?? null }, CORS));
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
        return preflightResponse(METHODS);
      default:
        return methodNotAllowed(METHODS);
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
      if (body === null) return tooBig();
      const role = await this.#roleOf(request, foreign);
      if (!this.#limits.take(typeof role === "string" ? role : "watch")) return tooFast();
      return typeof role === "string" ? act(body, role) : role;
    })();
    if (error !== null) return errorResponse(error);
    return emptyResponse(done);
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

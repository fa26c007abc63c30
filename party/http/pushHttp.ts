/** …/<room>/push over HTTP: the server's key, and what devices request. */
import { isOpenRoom, opens } from "../shared/access";
import type { Role } from "../shared/access";
import { errorMessage, tooFast, wrongKey } from "../shared/errors";
import type { ErrorMessage } from "../shared/errors";
import type { PushKey } from "../shared/httpAnswers";
import { getDeviceStatus, requestTest, subscribe, unsubscribe } from "../room/push/deviceRequests";
import { parseUrl } from "../room/push/endpoint";
import type { RoomPush } from "../room/push/roomPush";
import { jsonResponse } from "./headers";
import {
  bearerOf,
  bodyOf,
  CORS,
  emptyResponse,
  errorResponse,
  headOf,
  methodNotAllowed,
  preflightResponse,
  RateLimitByRole,
  tooBig,
} from "./responses";

const METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS";
/** Characters of an origin that is kept with a subscription. */
const MAX_ORIGIN = 255;

export class PushHttp {
  /** Apart from those of the room: a class that subscribes all at once does not keep anybody from pressing. */
  readonly #limits = new RateLimitByRole();

  constructor(readonly push: RoomPush) {}

  /** `foreign`: a page on another host, which the operator has not allowed, has sent the request. */
  async answer(request: Request, foreign: boolean): Promise<Response> {
    switch (request.method) {
      case "GET":
      case "HEAD":
        return headOf(request, jsonResponse(200, await this.#get(request), CORS));
      case "PUT":
        return this.#handle(request, foreign, async (body, role) => {
          const error = await subscribe(this.push, body, { role, origin: originOf(request) });
          return error === null ? emptyResponse(201) : errorResponse(error);
        });
      case "POST":
        return this.#handle(request, foreign, async (body) => {
          const result = await requestTest(this.push, body);
          return typeof result === "string" ? acceptedResponse(request, result) : errorResponse(result);
        });
      case "DELETE":
        return this.#handle(request, foreign, async (body) => {
          const error = await unsubscribe(this.push, body);
          return error === null ? emptyResponse(204) : errorResponse(error);
        });
      case "OPTIONS":
        return preflightResponse(METHODS);
      default:
        return methodNotAllowed(METHODS);
    }
  }

  async #get(request: Request): Promise<PushKey> {
    const key = this.push.publicKey;
    const id = new URL(request.url).searchParams.get("subscription");
    return id === null ? { key } : { key, device: await getDeviceStatus(this.push, id) };
  }

  async #handle(
    request: Request,
    foreign: boolean,
    act: (body: string, role: Role) => Promise<Response>,
  ): Promise<Response> {
    const body = await bodyOf(request);
    if (body === null) return errorResponse(tooBig());
    const role = await this.#authorize(request, foreign);
    const isRefused = typeof role !== "string";
    if (!this.#limits.take(isRefused ? "watch" : role)) return errorResponse(tooFast());
    if (isRefused) return errorResponse(role);
    return act(body, role);
  }

  /** The role of the sender, or why it is refused. The room's id is enough to watch, except for a foreign page. */
  async #authorize(request: Request, foreign: boolean): Promise<Role | ErrorMessage> {
    const id = this.push.room.id();
    const stranger = errorMessage("not-allowed", "a page on another host needs the room's key");
    if (isOpenRoom(id)) return foreign ? stranger : "control";
    const key = bearerOf(request);
    if (key === undefined) return foreign ? stranger : "watch";
    return (await opens(key, id)) ? "control" : wrongKey();
  }
}

/** 202, with the address at which GET tells what became of the push. */
function acceptedResponse(request: Request, subscriptionId: string): Response {
  const response = emptyResponse(202);
  response.headers.set("location", `${new URL(request.url).pathname}?subscription=${subscriptionId}`);
  response.headers.set("access-control-expose-headers", "location");
  return response;
}

/**
 * The origin to which notifications lead. A browser sends its page's origin with every PUT. For a script it is the
 * address of the request as this server sees it: http behind a TLS proxy, unless TRUST_PROXY names the proxy.
 */
function originOf(request: Request): string {
  const origin = parseUrl(request.headers.get("origin") ?? "")?.origin ?? "";
  if (/^https?:/.test(origin) && origin.length <= MAX_ORIGIN) return origin;
  const { protocol, host } = new URL(request.url);
  return `${protocol}//${request.headers.get("host") ?? host}`;
}

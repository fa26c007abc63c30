/** …/<room>/hooks over HTTP: which services the room tells of its moments. Only for those who control the room. */
import { isOpenRoom } from "../shared/access";
import { errorMessage, tooFast } from "../shared/errors";
import type { ErrorMessage } from "../shared/errors";
import { isForeign } from "../shared/origins";
import { deleteHook, listHooks, putHook, testHook } from "../room/hooks/hookChanges";
import type { RoomHooks } from "../room/hooks/roomHooks";
import { jsonResponse } from "./headers";
import {
  bodyOf,
  CORS,
  emptyResponse,
  errorResponse,
  headOf,
  methodNotAllowed,
  preflightResponse,
  RateLimitByRole,
  refusalOf,
  tooBig,
} from "./responses";

const METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS";

export class HooksHttp {
  readonly #limits = new RateLimitByRole();

  constructor(readonly hooks: RoomHooks) {}

  async answer(request: Request): Promise<Response> {
    const { hooks } = this;
    switch (request.method) {
      case "GET":
      case "HEAD": {
        const refusal = await this.#refusalOf(request);
        const list = async (): Promise<Response> => jsonResponse(200, { hooks: listHooks(hooks) }, CORS);
        return headOf(request, refusal === null ? await hooks.room.queue.run(list) : errorResponse(refusal));
      }
      case "PUT":
        return this.#change(request, async (body) => answerWith(await putHook(hooks, body), 201));
      case "POST":
        return this.#change(request, async (body) => answerWith(await testHook(hooks, body), 200));
      case "DELETE":
        return this.#change(request, async (body) => answerWith(await deleteHook(hooks, body), 204));
      case "OPTIONS":
        return preflightResponse(METHODS);
      default:
        return methodNotAllowed(METHODS);
    }
  }

  async #change(request: Request, act: (body: string) => Promise<Response>): Promise<Response> {
    const body = await bodyOf(request);
    if (body === null) return errorResponse(tooBig());
    const refusal = await this.#refusalOf(request);
    if (!this.#limits.take(refusal === null ? "control" : "watch")) return errorResponse(tooFast());
    return refusal === null ? act(body) : errorResponse(refusal);
  }

  /** Why this sender may neither see nor change the hooks; null if it may. */
  async #refusalOf(request: Request): Promise<ErrorMessage | null> {
    const id = this.hooks.room.id();
    if (isOpenRoom(id) && !isFromOwnPage(request)) {
      return errorMessage("not-allowed", "an open room's hooks are for its own page");
    }
    return refusalOf(request, id, false);
  }
}

/**
 * Whether a page of this very server has sent the request, and no page that ALLOWED_ORIGINS names. A browser names the
 * page's origin with every request except a GET to that origin.
 */
function isFromOwnPage(request: Request): boolean {
  const origin = request.headers.get("origin");
  const isGet = request.method === "GET" || request.method === "HEAD";
  if (origin === null) return isGet && request.headers.get("sec-fetch-site") !== "cross-site";
  return !isForeign(origin, request.headers.get("host") ?? new URL(request.url).host, []);
}

/** An error; else JSON, or an empty answer where there is nothing to say. */
function answerWith(result: object | null, status: 200 | 201 | 204): Response {
  if (result === null) return emptyResponse(204);
  return "code" in result ? errorResponse(result as ErrorMessage) : jsonResponse(status, result, CORS);
}

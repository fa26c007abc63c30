/** A room over HTTP: the same room, the same actions and the same messages as on its socket. */
import { idOf, isTooBig, parseHttpAction } from "../shared/clientMessages";
import { tooFast } from "../shared/errors";
import type { ErrorMessage } from "../shared/errors";
import { MAX_LIST_BYTES } from "../shared/limits";
import type { RoomMessage } from "../shared/serverMessages";
import type { Outgoing } from "../room/delivery/outgoing";
import type { RoomState } from "../room/roomState";
import type { TaskQueue } from "../room/taskQueue";
import { jsonResponse } from "./headers";
import { HistoryHttp } from "./historyHttp";
import { HooksHttp } from "./hooksHttp";
import { PushHttp } from "./pushHttp";
import {
  bodyOf,
  CORS,
  errorResponse,
  headOf,
  methodNotAllowed,
  preflightResponse,
  RateLimitByRole,
  refusalOf,
  tooBig,
} from "./responses";
import { roomAddress } from "./routing";

const METHODS = "GET, HEAD, POST, OPTIONS";

export class RoomHttp {
  readonly #limits = new RateLimitByRole();
  readonly #push: PushHttp;
  readonly #hooks: HooksHttp;
  readonly #history: HistoryHttp;

  constructor(
    readonly state: RoomState,
    { push, hooks }: Outgoing,
    readonly queue: TaskQueue,
  ) {
    this.#push = new PushHttp(push);
    this.#hooks = new HooksHttp(hooks);
    this.#history = new HistoryHttp(state, queue);
  }

  /** `foreign`: a page on another host, which the operator has not allowed, has sent the request. */
  async answer(request: Request, foreign: boolean): Promise<Response> {
    switch (roomAddress(request.url)?.rest) {
      case "/push":
        return this.#push.answer(request, foreign);
      case "/hooks":
        return this.#hooks.answer(request);
      case "/history":
        return this.#history.answer(request, "json", foreign);
      case "/history.csv":
        return this.#history.answer(request, "csv", foreign);
    }
    switch (request.method) {
      case "GET":
      case "HEAD":
        return headOf(request, jsonResponse(200, await this.#get(), CORS));
      case "POST": {
        const answer = await this.#post(request, foreign);
        return answer.type === "error" ? errorResponse(answer) : jsonResponse(200, answer, CORS);
      }
      case "OPTIONS":
        return preflightResponse("GET, HEAD, POST");
      default:
        return methodNotAllowed(METHODS);
    }
  }

  #get(): Promise<RoomMessage> {
    return this.queue.run(async () => (await this.state.settle()).message);
  }

  async #post(request: Request, foreign: boolean): Promise<RoomMessage | ErrorMessage> {
    const body = await bodyOf(request, MAX_LIST_BYTES);
    if (body === null || isTooBig(body, new TextEncoder().encode(body).byteLength)) return tooBig();
    const refusal = await refusalOf(request, this.state.id, foreign, idOf(body));
    if (!this.#limits.take(refusal === null ? "control" : "watch")) return tooFast(idOf(body));
    const parsed = parseHttpAction(body);
    if (!parsed.ok) return parsed.error;
    if (refusal !== null) return refusal;
    const { name, via } = parsed.value;
    return this.queue.run(() => this.state.change(parsed.value, { name, via }, null));
  }
}

/** A room's HTTP: the same room, the same actions, the same words as on its socket. */
import type { Role } from "../shared/access";
import { bodyOf, CORS, preflight, refusalOf, STATUS } from "./responses";
import { Bucket } from "../room/rateLimit";
import { roomAddress } from "./routing";
import { json, plain } from "./headers";
import { HistoryHttp } from "./historyHttp";
import type { HistoryRoom } from "./historyHttp";
import { errorMessage, MAX_BYTES } from "../shared/protocol";
import type { ErrorMessage, RoomMessage } from "../shared/protocol";
import { PushHttp } from "./pushHttp";
import type { RoomPush } from "../room/push/push";
import { idOf, parseHttpAction } from "../shared/clientMessages";
import type { ChangeRequest } from "../shared/clientMessages";

/** What HTTP needs of the room. */
export interface HttpRoom {
  readonly id: string;
  look(): Promise<RoomMessage>;
  change(request: ChangeRequest): Promise<RoomMessage | ErrorMessage>;
  readonly push: RoomPush;
  readonly history: Omit<HistoryRoom, "id">;
}

export class RoomHttp {
  /** One bucket for those who may act and one for all others, so that a stranger cannot use up the owners'. */
  readonly #buckets: Record<Role, Bucket> = {
    control: new Bucket(Date.now()),
    watch: new Bucket(Date.now()),
  };

  readonly #push: PushHttp;
  readonly #history: HistoryHttp;

  constructor(readonly room: HttpRoom) {
    this.#push = new PushHttp(room.push);
    this.#history = new HistoryHttp({ id: room.id, ...room.history });
  }

  /** `foreign`: a page on another host that the operator has not allowed sent it. */
  async answer(request: Request, foreign: boolean): Promise<Response> {
    const rest = roomAddress(request.url)?.rest;
    if (rest === "/push") return this.#push.answer(request, foreign);
    if (rest) return this.#history.answer(request, rest === "/history.csv", foreign);
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
        return preflight("GET, HEAD, POST");
      default:
        return plain(405, "method not allowed", { ...CORS, allow: "GET, HEAD, POST, OPTIONS" });
    }
  }

  async #post(request: Request, foreign: boolean): Promise<RoomMessage | ErrorMessage> {
    const body = await bodyOf(request);
    if (body === null) return errorMessage("too-big", `a body has at most ${MAX_BYTES} bytes`);
    const refused = await refusalOf(request, this.room.id, foreign);
    const bucket = this.#buckets[refused === null ? "control" : "watch"];
    if (!bucket.take(Date.now())) {
      return errorMessage("too-fast", "20 at once, then 5 a second", idOf(body));
    }
    const action = parseHttpAction(body);
    if (!action.ok) return action.error;
    if (refused !== null) return errorMessage(refused.code, refused.detail, action.value.id);
    return this.room.change(action.value);
  }
}

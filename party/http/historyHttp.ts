/** …/<room>/history and …/<room>/history.csv over HTTP. */
import { errorMessage, tooFast } from "../shared/errors";
import type { HistoryAnswer, HistoryRecord } from "../shared/historyWire";
import type { RoomState } from "../room/roomState";
import type { TaskQueue } from "../room/taskQueue";
import { jsonResponse, SECURITY } from "./headers";
import { csvOf, isWithin, parseSpan, toHistoryRecord } from "./historyFormat";
import {
  CORS,
  emptyResponse,
  errorResponse,
  headOf,
  methodNotAllowed,
  preflightResponse,
  RateLimitByRole,
  refusalOf,
} from "./responses";

const METHODS = { json: "GET, HEAD, DELETE, OPTIONS", csv: "GET, HEAD, OPTIONS" } as const;
type Format = keyof typeof METHODS;

export class HistoryHttp {
  /** Apart from those of the room: clearing the history does not keep anybody from pressing. */
  readonly #limits = new RateLimitByRole();

  constructor(
    readonly state: RoomState,
    readonly queue: TaskQueue,
  ) {}

  /** `foreign`: a page on another host, which the operator has not allowed, has sent the request. */
  async answer(request: Request, format: Format, foreign: boolean): Promise<Response> {
    switch (request.method) {
      case "GET":
      case "HEAD":
        return headOf(request, await this.#get(request, format));
      case "DELETE":
        if (format === "json") return this.#clear(request, foreign);
        break;
      case "OPTIONS":
        return preflightResponse(METHODS[format]);
    }
    return methodNotAllowed(METHODS[format]);
  }

  async #get(request: Request, format: Format): Promise<Response> {
    const span = parseSpan(new URL(request.url).searchParams);
    if (typeof span === "string") return errorResponse(errorMessage("bad-message", span));
    const all = await this.queue.run(() => this.state.records());
    const records = all.filter((record) => isWithin(record, span)).map(toHistoryRecord);
    return format === "csv"
      ? csvResponse(records)
      : jsonResponse(200, { records } satisfies HistoryAnswer, CORS);
  }

  async #clear(request: Request, foreign: boolean): Promise<Response> {
    const refusal = await refusalOf(request, this.state.id, foreign);
    if (!this.#limits.take(refusal === null ? "control" : "watch")) return errorResponse(tooFast());
    if (refusal !== null) return errorResponse(refusal);
    await this.queue.run(() => this.state.clearRecords());
    return emptyResponse(204);
  }
}

const csvResponse = (records: readonly HistoryRecord[]): Response =>
  new Response(csvOf(records), {
    headers: {
      ...SECURITY,
      ...CORS,
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="history.csv"',
      "cache-control": "no-store",
    },
  });

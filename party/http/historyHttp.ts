/** …/<room>/history and …/<room>/history.csv over HTTP. */
import { CORS, preflight, refusalOf, STATUS } from "./responses";
import type { Role } from "../shared/access";
import { Bucket } from "../room/rateLimit";
import { json, plain, SECURITY } from "./headers";
import type { Work } from "../room/history";
import { csvOf, isWithin, parseSpan, recordOf } from "../shared/historyWire";
import type { HistoryAnswer, HistoryRecord } from "../shared/historyWire";
import { errorMessage } from "../shared/protocol";
import type { ErrorMessage } from "../shared/protocol";

/** What the calls need of the room. */
export interface HistoryRoom {
  readonly id: string;
  /** All records, the oldest first; what is due has happened. */
  works(): Promise<readonly Work[]>;
  clear(): Promise<void>;
}

const METHODS = "GET, HEAD, DELETE, OPTIONS";
const CSV_METHODS = "GET, HEAD, OPTIONS";

export class HistoryHttp {
  /** Apart from those of the room: who clears keeps nobody from pressing. */
  readonly #buckets: Record<Role, Bucket> = {
    control: new Bucket(Date.now()),
    watch: new Bucket(Date.now()),
  };

  constructor(readonly room: HistoryRoom) {}

  /** `foreign`: a page on another host that the operator has not allowed sent it. */
  async answer(request: Request, csv: boolean, foreign: boolean): Promise<Response> {
    const methods = csv ? CSV_METHODS : METHODS;
    switch (request.method) {
      case "GET":
      case "HEAD": {
        const response = await this.#tell(request, csv);
        return request.method === "HEAD" ? new Response(null, response) : response;
      }
      case "DELETE":
        if (!csv) return this.#clear(request, foreign);
        break;
      case "OPTIONS":
        return preflight(methods);
    }
    return plain(405, "method not allowed", { ...CORS, allow: methods });
  }

  async #tell(request: Request, csv: boolean): Promise<Response> {
    const span = parseSpan(new URL(request.url).searchParams);
    if (typeof span === "string") return refuse(errorMessage("bad-message", span));
    const works = await this.room.works();
    const records = works.filter((work) => isWithin(work, span)).map(recordOf);
    return csv ? asCsv(records) : json(200, { records } satisfies HistoryAnswer, CORS);
  }

  async #clear(request: Request, foreign: boolean): Promise<Response> {
    const refused = await refusalOf(request, this.room.id, foreign);
    if (!this.#buckets[refused === null ? "control" : "watch"].take(Date.now())) {
      return refuse(errorMessage("too-fast", "20 at once, then 5 a second"));
    }
    if (refused !== null) return refuse(errorMessage(refused.code, refused.detail));
    await this.room.clear();
    return new Response(null, {
      status: 204,
      headers: { ...SECURITY, ...CORS, "cache-control": "no-store" },
    });
  }
}

const refuse = (error: ErrorMessage): Response => json(STATUS[error.code], error, CORS);

const asCsv = (records: readonly HistoryRecord[]): Response =>
  new Response(csvOf(records), {
    headers: {
      ...SECURITY,
      ...CORS,
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="history.csv"',
      "cache-control": "no-store",
    },
  });

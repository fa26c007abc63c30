/**
 * Wraps PartyKit's facade (test/harness/platform.ts) and counts the events and writes of each room's Durable Object.
 * `GET /counts` returns the counts of all rooms.
 */
import facade, { PartyKitDurable as Uncounted } from "facade.js";

export interface Counts {
  room: string;
  /** HTTP, sockets opened, messages on them, closes, alarms. */
  requests: number;
  sockets: number;
  messages: number;
  closes: number;
  alarms: number;
  /** Rows: one for each entry that is put or deleted, and one for each change of the alarm. */
  written: number;
  /** Size of the biggest row, as JSON. */
  bytes: number;
  /** Start and end of each event, epoch ms. */
  spans: [start: number, end: number][];
}
type Event = "requests" | "sockets" | "messages" | "closes" | "alarms";
interface Context {
  readonly id: object;
  readonly storage: object;
}

/** By the id of the object, because an instance that an alarm has started does not know its room's name. */
const objects = new Map<string, Counts>();
function countsOf({ id }: Context): Counts {
  const counts = objects.get(String(id)) ?? {
    room: "",
    requests: 0,
    sockets: 0,
    messages: 0,
    closes: 0,
    alarms: 0,
    written: 0,
    bytes: 0,
    spans: [],
  };
  objects.set(String(id), counts);
  return counts;
}

/** Wraps an object: calls `record` before each method, and replaces the values in `replacements`. */
const recorded = <T extends object>(
  object: T,
  record: (method: string, args: readonly unknown[]) => void,
  replacements: Readonly<Record<string, unknown>> = {},
): T =>
  new Proxy(object, {
    get(target, name) {
      if (typeof name === "string" && name in replacements) return replacements[name];
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        record(String(name), args);
        return Reflect.apply(value, target, args);
      };
    },
  });

function countWrites(counts: Counts, method: string, [first, second]: readonly unknown[]): void {
  if (method === "delete") counts.written += Array.isArray(first) ? first.length : 1;
  if (/^(?:put|setAlarm|deleteAlarm)$/.test(method)) counts.written++;
  if (method === "put") counts.bytes = Math.max(counts.bytes, JSON.stringify(second).length);
}

/** The Durable Object of a room, with counters. */
export class PartyKitDurable extends Uncounted {
  readonly #counts: Counts;

  constructor(ctx: Context, env: object) {
    const counts = countsOf(ctx);
    const storage = recorded(ctx.storage, (method, args) => countWrites(counts, method, args));
    super(
      recorded(ctx, () => {}, { storage }),
      env,
    );
    this.#counts = counts;
  }

  override fetch(request: Request): Promise<Response> {
    this.#counts.room = new URL(request.url).pathname.split("/")[3] ?? "";
    const event = request.headers.get("upgrade") === null ? "requests" : "sockets";
    return this.#during(event, () => super.fetch(request));
  }
  override webSocketMessage(ws: object, message: unknown): Promise<void> {
    return this.#during("messages", () => super.webSocketMessage(ws, message));
  }
  override webSocketClose(ws: object): Promise<void> {
    return this.#during("closes", () => super.webSocketClose(ws));
  }
  override alarm(): Promise<void> {
    return this.#during("alarms", () => super.alarm());
  }

  async #during<T>(event: Event, job: () => Promise<T>): Promise<T> {
    this.#counts[event]++;
    const start = Date.now();
    try {
      return await job();
    } finally {
      this.#counts.spans.push([start, Date.now()]);
    }
  }
}

export default {
  async fetch(request: Request, env: object, ctx: object): Promise<Response> {
    if (new URL(request.url).pathname === "/counts") return Response.json([...objects.values()]);
    return facade.fetch(request, env, ctx);
  },
};

/** Every action that has reached the room: it has one answer, and happens at most once. */
import { parseClientMessage, parseHttpAction } from "../../../party/shared/clientMessages";
import type { ChangeRequest } from "../../../party/shared/clientMessages";
import { toRoomMessage } from "../../../party/shared/codec";
import { judgeMore } from "../../../party/shared/moreActions";
import { nextDeadline, refusalIn, transition } from "../../../party/shared/pomodoro";
import type { Pomodoro } from "../../../party/shared/pomodoro";
import type { RoomMessage } from "../../../party/shared/serverMessages";
import type { ServerSocket } from "../serverSocket";
import type { Watcher, World } from "../world";
import { isEqual } from "./equal";
import type { StoredRoom } from "./storedRoom";

export interface ReceivedAction {
  readonly request: ChangeRequest;
  /** Who it may be from. */
  readonly names: ReadonlySet<string>;
  readonly from: string;
  /** The revision that it has made; null: none so far. Of several that could have made it, one has it. */
  rev: number | null;
  /** The code of its answer, "ok", or null. */
  answer: string | null;
}

/** How long the writes of a change may take on a slow disk, in ms. */
const MAX_WRITE_MS = 2000;
const NONE: ReadonlySet<string> = new Set();
/** Codes that the machine itself gives. */
const JUDGED = new Set(["stale", "not-now", "no-undo", "bad-message"]);

export class Actions implements Watcher {
  readonly #bySocket = new WeakMap<ServerSocket, Map<string, ReceivedAction>>();
  /** Those that may still happen. */
  #open: ReceivedAction[] = [];
  readonly #names = new WeakMap<ServerSocket, Set<string>>();
  /** The revision of the last message of the room. */
  #toldRev = 0;
  readonly #alike = new Map<number, readonly ReceivedAction[]>();
  room!: StoredRoom;
  /** Whether anybody has asked the room to delete its history. */
  mayClear = false;

  constructor(readonly world: World) {}

  open(): readonly ReceivedAction[] {
    return this.#open;
  }
  describeOpen(): string {
    return this.#open.map(({ request, from }) => `${from}: ${JSON.stringify(request)}`).join("\n");
  }
  /** `alike`: all open actions that could have made this revision. The answer to one of them tells which it was. */
  noteDone(alike: readonly ReceivedAction[], rev: number): void {
    const [first] = alike;
    if (first === undefined) return;
    first.rev = rev;
    this.#close(first);
    this.#alike.set(rev, alike);
    this.#alike.delete(rev - 200);
  }
  /** The revision was made by this action, and not by the one that was taken for it and has no answer. */
  #takeOver(action: ReceivedAction, rev: number): void {
    const other = this.#alike.get(rev)?.find((one) => one.rev === rev && one.answer === null);
    if (other === undefined || this.#alike.get(rev)?.includes(action) !== true) return;
    [action.rev, other.rev] = [rev, null];
    this.#open.push(other);
  }
  /** The revision was not made by this action, which is refused, but by one like it that has no answer yet. */
  #handOver(action: ReceivedAction, rev: number): void {
    const other = this.#alike.get(rev)?.find((one) => one.rev === null && one.answer === null);
    if (other === undefined) return;
    [action.rev, other.rev] = [null, rev];
    this.#close(other);
  }
  #close(action: ReceivedAction): void {
    this.#open = this.#open.filter((one) => one !== action);
  }
  #fail(rule: string, detail: string): void {
    this.world.core.fail(rule, detail);
  }

  onReceived(socket: ServerSocket, text: string): void {
    const parsed = parseClientMessage(text);
    if (!parsed.ok) return this.#fail("no exception", `a client has sent ${text}`);
    const request = parsed.value;
    if (request.kind === "join" && typeof request.name === "string") {
      const names = this.#names.get(socket) ?? new Set();
      this.#names.set(socket, names.add(request.name));
    }
    if (request.kind !== "change") return;
    // Every action of a page says what it is aimed at, and until when it is of use.
    if (request.id === undefined || request.on === undefined || request.until === undefined)
      return this.#fail("no action happens late", `it is aimed at nothing: ${text}`);
    const actions = this.#bySocket.get(socket) ?? new Map<string, ReceivedAction>();
    this.#bySocket.set(socket, actions);
    const names = this.#names.get(socket) ?? NONE;
    const action = { request, names, from: `socket ${socket.number}`, rev: null, answer: null };
    if (actions.has(request.id)) this.#fail("no action happens twice", `${text} was sent twice`);
    actions.set(request.id, action);
    this.#open.push(action);
  }

  onRequest(path: string, init: { method?: string; body?: string }) {
    if (init.method === "DELETE" && path.endsWith("/history")) this.mayClear = true;
    if (init.method !== "POST" || path !== `/parties/main/${this.world.setting.room}`) return null;
    const parsed = parseHttpAction(init.body ?? "");
    if (!parsed.ok) return null;
    const { name, via, on } = parsed.value;
    if (via === "push" && on === undefined)
      this.#fail("no action happens late", `it is aimed at nothing: ${init.body ?? ""}`);
    const names = name === null ? NONE : new Set([name]);
    const action: ReceivedAction = { request: parsed.value, names, from: "HTTP", rev: null, answer: null };
    this.#open.push(action);
    return (status: number | null, body: string) => {
      // Without an answer of the room it may have happened.
      if (status === null || !body.startsWith('{"type"')) return;
      this.#noteAnswer(action, JSON.parse(body) as RoomMessage | { type: "error"; code: string });
    };
  }

  onSent(socket: ServerSocket, text: string): void {
    if (!text.startsWith('{"type":"room"') && !text.startsWith('{"type":"error"')) return;
    const message = JSON.parse(text) as RoomMessage | { type: "error"; code: string; id?: string };
    if (message.type === "room") this.#checkMessage(message);
    if (message.id === undefined) return;
    const action = this.#bySocket.get(socket)?.get(message.id);
    if (action === undefined)
      return this.#fail("exactly one answer an action", `nobody has asked for ${text}`);
    this.#noteAnswer(action, message);
  }

  /** What anybody is told was durable before, and nothing was due in it when it was stored. */
  #checkMessage({ id: _id, ...message }: RoomMessage): void {
    const states = this.room.states.get(message.rev) ?? [];
    const state = states.findLast((one) => isEqual(toRoomMessage(one, message.now), message));
    if (state === undefined)
      return this.#fail(
        "everything acknowledged survives",
        `was told and is not stored: ${JSON.stringify(message)}`,
      );
    // The first message of a rev leaves when the change is on disk, however long that took; later ones are settled.
    const isNew = message.rev !== this.#toldRev && this.world.core.now - this.room.changedAt < MAX_WRITE_MS;
    this.#toldRev = message.rev;
    const deadline = nextDeadline(state);
    if (!isNew && deadline !== null && deadline <= message.now)
      this.#fail("deadlines at their own time", `was told after its deadline: ${JSON.stringify(message)}`);
  }

  #noteAnswer(action: ReceivedAction, message: RoomMessage | { type: "error"; code: string }): void {
    const asked = JSON.stringify(action.request);
    if (action.answer !== null) this.#fail("exactly one answer an action", `a second answer to ${asked}`);
    action.answer = message.type === "room" ? "ok" : message.code;
    if (message.type === "room" && action.rev === null) this.#takeOver(action, message.rev);
    if (message.type === "error" && action.rev !== null) this.#handOver(action, action.rev);
    this.#close(action);
    if (message.type === "error") {
      if (action.rev !== null)
        return this.#fail(
          "exactly one answer an action",
          `${asked} has happened and was answered ${message.code}`,
        );
      return this.#checkRefusal(action, message.code);
    }
    if (action.rev !== null) {
      if (action.rev !== message.rev && action.from !== "HTTP")
        this.#fail(
          "exactly one answer an action",
          `${asked} made ${action.rev} and was answered ${message.rev}`,
        );
      return;
    }
    // It was accepted and has changed nothing.
    const state = this.room.states.get(message.rev)?.at(-1);
    if (state === undefined) return;
    const [after, events] = this.#judge(action, state, message.now);
    if (after.rev !== state.rev || refusalIn(events) !== null)
      this.#fail("everything acknowledged survives", `${asked} was accepted and has not happened`);
  }

  #judge({ request: { action, on, state: seen, until, via } }: ReceivedAction, state: Pomodoro, now: number) {
    return transition(state, { action, by: { name: null, via }, on, state: seen, until }, now, judgeMore);
  }

  #checkRefusal(action: ReceivedAction, code: string): void {
    if (!JUDGED.has(code)) return;
    const now = Math.floor(this.world.server.process?.wall() ?? 0);
    const { until } = action.request;
    if (until !== undefined && Math.abs(until - now) < 1000) return;
    if (action.request.action.type === "undo" || action.request.action.type === "start") return; // depends on the ms
    const refusal = refusalIn(this.#judge(action, this.room.pomodoro, now)[1]);
    if (refusal?.code !== code)
      this.#fail(
        "exactly one answer an action",
        `${JSON.stringify(action.request)} was refused as ${code}, not ${refusal?.code}, at ${JSON.stringify(this.room.pomodoro)}`,
      );
  }

  /** What had no answer when the server ended may have become durable until now, and not later. */
  onServerEnd(): void {
    this.#open = [];
  }

  /** Everything that was asked on a connection that still exists has its answer. */
  onCalm(): void {
    const { object } = this.world.server;
    for (const socket of object?.sockets ?? [])
      if (socket.readyState === 1)
        for (const action of this.#bySocket.get(socket)?.values() ?? [])
          if (action.answer === null)
            this.#fail("exactly one answer an action", `no answer to ${JSON.stringify(action.request)}`);
  }
}

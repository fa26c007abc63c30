/** Answers the messages of a connection: each has exactly one answer. */
import { isOpenRoom, opens } from "../shared/access";
import { idOf, isTooBig, parseClientMessage } from "../shared/clientMessages";
import type { ChangeRequest, ClientRequest } from "../shared/clientMessages";
import { errorMessage, notStored, tooFast, wrongKey } from "../shared/errors";
import { HEARTBEAT_ANSWER } from "../shared/heartbeat";
import { MAX_BYTES, MAX_LIST_BYTES } from "../shared/limits";
import { personOf, send } from "./connections";
import type { Connection, Connections } from "./connections";
import type { RoomState } from "./roomState";
import { NotStored } from "./storage";
import type { TaskQueue } from "./taskQueue";

/** What a socket delivers. */
export type RawMessage = string | ArrayBuffer | ArrayBufferView;

export class MessageHandler {
  constructor(
    readonly state: RoomState,
    readonly connections: Connections,
    readonly queue: TaskQueue,
  ) {}

  async receive(message: RawMessage, connection: Connection): Promise<void> {
    const limit = this.connections.rateLimitOf(connection);
    // It is closed already; what was on its way is not read.
    if (limit.exhausted || !this.connections.has(connection)) return;
    const now = Date.now();
    this.connections.noteHeard(connection, now);
    this.connections.closeSilent(now);
    const isAllowed = limit.take(now);
    if (limit.exhausted) return connection.close(1008, "too many messages");
    return this.queue.run(() => this.#answer(message, isAllowed, connection));
  }

  async #answer(message: RawMessage, isAllowed: boolean, connection: Connection): Promise<void> {
    const size = sizeOf(message);
    if (typeof message === "string" ? isTooBig(message, size) : size > MAX_BYTES) {
      return send(connection, errorMessage("too-big", `a message has at most ${MAX_BYTES} bytes`));
    }
    if (!isAllowed) {
      return send(connection, tooFast(typeof message === "string" ? idOf(message) : undefined));
    }
    if (typeof message !== "string") {
      return send(connection, errorMessage("bad-json", "the message is not text"));
    }
    const request = parseClientMessage(message);
    return request.ok ? this.#handle(request.value, connection) : send(connection, request.error);
  }

  async #handle(request: ClientRequest, connection: Connection): Promise<void> {
    switch (request.kind) {
      case "ping":
        return send(
          connection,
          request.t0 === undefined ? HEARTBEAT_ANSWER : { type: "pong", t0: request.t0, now: Date.now() },
        );
      case "alive":
        return send(connection, { type: "alive" });
      case "join":
        return this.#join(request, connection);
      case "board":
        return this.connections.update(connection, { board: request.board });
      case "change":
        return this.#change(request, connection);
    }
  }

  async #change(request: ChangeRequest, connection: Connection): Promise<void> {
    const { role, name } = personOf(connection);
    if (role !== "control") {
      const detail = "the watch link shows the room; only the control link may press";
      return send(connection, errorMessage("not-allowed", detail, request.id));
    }
    try {
      send(connection, await this.state.change(request, { name, via: request.via }, connection));
    } catch (error) {
      if (!(error instanceof NotStored)) throw error;
      send(connection, notStored(request.id));
    }
  }

  async #join(
    { key, name, doing, client }: Extract<ClientRequest, { kind: "join" }>,
    connection: Connection,
  ): Promise<void> {
    let { role } = personOf(connection);
    if (key !== undefined && !isOpenRoom(this.state.id)) {
      if (!(await opens(key, this.state.id))) {
        return send(connection, wrongKey());
      }
      role = "control";
    }
    if (client !== undefined) this.connections.replaceOthers(connection, client);
    this.connections.update(connection, {
      role,
      joined: true,
      ...(name === undefined ? {} : { name }),
      ...(doing === undefined ? {} : { doing }),
      ...(client === undefined ? {} : { client, heardAt: Date.now() }),
    });
  }
}

/** In bytes; of a text that is certainly too long, more than MAX_LIST_BYTES. */
function sizeOf(message: RawMessage): number {
  if (typeof message !== "string") return message.byteLength;
  return message.length > MAX_LIST_BYTES ? message.length : new TextEncoder().encode(message).byteLength;
}

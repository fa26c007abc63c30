/**
 * The room as PartyKit runs it: the platform's events, each handed to the part that handles it. A message goes from
 * `room/messages` (parse) over the machine to `room/roomState` (disk, broadcast, push); HTTP goes through `http/`.
 */
import type * as Party from "partykit/server";
import { isOpenRoom } from "./shared/access";
import type { ClockStep } from "./shared/clockStep";
import { notStored } from "./shared/errors";
import { textResponse } from "./http/headers";
import { errorResponse } from "./http/responses";
import { RoomHttp } from "./http/roomHttp";
import { admitRequest, admitSocket, isFromForeignPage } from "./http/routing";
import { serveStatic } from "./http/staticFiles";
import { Connections, MAX_CONNECTIONS, send } from "./room/connections";
import type { Connection } from "./room/connections";
import type { DeliveryRoom } from "./room/delivery/room";
import { MessageHandler } from "./room/messages";
import type { RawMessage } from "./room/messages";
import { Outgoing } from "./room/delivery/outgoing";
import { RoomHooks } from "./room/hooks/roomHooks";
import { RoomPush } from "./room/push/roomPush";
import { RoomState } from "./room/roomState";
import { NotStored, WRITE_RETRY_MS } from "./room/storage";
import { TaskQueue } from "./room/taskQueue";

/** A room that cannot be read tries again this often, in ms: its alarm must not be lost. */
const UNREADABLE_RETRY_MS = 10 * 60 * 1000;

/** Thrown before a connection is accepted; `code` is the HTTP status. */
class ConnectionRefused extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export default class Room implements Party.Server {
  readonly options: Party.ServerOptions = { hibernate: true };
  readonly #queue = new TaskQueue();
  readonly #connections: Connections;
  readonly #state: RoomState;
  readonly #messages: MessageHandler;
  readonly #outgoing: Outgoing;
  #http: RoomHttp | null = null;
  #alarmRetry: ReturnType<typeof setTimeout> | null = null;

  constructor(readonly room: Party.Room) {
    this.#connections = new Connections(room);
    const parts: DeliveryRoom = {
      storage: room.storage,
      env: room.env,
      id: () => this.#state.id,
      pomodoro: () => this.#state.pomodoro,
      queue: this.#queue,
      setAlarm: () => this.#state.setAlarm(),
    };
    this.#outgoing = new Outgoing(new RoomPush(parts), new RoomHooks(parts));
    this.#state = new RoomState({
      storage: room.storage,
      connections: this.#connections,
      outgoing: this.#outgoing,
      id: () => room.id,
    });
    this.#messages = new MessageHandler(this.#state, this.#connections, this.#queue);
  }

  async onStart(): Promise<void> {
    await this.room.blockConcurrencyWhile(async () => this.#retryAlarm(await this.#state.load()));
  }

  /** The one hook that runs before a connection is accepted. */
  getConnectionTags(): string[] {
    if (this.#state.unreadable !== null) throw new ConnectionRefused(503, this.#state.unreadable);
    this.#connections.closeSilent(Date.now());
    if (this.#connections.count >= MAX_CONNECTIONS) throw new ConnectionRefused(503, "this room is full");
    return [];
  }

  onConnect(connection: Connection): Promise<void> {
    this.#connections.add(connection, isOpenRoom(this.#state.id) ? "control" : "watch");
    return this.#queue.run(async () => {
      // Where something was due, the broadcast has told everyone, this connection included.
      const { isTold, message } = await this.#state.settle(connection);
      if (!isTold) send(connection, message);
    });
  }

  /** Whether somebody notices a ring at once: people who are connected, phones, or other services. */
  get isHeard(): boolean {
    return this.#connections.count > 0 || this.#outgoing.isHeard;
  }

  /** Where the platform may be late with the alarm of a room that nobody hears: now somebody does. */
  async renewAlarm(): Promise<void> {
    if (this.#state.unreadable !== null) return;
    this.#retryAlarm(await this.#queue.run(() => this.#state.renewAlarm()));
  }

  /** An alarm that could not be set may be missing, or later than those who hear the room expect. */
  #retryAlarm(isSet: boolean): void {
    if (isSet || this.#alarmRetry !== null) return;
    this.#alarmRetry = setTimeout(() => {
      this.#alarmRetry = null;
      this.renewAlarm().catch((error: unknown) => console.error("the alarm cannot be set", error));
    }, WRITE_RETRY_MS);
  }

  async onMessage(message: RawMessage, connection: Connection): Promise<void> {
    if (this.#state.unreadable !== null) return connection.close(1011, this.#state.unreadable);
    return this.#messages.receive(message, connection);
  }

  onClose(connection: Connection): void {
    this.#connections.remove(connection);
    try {
      connection.close(); // with hibernation, the room itself finishes the closing handshake
    } catch {
      // It was finished already.
    }
  }

  onError(connection: Connection): void {
    this.onClose(connection);
  }

  onAlarm(): Promise<void> {
    // The newer version that can read this room finds an alarm, too.
    if (this.#state.unreadable !== null) return this.room.storage.setAlarm(Date.now() + UNREADABLE_RETRY_MS);
    return this.#queue.run(() => this.#state.wake());
  }

  /** Where the platform tells of it: the wall clock has made a step. PartyKit does not. */
  async onClockStep(step: ClockStep): Promise<void> {
    if (this.#state.unreadable === null) await this.#queue.run(() => this.#state.followStep(step));
  }

  async onRequest(request: Party.Request): Promise<Response> {
    if (this.#state.unreadable !== null) return textResponse(503, this.#state.unreadable);
    try {
      this.#http ??= new RoomHttp(this.#state, this.#outgoing, this.#queue);
      return await this.#http.answer(request, isFromForeignPage(request, this.room.env));
    } catch (error) {
      if (error instanceof NotStored) return errorResponse(notStored());
      console.error("a request failed", error);
      return textResponse(500, "the server failed");
    }
  }

  static onBeforeConnect(request: Party.Request, lobby: Pick<Party.Lobby, "env">): Request | Response {
    return admitSocket(request, lobby.env);
  }

  static onBeforeRequest(request: Party.Request): Request | Response {
    return admitRequest(request);
  }

  /** Under `partykit dev` and deployed: the build is in dist/app, so that every file gets the headers of `http/`. */
  static onFetch(request: Party.Request, lobby: Party.FetchLobby): Promise<Response> {
    return serveStatic(request, (path) => lobby.assets.fetch(`/app${path}`), {
      read: async (id) => (await lobby.parties["main"]?.get(id).fetch()) ?? textResponse(404, "no such room"),
    });
  }
}

Room satisfies Party.Worker;

/** Runs the room, which is written for PartyKit, in a Durable Object of plain workerd. */
import type * as Party from "partykit/server";
import Room from "../server";
import { textResponse } from "../http/headers";
import { roomAddress } from "../http/routing";
import type { Person } from "../room/presence";

/** The bindings in config.capnp. */
export interface Env {
  readonly ROOMS: DurableObjectNamespace;
  readonly ASSETS: Fetcher;
  readonly [variable: string]: unknown;
}

/** The data that workerd stores with a socket while the room sleeps. */
interface Attachment {
  readonly id: string;
  readonly uri: string;
  readonly state: unknown;
}

/** The settings among the bindings, as `room.env` of PartyKit contains them: without those that are not set. */
export const settingsOf = ({ ROOMS: _rooms, ASSETS: _assets, ...env }: Env): Record<string, unknown> =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== null));

const attachments = new WeakMap<WebSocket, Attachment>();

/** The socket with the fields of a PartyKit connection. While the room is awake, each call returns the same object. */
function connectionOf(ws: WebSocket): Party.Connection<Person> {
  if (!attachments.has(ws)) {
    attachments.set(ws, ws.deserializeAttachment() as Attachment);
    const attached = (): Attachment => attachments.get(ws)!;
    Object.defineProperties(ws, {
      id: { get: () => attached().id },
      uri: { get: () => attached().uri },
      socket: { value: ws },
      state: { get: () => attached().state },
      setState: {
        value: (next: unknown) => {
          const state: unknown = typeof next === "function" ? next(attached().state) : next;
          attachments.set(ws, { ...attached(), state });
          ws.serializeAttachment(attached());
          return state;
        },
      },
    });
  }
  return ws as unknown as Party.Connection<Person>;
}

/** One room. It offers the part of PartyKit's `Party.Room` that the room uses, and is as strict as PartyKit. */
export class RoomObject implements DurableObject {
  #starting: Promise<Room> | undefined;
  #id: string | undefined;
  #inAlarm = false;

  constructor(
    readonly ctx: DurableObjectState,
    readonly env: Env,
  ) {}

  async fetch(request: Request): Promise<Response> {
    const server = await this.#wake(request.url);
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return server.onRequest(request);
    try {
      server.getConnectionTags();
    } catch (refused) {
      const { code = 500, message } = refused as { code?: number; message: string };
      return textResponse(code, message);
    }
    const { 0: client, 1: ws } = new WebSocketPair();
    this.ctx.acceptWebSocket(ws);
    const id = new URL(request.url).searchParams.get("_pk") ?? crypto.randomUUID();
    ws.serializeAttachment({ id, uri: request.url, state: null } satisfies Attachment);
    await server.onConnect(connectionOf(ws));
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const connection = connectionOf(ws);
    await (await this.#wake(connection.uri)).onMessage(message, connection);
  }

  async webSocketClose(ws: WebSocket): Promise<void> {
    const connection = connectionOf(ws);
    (await this.#wake(connection.uri)).onClose(connection);
  }

  async webSocketError(ws: WebSocket): Promise<void> {
    const connection = connectionOf(ws);
    (await this.#wake(connection.uri)).onError(connection);
  }

  async alarm(): Promise<void> {
    const server = await this.#wake();
    this.#inAlarm = true;
    try {
      await server.onAlarm();
    } finally {
      this.#inAlarm = false;
    }
  }

  /** Builds the room on the first event after it slept. `url` contains its id, which an alarm does not know. */
  #wake(url?: string): Promise<Room> {
    if (url !== undefined) this.#id ??= roomAddress(url)?.id;
    return (this.#starting ??= this.#start());
  }

  async #start(): Promise<Room> {
    const server = new Room(this.#room());
    await server.onStart();
    return server;
  }

  #room(): Party.Room {
    const id = (): string => {
      if (this.#inAlarm || this.#id === undefined) throw new Error("room.id is not known in an alarm");
      return this.#id;
    };
    const getConnections = (): Party.Connection<Person>[] =>
      this.ctx
        .getWebSockets()
        .filter((ws) => ws.readyState === WebSocket.OPEN)
        .map(connectionOf);
    const room = {
      get id() {
        return id();
      },
      env: settingsOf(this.env),
      storage: this.ctx.storage,
      blockConcurrencyWhile: this.ctx.blockConcurrencyWhile.bind(this.ctx),
      getConnections,
    };
    return room as unknown as Party.Room; // the fields that this project does not use are missing
  }
}

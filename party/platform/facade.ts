/** Runs the room, which is written for PartyKit, in a Durable Object of plain workerd. */
import type * as Party from "partykit/server";
import Room from "../server";
import { textResponse } from "../http/headers";
import { roomAddress } from "../http/routing";
import type { Connection } from "../room/connections";
import { NotStored } from "../room/storage";
import { ALIVE_ANSWER } from "../shared/serverMessages";
import { stepIn } from "./clockSteps";
import { disk, writesTo } from "./disk";
import { STORE_URL, WAKE_URL } from "./ownRequests";
import { usage } from "./usage";

/** The header in which the worker names the address that opens a socket. The worker overwrites what a client sends. */
export const PEER = "x-peer";

/** How long an alarm waits for a disk that takes no changes before it leaves the next try to workerd, in ms. */
const ALARM_PATIENCE_MS = 10 * 60 * 1000;
/** How often it looks, in ms. */
const ALARM_RETRY_MS = 2000;
/** How far ahead the health check sets an alarm, in ms: any time, since it does nothing. */
const HEALTH_ALARM_MS = 60 * 60 * 1000;

/** The bindings in config.capnp. */
export interface Env {
  readonly ROOMS: DurableObjectNamespace;
  readonly ASSETS: Fetcher;
  /** The files of the rooms. The rooms themselves do not get it. */
  readonly ROOM_FILES: Fetcher;
  readonly [variable: string]: unknown;
}

/** UTF-16 units of the id that a client chooses for its connection; it gives no right, and nothing is keyed by it. */
const MAX_CONNECTION_ID = 40;

/** The data that workerd stores with a socket while the room sleeps: at most 2,048 bytes, or it throws. */
interface Attachment {
  readonly id: string;
  /** The address of the room, without the host that the client has sent: that may have any length. */
  readonly uri: string;
  /** Who has connected. */
  readonly address: string;
  readonly state: unknown;
}

/** The settings among the bindings, as `room.env` of PartyKit contains them: without those that are not set. */
export const settingsOf = ({
  ROOMS: _rooms,
  ASSETS: _assets,
  ROOM_FILES: _files,
  START_TOKEN: _token,
  ...env
}: Env): Record<string, unknown> =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== null));

/** The runtime answers a client's "alive" itself, so that a room in which pages are only open in the background sleeps. */
const ALIVE = new WebSocketRequestResponsePair('{"action":"alive"}', JSON.stringify(ALIVE_ANSWER));

const attachments = new WeakMap<WebSocket, Attachment>();
/** Sockets that are closed, and no longer counted. */
const released = new WeakSet<WebSocket>();

/** The socket with the fields of a PartyKit connection. While the room is awake, each call returns the same object. */
function connectionOf(ws: WebSocket, ctx: DurableObjectState): Connection {
  if (!attachments.has(ws)) {
    attachments.set(ws, ws.deserializeAttachment() as Attachment);
    const attached = (): Attachment => attachments.get(ws)!;
    Object.defineProperties(ws, {
      id: { get: () => attached().id },
      uri: { get: () => attached().uri },
      socket: { value: ws },
      answeredAt: { get: () => ctx.getWebSocketAutoResponseTimestamp(ws)?.getTime() ?? 0 },
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
  return ws as unknown as Connection;
}

/** One room. It offers the part of PartyKit's `Party.Room` that the room uses, and is as strict as PartyKit. */
export class RoomObject implements DurableObject {
  #starting: Promise<Room> | undefined;
  #id: string | undefined;
  #inAlarm = false;
  /** The name of the room's file, without its ending. */
  readonly #name: string;

  constructor(
    readonly ctx: DurableObjectState,
    readonly env: Env,
  ) {
    this.#name = ctx.id.toString();
    ctx.setWebSocketAutoResponse(ALIVE);
  }

  async fetch(request: Request): Promise<Response> {
    if (request.url === STORE_URL) return this.#tryToStore();
    if (request.url === WAKE_URL) return this.#setLostAlarm();
    const step = stepIn(request.url);
    if (step !== null) {
      await (await this.#wake()).onClockStep(step);
      return new Response(null);
    }
    const server = await this.#wake(request.url);
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return server.onRequest(request);
    try {
      server.getConnectionTags();
    } catch (refused) {
      const { code = 500, message } = refused as { code?: number; message: string };
      return textResponse(code, message);
    }
    const { pathname, searchParams } = new URL(request.url);
    const attachment: Attachment = {
      id: searchParams.get("_pk")?.slice(0, MAX_CONNECTION_ID) ?? crypto.randomUUID(),
      uri: `http://room${pathname}`,
      address: request.headers.get(PEER) ?? "",
      state: null,
    };
    const { 0: client, 1: ws } = new WebSocketPair();
    this.ctx.acceptWebSocket(ws);
    usage.openSocket(this.#name, attachment.address);
    try {
      ws.serializeAttachment(attachment);
      await server.onConnect(connectionOf(ws, this.ctx));
    } catch (error) {
      // Nobody will ever read from this socket. An open one would count as a person for ever.
      this.#release(ws, attachment.address);
      server.onClose(connectionOf(ws, this.ctx));
      if (error instanceof NotStored) return textResponse(503, error.message);
      console.error("a connection failed", error);
      return textResponse(500, "the server failed");
    }
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const connection = connectionOf(ws, this.ctx);
    usage.touch(this.#name, Date.now());
    await (await this.#wake(connection.uri)).onMessage(message, connection);
  }

  async webSocketClose(ws: WebSocket): Promise<void> {
    const connection = connectionOf(ws, this.ctx);
    this.#release(ws, attachments.get(ws)?.address ?? "");
    (await this.#wake(connection.uri)).onClose(connection);
  }

  async webSocketError(ws: WebSocket): Promise<void> {
    const connection = connectionOf(ws, this.ctx);
    this.#release(ws, attachments.get(ws)?.address ?? "");
    (await this.#wake(connection.uri)).onError(connection);
  }

  /**
   * Waits for a disk that takes no changes: workerd would try again after 2, 4, 8 … 512 s, so that a room could ring
   * minutes after there is space again.
   */
  async alarm(): Promise<void> {
    const end = Date.now() + ALARM_PATIENCE_MS;
    for (;;) {
      usage.touch(this.#name, Date.now());
      try {
        if (!(await this.#isWritable()) && Date.now() < end) throw new NotStored();
        return await this.#runAlarm();
      } catch (error) {
        if (!(error instanceof NotStored) || Date.now() >= end) throw error;
        await scheduler.wait(ALARM_RETRY_MS);
      }
    }
  }

  async #runAlarm(): Promise<void> {
    const server = await this.#wake();
    this.#inAlarm = true;
    try {
      await server.onAlarm();
    } finally {
      this.#inAlarm = false;
    }
  }

  #isWritable(): Promise<boolean> {
    return disk.isGood(writesTo(this.env.ROOM_FILES), Date.now);
  }

  /** For the health check: writes what a change of a room writes, in a room of its own. Its alarm does nothing. */
  async #tryToStore(): Promise<Response> {
    const { storage } = this.ctx;
    const now = Date.now();
    await Promise.all([storage.put("checked", now), storage.setAlarm(now + HEALTH_ALARM_MS)]);
    await storage.sync();
    return new Response(null, { status: 204 });
  }

  /**
   * Where workerd has lost the list of alarms: the room's own alarm is still stored with the room, and setting the same
   * one again would change nothing. So another one is set, which rings at once and sets the right one.
   */
  async #setLostAlarm(): Promise<Response> {
    const { storage } = this.ctx;
    if ((await storage.getAlarm()) !== null) {
      await storage.setAlarm(Date.now());
      await storage.sync();
    }
    return new Response(null, { status: 204 });
  }

  /** The socket is closed: its descriptors are free. A second event of the same socket changes nothing. */
  #release(ws: WebSocket, address: string): void {
    if (released.has(ws)) return;
    released.add(ws);
    usage.touch(this.#name, Date.now());
    usage.closeSocket(this.#name, address);
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

  /** The storage of the platform, which also tells beforehand whether it can write. */
  #storage(): DurableObjectStorage {
    const { storage } = this.ctx;
    const expectWritable = async (): Promise<void> => {
      if (!(await this.#isWritable())) throw new NotStored();
    };
    return Object.defineProperty(storage, "expectWritable", { value: expectWritable, configurable: true });
  }

  #room(): Party.Room {
    const id = (): string => {
      if (this.#inAlarm || this.#id === undefined) throw new Error("room.id is not known in an alarm");
      return this.#id;
    };
    const getConnections = (): Connection[] =>
      this.ctx
        .getWebSockets()
        .filter((ws) => ws.readyState === WebSocket.OPEN)
        .map((ws) => connectionOf(ws, this.ctx));
    const room = {
      get id() {
        return id();
      },
      env: settingsOf(this.env),
      storage: this.#storage(),
      blockConcurrencyWhile: this.ctx.blockConcurrencyWhile.bind(this.ctx),
      getConnections,
    };
    return room as unknown as Party.Room; // the fields that this project does not use are missing
  }
}

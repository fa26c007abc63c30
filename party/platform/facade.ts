/** Runs the room, which is written for PartyKit, in a Durable Object of plain workerd. */
import type * as Party from "partykit/server";
import Room from "../server";
import { textResponse } from "../http/headers";
import { errorResponse } from "../http/responses";
import { roomAddress } from "../http/routing";
import type { Connection } from "../room/connections";
import { NotStored, WRITE_RETRY_MS } from "../room/storage";
import { notStored } from "../shared/errors";
import { HEARTBEAT, HEARTBEAT_ANSWER } from "../shared/heartbeat";
import { stepIn } from "./clockSteps";
import { disk, writesTo } from "./disk";
import { ASLEEP, RING_URL, STORE_URL, WAKE_URL } from "./ownRequests";
import { ringPacer } from "./ringPacer";
import { asRoomStorage } from "./roomStorage";
import { attach, connectionOf, releaseSocket } from "./sockets";
import { usage } from "./usage";

/** The header in which the worker names the address that opens a socket. The worker overwrites what a client sends. */
export const PEER = "x-peer";

/** How long an alarm waits for a disk that takes no changes before it leaves the next try to workerd, in ms. */
const ALARM_PATIENCE_MS = 10 * 60 * 1000;
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

/** The settings among the bindings, as `room.env` of PartyKit contains them: without those that are not set. */
export const settingsOf = ({
  ROOMS: _rooms,
  ASSETS: _assets,
  ROOM_FILES: _files,
  START_TOKEN: _token,
  ...env
}: Env): Record<string, unknown> =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== null));

/** The runtime answers heartbeats itself, so that a room sleeps while pages are open. An object has one such pair. */
const BEAT = new WebSocketRequestResponsePair(JSON.stringify(HEARTBEAT), JSON.stringify(HEARTBEAT_ANSWER));

/** A Durable Object's state has this method; the types of this compatibility date do not. It rejects the open request. */
interface Abortable {
  abort(reason: string): void;
}

/** One room. It offers the part of PartyKit's `Party.Room` that the room uses, and is as strict as PartyKit. */
export class RoomObject implements DurableObject {
  #starting: Promise<Room> | undefined;
  #id: string | undefined;
  #inAlarm = false;
  /** Whether the room's alarm has come since it woke. */
  #hadAlarm = false;
  /** The name of the room's file, without its ending. */
  readonly #name: string;
  /** That of the platform, which is at exactly this moment. */
  readonly #setAlarm: (at: number) => Promise<void>;

  constructor(
    readonly ctx: DurableObjectState,
    readonly env: Env,
  ) {
    this.#name = ctx.id.toString();
    this.#setAlarm = ctx.storage.setAlarm.bind(ctx.storage);
    ctx.setWebSocketAutoResponse(BEAT);
  }

  async fetch(request: Request): Promise<Response> {
    if (request.url === STORE_URL) return this.#tryToStore();
    if (request.url === WAKE_URL) return this.#setLostAlarm();
    if (request.url === RING_URL) return this.#ring();
    const step = stepIn(request.url);
    if (step !== null) {
      // The worker tells it again. So the room must not begin: a step that was followed by half would count twice.
      if (!(await this.#isWritable())) return errorResponse(notStored());
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
    const { 0: client, 1: ws } = new WebSocketPair();
    this.ctx.acceptWebSocket(ws);
    try {
      attach(ws, this.#name, {
        id: searchParams.get("_pk") ?? crypto.randomUUID(),
        uri: `http://room${pathname}`,
        address: request.headers.get(PEER) ?? "",
        state: null,
      });
      const wasHeard = server.isHeard;
      await server.onConnect(connectionOf(ws, this.ctx));
      if (!wasHeard) await server.renewAlarm();
    } catch (error) {
      // Nobody will ever read from this socket. An open one would count as a person for ever.
      releaseSocket(ws, this.#name);
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
    releaseSocket(ws, this.#name);
    (await this.#wake(connection.uri)).onClose(connection);
  }

  async webSocketError(ws: WebSocket): Promise<void> {
    const connection = connectionOf(ws, this.ctx);
    releaseSocket(ws, this.#name);
    (await this.#wake(connection.uri)).onError(connection);
  }

  /**
   * Waits for a disk that takes no changes: workerd would try again after 2, 4, 8 … 512 s, so that a room could ring
   * minutes after there is space again.
   */
  async alarm(): Promise<void> {
    this.#hadAlarm = true;
    const end = Date.now() + ALARM_PATIENCE_MS;
    for (;;) {
      usage.touch(this.#name, Date.now());
      try {
        await scheduler.wait(ringPacer.next(Date.now()));
        if (!(await this.#isWritable()) && Date.now() < end) throw new NotStored();
        await this.#runAlarm();
        return;
      } catch (error) {
        if (!(error instanceof NotStored) || Date.now() >= end) throw error;
        await scheduler.wait(WRITE_RETRY_MS);
      }
    }
  }

  async #runAlarm(): Promise<Room> {
    const server = await this.#wake();
    this.#inAlarm = true;
    try {
      await server.onAlarm();
    } finally {
      this.#inAlarm = false;
    }
    return server;
  }

  /**
   * What the alarm does, before it comes. The room then sleeps at once, and not after 10 s, so that many rooms in a row
   * need neither memory nor file descriptors; but not where it has more to do. The caller lets no request through.
   */
  async #ring(): Promise<Response> {
    const server = await this.#runAlarm();
    await this.ctx.storage.sync();
    if (!server.isHeard && !this.#hadAlarm) (this.ctx as unknown as Abortable).abort(ASLEEP);
    return new Response(null, { status: 204 });
  }

  #isWritable(): Promise<boolean> {
    return disk.isGood(writesTo(this.env.ROOM_FILES), Date.now);
  }

  /** For the health check: writes what a change of a room writes, in a room of its own. Its alarm does nothing. */
  async #tryToStore(): Promise<Response> {
    const { storage } = this.ctx;
    const now = Date.now();
    await Promise.all([storage.put("checked", now), this.#setAlarm(now + HEALTH_ALARM_MS)]);
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
      await this.#setAlarm(Date.now());
      await storage.sync();
    }
    return new Response(null, { status: 204 });
  }

  /** Builds the room on the first event after it slept. `url` contains its id, which an alarm does not know. */
  #wake(url?: string): Promise<Room> {
    if (url !== undefined) this.#id ??= roomAddress(url)?.id;
    return (this.#starting ??= this.#start());
  }

  async #start(): Promise<Room> {
    const server: Room = new Room(this.#room(() => server.isHeard));
    await server.onStart();
    return server;
  }

  #room(isHeard: () => boolean): Party.Room {
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
      storage: asRoomStorage(this.ctx.storage, {
        name: this.#name,
        isWritable: () => this.#isWritable(),
        isHeard,
      }),
      blockConcurrencyWhile: this.ctx.blockConcurrencyWhile.bind(this.ctx),
      getConnections,
    };
    return room as unknown as Party.Room; // the fields that this project does not use are missing
  }
}

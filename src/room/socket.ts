/**
 * The connection to one room. It reconnects by itself, detects a dead connection, and never queues a message. It is a
 * WebSocket; only where WebSockets fail and the room answers over HTTP, it is `httpLink.ts`.
 */
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { ClientMessage } from "../../party/shared/clientMessages";
import { HEARTBEAT } from "../../party/shared/heartbeat";
import type { ServerMessage } from "../../party/shared/serverMessages";
import type { HttpLink } from "./httpLink";
import { makeReconnectingSocket } from "./reconnectingSocket";
import type { ReconnectingSocket } from "./reconnectingSocket";

/** A visible page that has received nothing for this time pings the server, in ms. */
const PING_INTERVAL_MS = 2000;
/** A connection on which nothing arrives for this time after a ping is dead, in ms. */
const PONG_TIMEOUT_MS = 1500;
/**
 * A page that has sent nothing for this time, in ms, says that it is there: the server closes a connection of which it
 * has heard nothing for 90 s. Browsers run the timers of a hidden page once a minute.
 */
const ALIVE_INTERVAL_MS = 45_000;
/** After so many lost connections and attempts, none of which has lasted for `LASTING_MS`, the room is asked over HTTP. */
const MAX_LOSSES = 3;
const LASTING_MS = 10_000;

export interface RoomSocket {
  /** Whether the message was sent. A message that cannot be sent now is dropped. */
  send(message: ClientMessage): boolean;
  /** Pings the server now, and reconnects if nothing arrives in time. */
  probe(): void;
  close(): void;
}

/** What a connection cannot do, in the language of the page. */
export interface Drawback {
  /** For the head of the screen: one line. */
  readonly line: string;
  /** In place of the list of people. */
  readonly people: string;
}

export interface SocketEvents {
  /** `drawback`: undefined for a WebSocket. */
  onOpen(drawback?: Drawback): void;
  /** The connection was lost; the socket is making a new one. */
  onLost(): void;
  /** Only valid messages arrive here. */
  onMessage(message: ServerMessage): void;
  /** Makes the message that tests the connection. */
  makePing(): ClientMessage;
}

export function makeSocket(room: string, events: SocketEvents): RoomSocket {
  const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/parties/main/${room}`;
  let socket: ReconnectingSocket | null = null;
  let receivedAt = 0;
  let sentAt = 0;
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the ping was sent for which it runs. */
  let pingedAt = 0;
  /** In use while it is not null. */
  let http: HttpLink | null = null;
  /** While a WebSocket is open: since when. */
  let openedAt: number | null = null;
  let losses = 0;
  /** Whether one of these losses was that of an open connection that did not last. */
  let breaks = false;

  function connect(): void {
    socket = makeReconnectingSocket(url, { onOpen: handleOpen, onLost: handleLoss, onText: handleText });
  }
  function disconnect(): void {
    socket?.close();
    socket = null;
  }

  function handleText(text: string): void {
    noteReceipt();
    const message = parseServerMessage(text);
    if (message !== null) events.onMessage(message);
  }

  function stopPongTimer(): void {
    clearTimeout(pongTimer);
    pongTimer = undefined;
  }

  /** Any message shows that the connection is alive. */
  function noteReceipt(): void {
    receivedAt = performance.now();
    stopPongTimer();
  }

  function handleOpen(): void {
    openedAt = performance.now();
    http?.close();
    http = null;
    events.onOpen();
  }

  function handleLoss(): void {
    stopPongTimer();
    if (http !== null) return;
    events.onLost();
    const hasLasted = openedAt !== null && performance.now() - openedAt > LASTING_MS;
    losses = hasLasted ? 1 : losses + 1;
    breaks = !hasLasted && (breaks || openedAt !== null);
    openedAt = null;
    if (losses >= MAX_LOSSES) tryHttp().catch(() => {}); // the code does not load: no network
  }

  async function tryHttp(): Promise<void> {
    const { openHttpLink } = await import("./httpLink");
    const made = await openHttpLink({ room, events, socketUrl: url, breaks, onSocketWorks: connect });
    if (made === null || http !== null || socket === null || socket.readyState === WebSocket.OPEN) return;
    disconnect();
    http = made;
    made.start();
  }

  function probe(): void {
    if (http !== null) return http.probe();
    // A hidden page has its timers late.
    if (pongTimer && performance.now() - pingedAt > PONG_TIMEOUT_MS) return socket?.retry();
    if (socket?.readyState !== WebSocket.OPEN || !send(events.makePing()) || pongTimer) return;
    pingedAt = sentAt;
    pongTimer = setTimeout(() => socket?.retry(), PONG_TIMEOUT_MS);
  }

  function send(message: ClientMessage): boolean {
    if (http !== null) return http.send(message);
    if (socket?.readyState !== WebSocket.OPEN) return false;
    sentAt = performance.now();
    socket.send(JSON.stringify(message));
    return true;
  }

  function onVisible(): void {
    if (document.visibilityState !== "visible") return;
    if (http !== null || socket?.readyState === WebSocket.OPEN) probe();
    else if (socket?.readyState !== WebSocket.CONNECTING) socket?.retry();
  }

  /** Starts anew even while connecting: an attempt from before the network came back may never get an answer. */
  function onOnline(): void {
    if (http !== null || socket?.readyState === WebSocket.OPEN) probe();
    else socket?.retry();
  }

  const pingTimer = setInterval(() => {
    if (http !== null) return;
    const now = performance.now();
    if (document.visibilityState === "visible" && now - receivedAt > PING_INTERVAL_MS) probe();
    else if (now - sentAt > ALIVE_INTERVAL_MS) send(HEARTBEAT);
  }, PING_INTERVAL_MS / 4);
  window.addEventListener("online", onOnline);
  window.addEventListener("offline", probe);
  document.addEventListener("visibilitychange", onVisible);
  window.addEventListener("pageshow", onVisible);
  connect();

  return {
    send,
    probe,
    close() {
      clearInterval(pingTimer);
      stopPongTimer();
      window.removeEventListener("online", onOnline);
      window.removeEventListener("offline", probe);
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("pageshow", onVisible);
      disconnect();
      http?.close();
    },
  };
}

/** One WebSocket to one room. It reconnects by itself, detects a dead connection, and never queues a message. */
import ReconnectingWebSocket from "partysocket/ws";
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { ClientMessage } from "../../party/shared/clientMessages";
import type { ServerMessage } from "../../party/shared/serverMessages";

/** A visible page that has received nothing for this time pings the server, in ms. */
const PING_INTERVAL_MS = 2000;
/** A connection on which nothing arrives for this time after a ping is dead, in ms. */
const PONG_TIMEOUT_MS = 1500;
/**
 * A page that has sent nothing for this time, in ms, says that it is there: the server closes a connection of which it
 * has heard nothing for 90 s. Browsers run the timers of a hidden page once a minute.
 */
const ALIVE_INTERVAL_MS = 45_000;

export interface RoomSocket {
  /** Whether the message was sent. A message that cannot be sent now is dropped. */
  send(message: ClientMessage): boolean;
  /** Pings the server now, and reconnects if nothing arrives in time. */
  probe(): void;
  close(): void;
}

export interface SocketEvents {
  onOpen(): void;
  /** The connection was lost; the socket is making a new one. */
  onLost(): void;
  /** Only valid messages arrive here. */
  onMessage(message: ServerMessage): void;
  /** Makes the message for a ping. */
  makePing(): ClientMessage;
}

export function makeSocket(room: string, events: SocketEvents): RoomSocket {
  // PartySocket itself chooses wss for every host that it does not know to be local, so the URL is made here.
  const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/parties/main/${room}`;
  let socket: ReconnectingWebSocket | null = null;
  let receivedAt = 0;
  let sentAt = 0;
  let pongTimer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    const made = new ReconnectingWebSocket(url, [], {
      maxEnqueuedMessages: 0, // a press must not be sent late
      minReconnectionDelay: 400,
      maxReconnectionDelay: 3000,
      reconnectionDelayGrowFactor: 1.5,
      connectionTimeout: 3000,
    });
    made.addEventListener("open", () => socket === made && events.onOpen());
    made.addEventListener("close", () => socket === made && handleLoss());
    made.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (socket !== made || typeof data !== "string") return;
      noteReceipt();
      const message = parseServerMessage(data);
      if (message !== null) events.onMessage(message);
    });
    socket = made;
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

  function handleLoss(): void {
    stopPongTimer();
    events.onLost();
  }

  /** Makes a new socket, since one that waits for its next attempt cannot be told to try now. */
  function reconnect(): void {
    const old = socket;
    socket = null;
    old?.close();
    handleLoss();
    connect();
  }

  function probe(): void {
    if (socket?.readyState !== WebSocket.OPEN || !send(events.makePing())) return;
    pongTimer ??= setTimeout(reconnect, PONG_TIMEOUT_MS);
  }

  function send(message: ClientMessage): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    sentAt = performance.now();
    return socket.send(JSON.stringify(message));
  }

  function onVisible(): void {
    if (document.visibilityState !== "visible") return;
    if (socket?.readyState === WebSocket.OPEN) probe();
    else if (socket?.readyState !== WebSocket.CONNECTING) reconnect();
  }

  /** Starts anew even while connecting: an attempt from before the network came back may never get an answer. */
  function onOnline(): void {
    if (socket?.readyState === WebSocket.OPEN) probe();
    else reconnect();
  }

  const pingTimer = setInterval(() => {
    const now = performance.now();
    if (document.visibilityState === "visible" && now - receivedAt > PING_INTERVAL_MS) probe();
    else if (now - sentAt > ALIVE_INTERVAL_MS) send({ action: "alive" });
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
      const old = socket;
      socket = null;
      old?.close();
    },
  };
}

/** One socket to one room, kept alive: reconnects by itself, notices a dead connection, never queues. */
import ReconnectingWebSocket from "partysocket/ws";
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { ClientMessage } from "../../party/shared/clientMessages";
import type { ServerMessage } from "../../party/shared/serverMessages";

/** How often a visible page asks whether the connection is alive, and how long it waits for any answer. */
const ASK_MS = 2000;
const ANSWER_MS = 1500;

export interface RoomSocket {
  /** Whether the message has left; a message that cannot leave now never will. */
  send(message: ClientMessage): boolean;
  /** Asks for a sign of life at once. */
  probe(): void;
  close(): void;
}

export interface SocketEvents {
  onOpen(): void;
  /** The connection is gone, or is being made again. */
  onLost(): void;
  onMessage(message: ServerMessage): void;
  /** What to ask when nothing was heard for a while. */
  ping(): ClientMessage;
}

export function makeSocket(room: string, events: SocketEvents): RoomSocket {
  // partysocket's own class takes wss for every host that it does not know as local
  const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/parties/main/${room}`;
  let socket: ReconnectingWebSocket | null = null;
  let heardAt = 0;
  let deadline: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    const made = new ReconnectingWebSocket(url, [], {
      maxEnqueuedMessages: 0, // an old press never fires later
      minReconnectionDelay: 400,
      maxReconnectionDelay: 3000,
      reconnectionDelayGrowFactor: 1.5,
      connectionTimeout: 3000,
    });
    made.addEventListener("open", () => socket === made && events.onOpen());
    made.addEventListener("close", () => socket === made && lose());
    made.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (socket !== made || typeof data !== "string") return;
      heard();
      const message = parseServerMessage(data);
      if (message !== null) events.onMessage(message);
    });
    socket = made;
  }

  function heard(): void {
    heardAt = performance.now();
    clearTimeout(deadline);
    deadline = undefined;
  }

  function lose(): void {
    clearTimeout(deadline);
    deadline = undefined;
    events.onLost();
  }

  /** A socket that waits for its next try cannot be hurried; a new one can. */
  function restart(): void {
    const old = socket;
    socket = null;
    old?.close();
    lose();
    connect();
  }

  function probe(): void {
    if (socket?.readyState !== WebSocket.OPEN || !send(events.ping())) return;
    deadline ??= setTimeout(restart, ANSWER_MS);
  }

  function send(message: ClientMessage): boolean {
    return socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  }

  function wake(): void {
    if (document.visibilityState !== "visible") return;
    if (socket?.readyState === WebSocket.OPEN) probe();
    else if (socket?.readyState !== WebSocket.CONNECTING) restart();
  }

  /** What was tried before the network came back may wait for an answer that never comes. */
  function online(): void {
    if (socket?.readyState === WebSocket.OPEN) probe();
    else restart();
  }

  const asking = setInterval(() => {
    if (document.visibilityState === "visible" && performance.now() - heardAt > ASK_MS) probe();
  }, ASK_MS / 4);
  window.addEventListener("online", online);
  window.addEventListener("offline", probe);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("pageshow", wake);
  connect();

  return {
    send,
    probe,
    close() {
      clearInterval(asking);
      clearTimeout(deadline);
      window.removeEventListener("online", online);
      window.removeEventListener("offline", probe);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("pageshow", wake);
      const old = socket;
      socket = null;
      old?.close();
    },
  };
}

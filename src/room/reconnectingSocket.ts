/** A WebSocket that connects again by itself when it is lost. It never queues a message. */

/** How long an attempt may take, in ms. */
const TIMEOUT_MS = 3000;
/** The pause after the first loss, in ms. Each further one is longer by the factor, up to the maximum. */
const FIRST_PAUSE_MS = 400;
const PAUSE_FACTOR = 1.5;
const MAX_PAUSE_MS = 3000;
/** After a connection that has lasted this long the next pause is the first one again, in ms. */
const LASTING_MS = 5000;

export interface ReconnectingSocket {
  /** As of a WebSocket; CLOSED between two attempts. */
  readonly readyState: number;
  /** Only while it is open. */
  send(text: string): void;
  /** No event follows. */
  close(): void;
}

interface ReconnectingSocketEvents {
  onOpen(): void;
  /** A connection or an attempt has ended; the next attempt follows by itself. */
  onLost(): void;
  onText(text: string): void;
}

export function makeReconnectingSocket(url: string, events: ReconnectingSocketEvents): ReconnectingSocket {
  let current: WebSocket | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    const socket = new WebSocket(url);
    current = socket;
    function lose(): void {
      if (current !== socket) return;
      close();
      timer = setTimeout(connect, pauseMs);
      pauseMs = Math.min(pauseMs * PAUSE_FACTOR, MAX_PAUSE_MS);
      events.onLost();
    }
    timer = setTimeout(lose, TIMEOUT_MS);
    socket.addEventListener("open", () => {
      if (current !== socket) return;
      clearTimeout(timer);
      timer = setTimeout(() => (pauseMs = FIRST_PAUSE_MS), LASTING_MS);
      events.onOpen();
    });
    socket.addEventListener("close", lose);
    socket.addEventListener("message", ({ data }) => {
      if (current === socket && typeof data === "string") events.onText(data);
    });
  }
  function close(): void {
    clearTimeout(timer);
    const socket = current;
    current = null;
    socket?.close();
  }
  connect();

  return {
    get readyState() {
      return current?.readyState ?? WebSocket.CLOSED;
    },
    send: (text) => current?.send(text),
    close,
  };
}

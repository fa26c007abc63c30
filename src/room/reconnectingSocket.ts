/** A WebSocket that connects again by itself when it is lost. It never queues a message. */
import ReconnectingWebSocket from "partysocket/ws";

/** How long an attempt may take, in ms. */
const TIMEOUT_MS = 3000;
/** The pause before the second attempt, in ms. Each further one is longer by the factor, up to the maximum. */
const FIRST_PAUSE_MS = 400;
const PAUSE_FACTOR = 1.5;
const MAX_PAUSE_MS = 2000;
/** A small file that every server of the app has. */
const SMALL_FILE = "/robots.txt";

export interface ReconnectingSocket {
  /** As of a WebSocket. */
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
  let mustAsk = false;
  let isClosed = false;
  /**
   * Browsers let a WebSocket wait for up to a minute where earlier ones to the same host have failed, but not a request.
   * So an attempt that follows a failed one begins when a request has reached the server.
   */
  async function nextUrl(): Promise<string> {
    const isAsked = mustAsk;
    mustAsk = true;
    if (isAsked) {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const { ok } = await fetch(SMALL_FILE, { method: "HEAD", cache: "no-store", signal });
      if (!ok) throw new Error("the server does not answer");
    }
    return url;
  }
  const socket = new ReconnectingWebSocket(nextUrl, [], {
    maxEnqueuedMessages: 0, // a press must not be sent late
    minReconnectionDelay: FIRST_PAUSE_MS,
    maxReconnectionDelay: MAX_PAUSE_MS,
    reconnectionDelayGrowFactor: PAUSE_FACTOR,
    connectionTimeout: TIMEOUT_MS,
  });
  socket.addEventListener("open", () => isClosed || events.onOpen());
  socket.addEventListener("close", () => isClosed || events.onLost());
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (!isClosed && typeof data === "string") events.onText(data);
  });
  return {
    get readyState() {
      return socket.readyState;
    },
    send: (text) => socket.send(text),
    close() {
      isClosed = true;
      socket.close();
    },
  };
}

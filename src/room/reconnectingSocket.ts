/** A WebSocket that connects again by itself when it is lost. It never queues a message. */
import ReconnectingWebSocket from "partysocket/ws";
import { askServer } from "./askServer";

/**
 * How long an attempt may take at first, in ms. Each further one that takes too long may take longer by the factor, up to
 * the maximum: Firefox delays WebSockets by up to a minute, and counts each that is given up meanwhile as one more failure.
 */
const TIMEOUT_MS = 3000;
const TIMEOUT_FACTOR = 1.5;
const MAX_TIMEOUT_MS = 70_000;
/** The pause after the first loss, in ms. Each further one is longer by the factor, up to the maximum. */
const FIRST_PAUSE_MS = 400;
const PAUSE_FACTOR = 1.5;
const MAX_PAUSE_MS = 2000;
/** How many attempts of an outage begin without an answer of the server: after more, Firefox delays the next by seconds. */
const MAX_UNASKED = 2;

export interface ReconnectingSocket {
  /** As of a WebSocket. */
  readonly readyState: number;
  /** Only while it is open. */
  send(text: string): void;
  /** Gives up the present connection or attempt, and makes a new one without a pause. */
  retry(): void;
  /** No event follows. */
  close(): void;
}

interface ReconnectingSocketEvents {
  onOpen(): void;
  /** A connection or an attempt has ended; the next attempt follows by itself. */
  onLost(): void;
  onText(text: string): void;
}

/**
 * Browsers let a WebSocket wait for up to a minute where earlier ones to the same host have failed, but not a request.
 * So each attempt but the first begins when a request has reached the server. A few also begin without an answer, since a
 * WebSocket has a new connection.
 */
export function makeReconnectingSocket(url: string, events: ReconnectingSocketEvents): ReconnectingSocket {
  const options = {
    maxEnqueuedMessages: 0, // a press must not be sent late
    minReconnectionDelay: FIRST_PAUSE_MS,
    maxReconnectionDelay: MAX_PAUSE_MS,
    reconnectionDelayGrowFactor: PAUSE_FACTOR,
    connectionTimeout: TIMEOUT_MS, // read before the pause of an attempt
    shouldReconnectOnClose({ reason }: { reason: string }) {
      const isSlow = isLoss && reason === "timeout";
      if (isSlow) this.connectionTimeout = Math.min(this.connectionTimeout * TIMEOUT_FACTOR, MAX_TIMEOUT_MS);
      return true;
    },
  };
  let socket: ReconnectingWebSocket | null = null;
  /** Whether an attempt has begun and not ended. */
  let isAttempt = false;
  /** Whether the end of the connection or attempt is a loss; that of an attempt that began without an answer is none. */
  let isLoss = false;
  let unaskedLeft = MAX_UNASKED;
  let stopAsking: (() => void) | null = null;
  /** Begins the attempt that waits for an answer; null: none waits. */
  let begin: ((hasAnswer: boolean) => void) | null = null;

  /** `hasAnswer`: the first attempt begins at once. */
  function start(hasAnswer: boolean): void {
    let mustAsk = !hasAnswer;
    isAttempt = hasAnswer;
    const nextUrl = (): Promise<string> =>
      new Promise((resolve) => {
        if (socket !== own) return; // given up meanwhile
        begin = (isAnswered) => {
          begin = null;
          isAttempt = true;
          isLoss = isAnswered;
          resolve(url);
        };
        if (mustAsk) stopAsking ??= askServer({ onAnswer, onSilence });
        else begin(true);
        mustAsk = true;
      });
    const own = new ReconnectingWebSocket(nextUrl, [], options);
    socket = own;
    own.addEventListener("open", () => {
      if (socket !== own) return;
      endQuestion();
      isAttempt = false;
      isLoss = true;
      options.connectionTimeout = TIMEOUT_MS;
      unaskedLeft = MAX_UNASKED;
      events.onOpen();
    });
    own.addEventListener("close", () => socket === own && lose());
    own.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (socket === own && typeof data === "string") events.onText(data);
    });
  }
  /** Its events do not count from here on. */
  function drop(): void {
    begin = null;
    const old = socket;
    socket = null;
    old?.close();
  }
  function lose(): void {
    isAttempt = false;
    if (!isLoss) return;
    isLoss = false;
    events.onLost();
  }

  function onAnswer(): void {
    stopAsking = null;
    if (begin !== null) return begin(true);
    drop(); // an attempt that began without an answer, or the pause after it
    start(true);
  }
  function onSilence(): void {
    if (begin !== null && unaskedLeft-- > 0) begin(false);
  }
  function endQuestion(): void {
    stopAsking?.();
    stopAsking = null;
  }

  start(true);
  return {
    get readyState() {
      const state = socket?.readyState ?? WebSocket.CLOSED;
      return state === WebSocket.CONNECTING && !isAttempt ? WebSocket.CLOSED : state;
    },
    send: (text) => void socket?.send(text),
    retry() {
      drop();
      endQuestion();
      start(false);
      lose();
    },
    close() {
      endQuestion();
      drop();
    },
  };
}

/** A WebSocket that connects again by itself when it is lost. It never queues a message. */

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
/** After a connection that has lasted for this time the pause is short again, in ms. */
const LASTING_MS = 5000;
/** A small file that every server of the app has, and how long it may take, in ms. */
const SMALL_FILE = "/robots.txt";
const ASK_TIMEOUT_MS = 4000;
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
 * So each attempt but the first begins when a request has reached the server. Requests follow each other whether or not
 * there is an answer: one on a connection that has died never gets any. Then a few attempts begin without an answer, too,
 * since a WebSocket has a new connection.
 */
export function makeReconnectingSocket(url: string, events: ReconnectingSocketEvents): ReconnectingSocket {
  let current: WebSocket | null = null;
  /** Whether the end of `current` is a loss; that of an attempt that began without an answer is none. */
  let isLoss = false;
  let openedAt = Infinity;
  let pauseMs = FIRST_PAUSE_MS;
  let timeoutMs = TIMEOUT_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let askTimer: ReturnType<typeof setTimeout> | undefined;
  /** The requests of earlier rounds do not count. */
  let round = 0;
  let openRequests = 0;
  let unaskedLeft = MAX_UNASKED;

  function connect(hasAnswer: boolean): void {
    const socket = new WebSocket(url);
    const isCurrent = (): boolean => current === socket;
    current = socket;
    isLoss = hasAnswer;
    timer = setTimeout(
      () => {
        if (hasAnswer) timeoutMs = Math.min(timeoutMs * TIMEOUT_FACTOR, MAX_TIMEOUT_MS);
        lose();
      },
      hasAnswer ? timeoutMs : TIMEOUT_MS,
    );
    socket.addEventListener("open", () => {
      if (!isCurrent()) return;
      stop();
      isLoss = true;
      openedAt = performance.now();
      timeoutMs = TIMEOUT_MS;
      unaskedLeft = MAX_UNASKED;
      events.onOpen();
    });
    socket.addEventListener("close", () => isCurrent() && lose());
    socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (isCurrent() && typeof data === "string") events.onText(data);
    });
  }
  /** Stops what is to come, but not a connection or an attempt. */
  function stop(): void {
    round++;
    openRequests = 0;
    clearTimeout(timer);
    clearTimeout(askTimer);
  }
  function drop(): void {
    clearTimeout(timer);
    const socket = current;
    current = null;
    socket?.close();
  }
  function lose(): void {
    drop();
    if (!isLoss) return; // requests go on
    isLoss = false;
    if (performance.now() - openedAt >= LASTING_MS) pauseMs = FIRST_PAUSE_MS;
    openedAt = Infinity;
    askTimer = setTimeout(ask, pauseMs);
    pauseMs = Math.min(pauseMs * PAUSE_FACTOR, MAX_PAUSE_MS);
    events.onLost();
  }
  function ask(): void {
    if (openRequests > 0 && current === null && unaskedLeft-- > 0) connect(false);
    askTimer = setTimeout(ask, MAX_PAUSE_MS);
    const own = round;
    openRequests++;
    // Without credentials browsers do not use the connections of the page, which may have died.
    fetch(SMALL_FILE, {
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    })
      // A proxy whose server is away answers with 502 to 504.
      .then(({ status }) => {
        if (own !== round || status >= 500) return;
        stop();
        drop();
        connect(true);
      })
      .catch(() => {})
      .finally(() => own === round && openRequests--);
  }

  connect(true);
  return {
    get readyState() {
      return current?.readyState ?? WebSocket.CLOSED;
    },
    send: (text) => current?.send(text),
    retry() {
      lose();
      stop();
      pauseMs = FIRST_PAUSE_MS;
      ask();
    },
    close() {
      stop();
      drop();
    },
  };
}

/** Tries at intervals whether a WebSocket to the room works again. */

/** The time between two trials, in ms. */
const INTERVAL_MS = 5000;
/**
 * How long a WebSocket has to open and to answer at first, in ms. Each further one that takes too long has longer by the
 * factor, up to the maximum: Firefox delays WebSockets by up to a minute, and counts each that is given up meanwhile as
 * one more failure.
 */
const ANSWER_MS = 4000;
const ANSWER_FACTOR = 1.5;
const MAX_ANSWER_MS = 70_000;
/** Where WebSockets open but do not last, one has to last this long, in ms. */
const LASTING_MS = 10_000;
const PING = JSON.stringify({ action: "ping", t0: 0 });

export interface SocketTrial {
  start(): void;
  stop(): void;
}

/** `breaks`: whether WebSockets open here but do not last. `onWorks`: called once, after the last trial. */
export function makeSocketTrial(url: string, breaks: boolean, onWorks: () => void): SocketTrial {
  let answerMs = ANSWER_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: WebSocket | null = null;

  function start(): void {
    timer = setTimeout(attempt, INTERVAL_MS);
  }
  function stop(): void {
    clearTimeout(timer);
    const socket = current;
    current = null;
    socket?.close();
  }
  function attempt(): void {
    const socket = new WebSocket(url);
    current = socket;
    let isPinged = false;
    const fail = (): void => {
      if (current !== socket) return;
      stop();
      start();
    };
    const giveUp = (): void => {
      answerMs = Math.min(answerMs * ANSWER_FACTOR, MAX_ANSWER_MS);
      fail();
    };
    const ping = (): void => {
      if (current !== socket) return;
      isPinged = true;
      timer = setTimeout(giveUp, answerMs);
      socket.send(PING);
    };
    socket.addEventListener("close", fail);
    socket.addEventListener("open", () => {
      clearTimeout(timer);
      timer = setTimeout(ping, breaks ? LASTING_MS : 0);
    });
    socket.addEventListener("message", ({ data }) => {
      if (current !== socket || !isPinged || !String(data).includes('"pong"')) return;
      stop();
      onWorks();
    });
    timer = setTimeout(giveUp, answerMs);
  }
  return { start, stop };
}

/** Asks the server whether it can be reached. */

/** A small file that every server of the app has. */
const SMALL_FILE = "/robots.txt";
/** How long after a request the next one follows, and how long each may take, in ms. */
const INTERVAL_MS = 1500;
const TIMEOUT_MS = 4000;

/** Firefox has this option: without credentials, as below. */
type FirefoxRequest = new (options: { mozAnon: true }) => XMLHttpRequest;

/**
 * Sends a request, and resolves with its answer. It rejects, or the status is 0, where there is none. Without credentials
 * browsers do not use the connections of the page, which may have died. In Firefox a `fetch`, but not an XMLHttpRequest,
 * waits while a style sheet of the page is loaded, which takes minutes on a connection that has died.
 */
function send(): Promise<{ readonly status: number }> {
  if (!("mozAnon" in (globalThis.XMLHttpRequest?.prototype ?? {}))) {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return fetch(SMALL_FILE, { cache: "no-store", credentials: "omit", signal });
  }
  return new Promise((resolve) => {
    const request = new (XMLHttpRequest as unknown as FirefoxRequest)({ mozAnon: true });
    request.open("GET", `${SMALL_FILE}?${Date.now()}`); // the address is new, so that no cache answers
    request.timeout = TIMEOUT_MS;
    request.onloadend = () => resolve(request);
    request.send();
  });
}

/**
 * Sends one request after another, whether or not there is an answer: one on a connection that has died never gets any.
 * `onAnswer`: the server has answered; nothing follows. `onSilence`: an answer is overdue. Returns what stops it.
 */
export function askServer(events: { onAnswer(): void; onSilence(): void }): () => void {
  let isStopped = false;
  let openRequests = 0;
  const stop = (): void => {
    isStopped = true;
    clearInterval(timer);
  };
  function ask(): void {
    if (openRequests > 0) events.onSilence();
    openRequests++;
    send()
      // A proxy whose server is away answers with 502 to 504.
      .then(({ status }) => {
        if (isStopped || status === 0 || status >= 500) return;
        stop();
        events.onAnswer();
      })
      .catch(() => {})
      .finally(() => openRequests--);
  }
  const timer = setInterval(ask, INTERVAL_MS);
  ask();
  return stop;
}

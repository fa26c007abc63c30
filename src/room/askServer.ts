/** Asks the server whether it can be reached. */

/** A small file that every server of the app has. */
const SMALL_FILE = "/robots.txt";
/** How long after a request the next one follows, and how long each may take, in ms. */
const INTERVAL_MS = 1500;
const TIMEOUT_MS = 4000;

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
    // Without credentials browsers do not use the connections of the page, which may have died.
    fetch(SMALL_FILE, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(TIMEOUT_MS) })
      // A proxy whose server is away answers with 502 to 504.
      .then(({ status }) => {
        if (isStopped || status >= 500) return;
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

/**
 * The addresses of the requests that the worker itself makes of a room. A room compares the whole address without its
 * query: a client chooses the host of its request, but `worker.ts` passes on only paths that begin with "/parties/".
 */
export const STORE_URL = "http://worker/store";
export const WAKE_URL = "http://worker/wake";
export const RING_URL = "http://worker/ring";
/** With this message, a request to `RING_URL` is rejected where the room has rung and has gone to sleep at once. */
export const ASLEEP = "the room sleeps";
/** The query is a `ClockStep` in JSON. */
export const STEP_URL = "http://worker/clock-step";

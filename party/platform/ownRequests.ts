/**
 * The addresses of the requests that the worker itself makes of a room. A room compares the whole address without its
 * query: a client chooses the host of its request, but `worker.ts` passes on only paths that begin with "/parties/".
 */
export const STORE_URL = "http://worker/store";
export const WAKE_URL = "http://worker/wake";
/** The query is a `ClockStep` in JSON. */
export const STEP_URL = "http://worker/clock-step";

/** A limit for promises of the browser that may never settle. */

/** How long the app waits for the browser before it goes on without an answer that it can do without, in ms. */
export const PATIENCE_MS = 1000;
/**
 * How long it waits for an answer that decides what it does, in ms: what this device remembers, and its subscription. A
 * busy or slow phone takes seconds.
 */
export const ANSWER_MS = 5000;

/** Settles as `promise` does, or resolves to undefined after the limit. */
export const inTime = <T>(promise: Promise<T>, limitMs = PATIENCE_MS): Promise<T | undefined> =>
  Promise.race([promise, new Promise<undefined>((resolve) => setTimeout(resolve, limitMs))]);

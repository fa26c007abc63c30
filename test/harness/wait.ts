/** Ways to wait for a condition, with a time limit. Tests use these and never a fixed delay. */

const POLL_INTERVAL_MS = 5;

/** Calls `read` until it returns something other than undefined, null or false, and resolves with that value. */
export async function waitFor<T>(
  what: string,
  read: () => T | Promise<T>,
  timeoutMs = 15_000,
): Promise<NonNullable<T>> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await delay(POLL_INTERVAL_MS);
  }
}

/** Resolves as soon as the clock shows `at` (epoch ms). Server and tests read the same clock here. */
export async function waitForClock(at: number): Promise<void> {
  while (Date.now() < at) await delay(at - Date.now());
}

/** Resolves with the promise's value, or rejects after `timeoutMs` with an error that names what did not happen. */
export async function within<T>(
  timeoutMs: number,
  what: string | (() => string),
  promise: Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`not within ${timeoutMs} ms: ${typeof what === "string" ? what : what()}`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves after `ms`, at once where that is negative. Only for simulated clients and benchmarks: a test waits for a condition. */
export const delay = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, Math.max(0, ms)));

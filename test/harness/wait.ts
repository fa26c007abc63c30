/** Waiting for conditions: never for luck. */

const EVERY_MS = 5;

/** Resolves with the first value of `look` that is not undefined, null or false. */
export async function waitFor<T>(
  what: string,
  look: () => T | Promise<T>,
  timeoutMs = 5000,
): Promise<NonNullable<T>> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await delay(EVERY_MS);
  }
}

/** Resolves as soon as the clock shows `at` (epoch ms). Both sides of a socket read the same clock here. */
export async function waitForClock(at: number): Promise<void> {
  while (Date.now() < at) await delay(at - Date.now());
}

/** The promise's value, or an error that says what did not happen in time. */
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

const delay = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

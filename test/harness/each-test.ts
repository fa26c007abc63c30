/** Servers that live as long as one test. */
import { afterEach } from "vitest";

/** Wraps `start` so that the end of each test disposes of everything that the test has started. */
export function disposeAfterEach<T extends { dispose(): Promise<void> }, A extends unknown[]>(
  start: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  const started: T[] = [];
  afterEach(() => Promise.all(started.splice(0).map((one) => one.dispose())));
  return async (...args) => {
    const one = await start(...args);
    started.push(one);
    return one;
  };
}

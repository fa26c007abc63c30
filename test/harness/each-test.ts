/** What lives as long as one test. Its end disposes of it, the newest first; for code that runs in a test. */
import { rmSync } from "node:fs";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./paths";

/** Wraps `start` so that the end of the test that calls it disposes of what it has started. */
export function disposeAfterEach<T extends { dispose(): Promise<void> }, A extends unknown[]>(
  start: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  return async (...args) => {
    const one = await start(...args);
    onTestFinished(() => one.dispose());
    return one;
  };
}

/** A new folder, which the end of the test removes. */
export function folderOfTest(): string {
  const path = temporaryFolder();
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

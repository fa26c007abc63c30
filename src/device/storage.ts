/**
 * Values that this device keeps in IndexedDB, where the page and the service worker both read them. Nothing here throws:
 * where a browser forbids storage or does not answer, the app works without it and forgets everything when the page
 * closes. What is read may come from another version of the app, so every reader checks it against a schema.
 */
import { get, update } from "idb-keyval";
import { ANSWER_MS } from "./inTime";

/** Whether a call has had no answer in time and storage has answered nothing since. Calls then do nothing. */
let isSilent = false;
let hasFailed = false;

/** Whether nothing is remembered when the page closes: the last call has failed, or has had no answer in time. */
export const isForgetful = (): boolean => hasFailed;

/** The value under `key`; undefined where there is none, where storage fails, and where it does not answer in time. */
export const readStored = (key: string): Promise<unknown> => ask(() => get<unknown>(key));

/** Writes a value that can be cloned. */
export const writeStored = (key: string, value: unknown): Promise<void> => updateStored(key, () => value);

/**
 * Replaces the value under `key` by what `change` makes of it, in one transaction. A change that storage begins too late
 * is not made: the value may be newer by then.
 */
export const updateStored = (key: string, change: (old: unknown) => unknown): Promise<void> =>
  ask((isLate) =>
    update<unknown>(key, (old) => {
      if (isLate()) throw new Error("too late");
      return change(old);
    }),
  );

/** Resolves to undefined where `call` fails or has no answer within the limit. */
function ask<T>(call: (isLate: () => boolean) => Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    if (isSilent) return resolve(undefined);
    let isLate = false;
    const timer = setTimeout(() => {
      isSilent = isLate = hasFailed = true;
      resolve(undefined);
    }, ANSWER_MS);
    const settle = (failed: boolean, value?: T): void => {
      clearTimeout(timer);
      isSilent = false;
      hasFailed = failed;
      resolve(value);
    };
    // A browser that forbids storage may throw at once or reject later.
    Promise.resolve()
      .then(() => call(() => isLate))
      .then(
        (value) => settle(false, value),
        () => settle(true),
      );
  });
}

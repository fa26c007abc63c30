/**
 * Values that this device keeps in IndexedDB, where the page and the service worker both read them. Nothing here throws:
 * where a browser forbids storage, the app works without it and forgets everything when the page closes. What is read
 * may come from another version of the app, so every reader checks it against a schema.
 */
import { get, set, update } from "idb-keyval";

/** The value under `key`; undefined where there is none, and where storage fails. */
export async function readStored(key: string): Promise<unknown> {
  try {
    return await get<unknown>(key);
  } catch {
    return undefined;
  }
}

/** Writes a value that can be cloned. */
export const writeStored = (key: string, value: unknown): Promise<void> =>
  ignoreErrors(() => set(key, value));

/** Replaces the value under `key` by what `change` makes of it, in one transaction. */
export const updateStored = (key: string, change: (old: unknown) => unknown): Promise<void> =>
  ignoreErrors(() => update<unknown>(key, change));

/** A browser that forbids storage may throw at once or reject later. */
async function ignoreErrors(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch {
    // see the head of this file
  }
}

/** Reads and writes the values that the app stores in IndexedDB with `idb-keyval`. */
import type { Page } from "playwright-core";
import type { Tab } from "./engines/engine";

/** Resolves with the value of a key; undefined where there is none. */
export const readKeyval = (page: Page | Tab, key: string): Promise<unknown> =>
  (page as Pick<Tab, "evaluate">).evaluate(
    (key: string) =>
      new Promise<unknown>((done, fail) => {
        const opening = indexedDB.open("keyval-store");
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction("keyval").objectStore("keyval").get(key);
          reading.onsuccess = () => done(reading.result);
          reading.onerror = () => fail(reading.error);
        };
      }),
    key,
  );

/** Replaces the value of a key. */
export const writeKeyval = (page: Page, key: string, value: unknown): Promise<void> =>
  page.evaluate(
    ({ key, value }) =>
      new Promise<void>((done, fail) => {
        const opening = indexedDB.open("keyval-store");
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction("keyval", "readwrite");
          writing.objectStore("keyval").put(value, key);
          writing.oncomplete = () => done();
          writing.onabort = () => fail(writing.error);
        };
      }),
    { key, value },
  );

/** What the app keeps in this browser profile, in IndexedDB, as `idb-keyval` lays it down. */
import type { Page } from "playwright-core";

/** Undefined where there is nothing under this key. */
export const readKeyval = (page: Page, key: string): Promise<unknown> =>
  page.evaluate(
    (key) =>
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

/** In place of what the app has written. */
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

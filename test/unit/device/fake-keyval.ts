/** A stand-in for `idb-keyval`: the values that a device has stored, which tests can read and write directly. */
import { vi } from "vitest";

export type StoredValues = Record<string, unknown>;
/** What each call does: works, throws at once, or rejects later. */
export type Behaviour = "works" | "throws" | "rejects";

export interface FakeKeyval {
  /** What is stored now. */
  readonly stored: StoredValues;
  behaviour: Behaviour;
}

/**
 * A device with these values. Modules that are imported after this call are new and use it, as those of a page that has
 * just been opened. A test opens another page on the same device with `vi.resetModules()`.
 */
export function fakeKeyval(initial: StoredValues = {}): FakeKeyval {
  const stored = structuredClone(initial);
  const fake: FakeKeyval = { stored, behaviour: "works" };
  /** Values are cloned, as in IndexedDB. */
  function call<T>(action: () => T): Promise<T> {
    if (fake.behaviour === "throws") throw new DOMException("forbidden", "SecurityError");
    if (fake.behaviour === "rejects") return Promise.reject(new DOMException("forbidden", "UnknownError"));
    return Promise.resolve(structuredClone(action()));
  }
  vi.resetModules();
  vi.doMock("idb-keyval", () => ({
    get: (key: string) => call(() => stored[key]),
    set: (key: string, value: unknown) => call(() => void (stored[key] = structuredClone(value))),
    update: (key: string, change: (old: unknown) => unknown) =>
      call(() => void (stored[key] = structuredClone(change(structuredClone(stored[key]))))),
  }));
  return fake;
}

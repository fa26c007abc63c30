/** A stand-in for `idb-keyval`: the values that a device has stored, which tests can read and write directly. */
import { vi } from "vitest";

export type StoredValues = Record<string, unknown>;
/** What each call does: works, throws at once, rejects later, or does nothing until `answer`. */
export type Behaviour = "works" | "throws" | "rejects" | "is silent";

export interface FakeKeyval {
  /** What is stored now. */
  readonly stored: StoredValues;
  behaviour: Behaviour;
  /** Carries out the calls that a silent device has received, in order, and works from now on. */
  answer(): void;
}

/**
 * A device with these values. Modules that are imported after this call are new and use it, as those of a page that has
 * just been opened. A test opens another page on the same device with `vi.resetModules()`.
 */
export function fakeKeyval(initial: StoredValues = {}): FakeKeyval {
  const stored = structuredClone(initial);
  let waiting: (() => void)[] = [];
  const fake: FakeKeyval = {
    stored,
    behaviour: "works",
    answer() {
      fake.behaviour = "works";
      for (const carryOut of waiting) carryOut();
      waiting = [];
    },
  };
  /** Values are cloned, as in IndexedDB. */
  function call<T>(action: () => T): Promise<T> {
    if (fake.behaviour === "throws") throw new DOMException("forbidden", "SecurityError");
    if (fake.behaviour === "rejects") return Promise.reject(new DOMException("forbidden", "UnknownError"));
    if (fake.behaviour === "is silent") {
      return new Promise((resolve, reject) => {
        waiting.push(
          () =>
            void Promise.resolve()
              .then(action)
              .then(structuredClone<T>)
              .then(resolve, reject),
        );
      });
    }
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

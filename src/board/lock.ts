import type { Timers } from "./timers";

/** Of `navigator.locks`, what is used. */
export interface LocksLike {
  request(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    callback: (lock: object | null) => Promise<void>,
  ): Promise<unknown>;
}

/** Of `BroadcastChannel`, what is used. */
export interface ChannelLike {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

export const LOCK_CHANNEL = "shared-pomodoro-board";
/** How long the owning tab has to say where it is, ms. A hidden tab still hears messages at once. */
const SAY_WITHIN = 500;

/** One tab owns a board at a time. */
export interface BoardLock {
  /**
   * Owns one of `slots` boards with this key; resolves with how to let go, or null if other tabs own them
   * all. A web page cannot tell two boards of one make apart, so it counts them instead.
   */
  take(key: string, slots: number): Promise<(() => void) | null>;
  /** The title of a tab that owns such a board; null if none answers. */
  whoHas(key: string): Promise<string | null>;
  /** Calls back once when one comes free (it is not yet owned then); returns how to stop waiting. */
  whenFree(key: string, slots: number, callback: () => void): () => void;
}

interface Word {
  readonly is: "who" | "here";
  readonly key: string;
  readonly title: string;
}

const isWord = (data: unknown): data is Word =>
  typeof data === "object" &&
  data !== null &&
  "is" in data &&
  (data.is === "who" || data.is === "here") &&
  "key" in data &&
  typeof data.key === "string" &&
  "title" in data &&
  typeof data.title === "string";

const names = (key: string, slots: number) =>
  Array.from({ length: slots }, (_, slot) => `shared-pomodoro board ${key} ${slot}`);

/** `title` says where this tab is, in words, at the moment another one asks. */
export function makeBoardLock(
  locks: LocksLike,
  channel: ChannelLike,
  timers: Timers,
  title: () => string,
): BoardLock {
  const owned = new Map<string, number>();
  const asking = new Set<(word: Word) => void>();

  channel.addEventListener("message", ({ data }) => {
    if (!isWord(data)) return;
    if (data.is === "here") for (const hear of Array.from(asking)) hear(data);
    else if (owned.get(data.key))
      channel.postMessage({ is: "here", key: data.key, title: title() } satisfies Word);
  });

  const count = (key: string, by: number) => owned.set(key, (owned.get(key) ?? 0) + by);

  /** Holds the lock until let go of; a browser lets go by itself when the tab closes. */
  function hold(name: string, key: string): Promise<(() => void) | null> {
    return new Promise((resolve, reject) => {
      const run = (lock: object | null): Promise<void> => {
        if (!lock) {
          resolve(null);
          return Promise.resolve();
        }
        count(key, 1);
        return new Promise<void>((release) => {
          let mine = true;
          resolve(() => {
            if (mine) count(key, -1);
            mine = false;
            release();
          });
        });
      };
      locks.request(name, { ifAvailable: true }, run).catch(reject);
    });
  }

  return {
    async take(key, slots) {
      for (const name of names(key, slots)) {
        const release = await hold(name, key);
        if (release) return release;
      }
      return null;
    },
    whoHas: (key) =>
      new Promise((resolve) => {
        const done = (answer: string | null) => {
          asking.delete(hear);
          cancel();
          resolve(answer);
        };
        const hear = (word: Word) => {
          if (word.key === key) done(word.title);
        };
        const cancel = timers.after(SAY_WITHIN, () => done(null));
        asking.add(hear);
        channel.postMessage({ is: "who", key, title: "" } satisfies Word);
      }),
    whenFree(key, slots, callback) {
      const stop = new AbortController();
      for (const name of names(key, slots)) {
        const run = async () => {
          if (stop.signal.aborted) return;
          stop.abort();
          // Only after this request has let go of it, or the caller would find it taken, by ourselves.
          timers.after(0, callback);
        };
        locks.request(name, { signal: stop.signal }, run).catch(() => {}); // aborted
      }
      return () => stop.abort();
    },
  };
}

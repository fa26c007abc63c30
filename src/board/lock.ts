import { BROWSER_TIMEOUT_MS, OWNER_ANSWER_TIMEOUT_MS } from "./limits";
import type { Timers } from "./timers";
import { isObject } from "./wire";

/** The part of `navigator.locks` that is used. */
export interface LocksLike {
  request(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    callback: (lock: object | null) => Promise<void>,
  ): Promise<unknown>;
}

/** The part of `BroadcastChannel` that is used. */
export interface ChannelLike {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

export const LOCK_CHANNEL = "shared-pomodoro-board";

/** Ensures that only one tab of the browser owns a board. */
export interface BoardLock {
  /**
   * Acquires one of `slots` boards with this key. Resolves with a function that releases it, or with null if other tabs
   * own them all. A page cannot tell two boards of the same model apart, so the locks only count them.
   */
  acquire(key: string, slots: number): Promise<(() => void) | null>;
  /** The title of a tab that owns a board with this key; null if no tab answers within OWNER_ANSWER_TIMEOUT_MS. */
  findOwner(key: string): Promise<string | null>;
  /**
   * Calls back once when a board with this key becomes available; the caller then has to acquire it. Returns a function
   * that cancels.
   */
  onAvailable(key: string, slots: number, callback: () => void): () => void;
}

/** "who": which tab owns a board with this key? "here": the answer, with the title of the tab that does. */
interface LockMessage {
  readonly is: "who" | "here";
  readonly key: string;
  readonly title: string;
}

const isLockMessage = (data: unknown): data is LockMessage =>
  isObject(data) &&
  (data["is"] === "who" || data["is"] === "here") &&
  typeof data["key"] === "string" &&
  typeof data["title"] === "string";

const lockNames = (key: string, slots: number) =>
  Array.from({ length: slots }, (_, slot) => `shared-pomodoro board ${key} ${slot}`);

/** `title` returns this tab's title at the moment at which another tab asks for it. */
export function makeBoardLock(
  locks: LocksLike,
  channel: ChannelLike,
  timers: Timers,
  title: () => string,
): BoardLock {
  const ownedCounts = new Map<string, number>();
  const answerListeners = new Set<(message: LockMessage) => void>();

  channel.addEventListener("message", ({ data }) => {
    if (!isLockMessage(data)) return;
    if (data.is === "here") for (const listener of Array.from(answerListeners)) listener(data);
    else if (ownedCounts.get(data.key))
      channel.postMessage({ is: "here", key: data.key, title: title() } satisfies LockMessage);
  });

  const addToCount = (key: string, difference: number) =>
    ownedCounts.set(key, (ownedCounts.get(key) ?? 0) + difference);

  /**
   * Holds the lock until it is released; the browser releases it when the tab closes. A browser that does not answer, or
   * forbids locks because it forbids storage, is treated as one without locks: this tab owns the board.
   */
  function hold(name: string, key: string): Promise<(() => void) | null> {
    return new Promise((resolve) => {
      let isLate = false;
      const cancelTimer = timers.after(BROWSER_TIMEOUT_MS, () => {
        isLate = true;
        resolve(() => {});
      });
      const onGranted = (lock: object | null): Promise<void> => {
        cancelTimer();
        if (!lock || isLate) {
          resolve(null);
          return Promise.resolve();
        }
        addToCount(key, 1);
        return new Promise<void>((endLock) => {
          let isHeld = true;
          resolve(() => {
            if (isHeld) addToCount(key, -1);
            isHeld = false;
            endLock();
          });
        });
      };
      locks
        .request(name, { ifAvailable: true }, onGranted)
        .catch(() => resolve(() => {}))
        .finally(cancelTimer);
    });
  }

  return {
    async acquire(key, slots) {
      for (const name of lockNames(key, slots)) {
        const release = await hold(name, key);
        if (release) return release;
      }
      return null;
    },
    findOwner: (key) =>
      new Promise((resolve) => {
        const finish = (owner: string | null) => {
          answerListeners.delete(listener);
          cancelTimer();
          resolve(owner);
        };
        const listener = (message: LockMessage) => {
          if (message.key === key) finish(message.title);
        };
        const cancelTimer = timers.after(OWNER_ANSWER_TIMEOUT_MS, () => finish(null));
        answerListeners.add(listener);
        channel.postMessage({ is: "who", key, title: "" } satisfies LockMessage);
      }),
    onAvailable(key, slots, callback) {
      const abort = new AbortController();
      for (const name of lockNames(key, slots)) {
        const onGranted = async () => {
          if (abort.signal.aborted) return;
          abort.abort();
          // Only after this request has released the lock: otherwise this tab itself would still hold it.
          timers.after(0, callback);
        };
        locks.request(name, { signal: abort.signal }, onGranted).catch(() => {}); // aborted
      }
      return () => abort.abort();
    },
  };
}

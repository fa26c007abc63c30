import { BROWSER_TIMEOUT_MS } from "./limits";
import { makeLockTalk } from "./lockTalk";
import type { ChannelLike } from "./lockTalk";
import { inTime } from "./timers";
import type { Timers } from "./timers";

/** The part of `navigator.locks` that is used. */
export interface LocksLike {
  request(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    callback: (lock: object | null) => Promise<void>,
  ): Promise<unknown>;
  query?(): Promise<{ readonly held?: readonly { readonly name?: string | undefined }[] | undefined }>;
}

export const LOCK_CHANNEL = "shared-pomodoro-board";

/** Ensures that only one tab of the browser owns a board. */
export interface BoardLock {
  /**
   * Acquires one of `slots` boards with this key. Resolves with a function that releases it, or with null if other tabs
   * own as many. A page cannot tell two boards of the same model apart, so the locks only count them.
   */
  acquire(key: string, slots: number): Promise<(() => void) | null>;
  /** Runs `choose` while no other tab chooses among the boards with this key, as far as the browser can promise that. */
  exclusively<T>(key: string, choose: () => Promise<T>): Promise<T>;
  /** `find` returns the place of this tab's board among the boards with this key; -1: it is not plugged in. */
  setPlace(key: string, find: () => Promise<number>): void;
  /** The places of the boards that other tabs own. */
  findPlaces(key: string): Promise<ReadonlySet<number>>;
  /** The title of a tab that owns a board with this key; null if no tab answers within OWNER_ANSWER_TIMEOUT_MS. */
  findOwner(key: string): Promise<string | null>;
  /**
   * Calls back once when a board with this key becomes available; the caller then has to acquire it. Returns a function
   * that cancels.
   */
  onAvailable(key: string, slots: number, callback: () => void): () => void;
}

const lockPrefix = (key: string) => `shared-pomodoro board ${key} `;
const lockNames = (key: string, slots: number) =>
  Array.from({ length: slots }, (_, slot) => lockPrefix(key) + slot);

/** `title` returns this tab's title at the moment at which another tab asks for it. */
export function makeBoardLock(
  locks: LocksLike,
  channel: ChannelLike,
  timers: Timers,
  title: () => string,
): BoardLock {
  const ownedCounts = new Map<string, number>();
  const isOwner = (key: string) => (ownedCounts.get(key) ?? 0) > 0;
  const talk = makeLockTalk(channel, timers, title, isOwner);

  /** The slots of this key that a tab holds, this one included; null: the browser does not say. */
  async function heldSlots(key: string): Promise<string[] | null> {
    const query = locks.query?.().catch(() => null) ?? Promise.resolve(null);
    const held = (await inTime(timers, query, null))?.held;
    return held?.flatMap(({ name }) => (name?.startsWith(lockPrefix(key)) ? [name] : [])) ?? null;
  }

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
      const held = (await heldSlots(key)) ?? [];
      if (held.length >= slots) return null;
      // The number of a slot that another tab holds can be high: more boards were plugged in before.
      for (const name of lockNames(key, slots + held.length)) {
        const release = await hold(name, key);
        if (release) return release;
      }
      return null;
    },
    exclusively: (key, choose) =>
      new Promise((resolve, reject) => {
        let hasStarted = false;
        const start = async () => {
          if (hasStarted) return;
          hasStarted = true;
          cancelTimer();
          await choose().then(resolve, reject);
        };
        const cancelTimer = timers.after(2 * BROWSER_TIMEOUT_MS, () => void start());
        locks.request(`shared-pomodoro choosing ${key}`, {}, start).catch(start);
      }),
    setPlace: talk.setPlace,
    async findPlaces(key) {
      const held = await heldSlots(key);
      return talk.findPlaces(key, held ? held.length - (ownedCounts.get(key) ?? 0) : Infinity);
    },
    findOwner: talk.findOwner,
    onAvailable(key, slots, callback) {
      const abort = new AbortController();
      const onGranted = async () => {
        if (abort.signal.aborted) return;
        abort.abort();
        // Only after this request has released the lock: otherwise this tab itself would still hold it.
        timers.after(0, callback);
      };
      void heldSlots(key).then((held) => {
        const names = held?.length ? held : lockNames(key, slots);
        if (!abort.signal.aborted)
          for (const name of names) locks.request(name, { signal: abort.signal }, onGranted).catch(() => {}); // aborted
      });
      return () => abort.abort();
    },
  };
}

import { OWNER_ANSWER_TIMEOUT_MS } from "./limits";
import type { Timers } from "./timers";
import { isInteger, isObject } from "./wire";

/** The part of `BroadcastChannel` that is used. */
export interface ChannelLike {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
}

/**
 * "who": which tab owns a board with this key? "here": the answer, with the title of the tab that does. "where": at which
 * place is your board with this key? "at": the answer; -1: it is not plugged in.
 */
type LockMessage =
  | { readonly is: "who" | "here"; readonly key: string; readonly title: string }
  | { readonly is: "where"; readonly key: string }
  | { readonly is: "at"; readonly key: string; readonly place: number };

function isLockMessage(data: unknown): data is LockMessage {
  if (!isObject(data) || typeof data["key"] !== "string") return false;
  if (data["is"] === "who" || data["is"] === "here") return typeof data["title"] === "string";
  return data["is"] === "where" || (data["is"] === "at" && isInteger(data["place"], -1));
}

export interface LockTalk {
  setPlace(key: string, find: () => Promise<number>): void;
  /** Asks `owners` tabs, and waits for at most OWNER_ANSWER_TIMEOUT_MS. */
  findPlaces(key: string, owners: number): Promise<ReadonlySet<number>>;
  findOwner(key: string): Promise<string | null>;
}

/** What tabs tell each other about the boards that they own. */
export function makeLockTalk(
  channel: ChannelLike,
  timers: Timers,
  title: () => string,
  isOwner: (key: string) => boolean,
): LockTalk {
  const listeners = new Set<(message: LockMessage) => void>();
  const places = new Map<string, () => Promise<number>>();
  const post = (message: LockMessage) => channel.postMessage(message);

  async function answer({ is, key }: LockMessage): Promise<void> {
    if (!isOwner(key)) return;
    if (is === "who") post({ is: "here", key, title: title() });
    else
      post({
        is: "at",
        key,
        place:
          (await places
            .get(key)?.()
            .catch(() => -1)) ?? -1,
      });
  }

  channel.addEventListener("message", ({ data }) => {
    if (!isLockMessage(data)) return;
    if (data.is === "who" || data.is === "where") void answer(data);
    else for (const listener of Array.from(listeners)) listener(data);
  });

  /** Sends a question; `take` gets each answer and returns whether it was the last one. */
  const ask = (question: LockMessage, take: (answer: LockMessage) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const finish = () => {
        listeners.delete(listener);
        cancelTimer();
        resolve();
      };
      const listener = (message: LockMessage) => {
        if (message.key === question.key && take(message)) finish();
      };
      const cancelTimer = timers.after(OWNER_ANSWER_TIMEOUT_MS, finish);
      listeners.add(listener);
      post(question);
    });

  return {
    setPlace: (key, find) => void places.set(key, find),
    async findPlaces(key, owners) {
      const found = new Set<number>();
      if (owners <= 0) return found;
      let answers = 0;
      await ask({ is: "where", key }, (message) => {
        if (message.is !== "at") return false;
        found.add(message.place);
        return ++answers === owners;
      });
      return found;
    },
    async findOwner(key) {
      let owner: string | null = null;
      await ask({ is: "who", key, title: "" }, (message) => {
        if (message.is !== "here") return false;
        owner = message.title;
        return true;
      });
      return owner;
    },
  };
}

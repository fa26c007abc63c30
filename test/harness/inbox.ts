/** The messages that a client has received, and the tests that wait for one. */
import type { ServerMessage } from "../../party/shared/serverMessages";

/** How long a test waits for a message by default, in ms. */
export const DEFAULT_TIMEOUT_MS = 5000;

type Predicate = (message: ServerMessage) => boolean;
type Guard<M extends ServerMessage> = (message: ServerMessage) => message is M;
interface Waiter {
  readonly take: (message: ServerMessage) => void;
  readonly fail: (error: Error) => void;
}

/** Keeps messages in order, and resolves the promises of those that wait for one. */
export class Inbox {
  /** All messages, in the order in which they were received. */
  readonly received: ServerMessage[] = [];
  /** When each was received, epoch ms. */
  readonly receivedAt: number[] = [];
  readonly #waiters = new Set<Waiter>();
  /** `next` continues here. */
  #cursor = 0;
  /** Why no further message can come; null while the connection is open. */
  #end: string | null = null;

  add(message: ServerMessage): void {
    this.received.push(message);
    this.receivedAt.push(Date.now());
    for (const waiter of this.#waiters) waiter.take(message);
  }
  /** Rejects all that wait. */
  fail(reason: string): void {
    for (const waiter of this.#waiters) waiter.fail(new Error(reason));
  }
  /** As `fail`, and rejects later calls too. */
  close(reason: string): void {
    this.#end = reason;
    this.fail(reason);
  }

  /** The first accepted message after the one that the last call of `next` has returned. Those in between are skipped. */
  next<M extends ServerMessage>(accepts: Guard<M>, timeoutMs?: number): Promise<M>;
  next(accepts?: Predicate, timeoutMs?: number): Promise<ServerMessage>;
  next(accepts: Predicate = () => true, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<ServerMessage> {
    const from = this.#cursor;
    while (this.#cursor < this.received.length) {
      const message = this.received[this.#cursor++];
      if (message !== undefined && accepts(message)) return Promise.resolve(message);
    }
    const acceptsAndMoves = (message: ServerMessage): boolean => {
      this.#cursor = this.received.length;
      return accepts(message);
    };
    return this.waitFor(acceptsAndMoves, timeoutMs, from);
  }

  /** The first accepted message of all, whether it has been received already or not. It does not affect `next`. */
  first<M extends ServerMessage>(accepts: Guard<M>, timeoutMs?: number): Promise<M>;
  first(accepts: Predicate, timeoutMs?: number): Promise<ServerMessage>;
  first(accepts: Predicate, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<ServerMessage> {
    const found = this.received.find(accepts);
    return found ? Promise.resolve(found) : this.waitFor(accepts, timeoutMs, 0);
  }

  /** The first accepted message after this call. An error lists the messages from the index `from` on. */
  waitFor<M extends ServerMessage>(accepts: Guard<M>, timeoutMs?: number, from?: number): Promise<M>;
  waitFor(accepts: Predicate, timeoutMs?: number, from?: number): Promise<ServerMessage>;
  waitFor(
    accepts: Predicate,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    from = this.received.length,
  ): Promise<ServerMessage> {
    return new Promise((done, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        take: (message) => {
          if (!accepts(message)) return;
          stop();
          done(message);
        },
        fail: (error) => {
          stop();
          reject(error);
        },
      };
      const errorOf = (reason: string): Error => {
        const messages = this.received.slice(from).map((message) => `\n  ${JSON.stringify(message)}`);
        return new Error(`${reason}; received meanwhile:${messages.join("") || " nothing"}`);
      };
      const onTimeout = (): void => waiter.fail(errorOf(`no such message within ${timeoutMs} ms`));
      const timer = setTimeout(onTimeout, timeoutMs);
      if (this.#end === null) this.#waiters.add(waiter);
      else waiter.fail(errorOf(this.#end));
    });
  }
}

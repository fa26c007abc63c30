/** `Promise` of the simulated programs, as ECMAScript defines it, on the jobs of the simulation. */
import type { JobContext, JobQueue } from "./jobs";

type Settle = (value: unknown) => void;
type Executor = (resolve: Settle, reject: Settle) => void;
type Handler = ((value: unknown) => unknown) | null | undefined;

/** A promise that another one settles, once. */
interface Next {
  settle(isRejected: boolean, value: unknown): void;
}
interface Reaction {
  readonly onFulfilled: Handler;
  readonly onRejected: Handler;
  readonly next: Next;
  readonly context: JobContext;
}

/** The class for all programs of one simulation. */
export type SimulatedPromiseClass = PromiseConstructor;

export function makePromiseClass(jobs: JobQueue): SimulatedPromiseClass {
  class SimulatedPromise {
    #state: 0 | 1 | 2 = 0; // pending, fulfilled, rejected
    #value: unknown;
    #reactions: Reaction[] | null = null;
    #isHandled = false;

    /** Null: whoever makes it settles it. */
    constructor(executor: Executor | null) {
      if (executor === null) return;
      const { resolve, reject } = this.#settlers();
      try {
        executor(resolve, reject);
      } catch (error) {
        reject(error);
      }
    }

    #settlers(): { resolve: Settle; reject: Settle } {
      let isDone = false;
      return {
        resolve: (value) => {
          if (isDone) return;
          isDone = true;
          this.#resolve(value);
        },
        reject: (reason) => {
          if (isDone) return;
          isDone = true;
          this.#settle(2, reason);
        },
      };
    }

    #resolve(value: unknown): void {
      if ((typeof value !== "object" || value === null) && typeof value !== "function") {
        return this.#settle(1, value);
      }
      if (value === this) return this.#settle(2, new TypeError("a promise cannot be resolved with itself"));
      let then: unknown;
      try {
        then = (value as { then?: unknown }).then;
      } catch (error) {
        return this.#settle(2, error);
      }
      if (typeof then !== "function") return this.#settle(1, value);
      jobs.add(() => {
        const { resolve, reject } = this.#settlers();
        try {
          (then as (a: Settle, b: Settle) => void).call(value, resolve, reject);
        } catch (error) {
          reject(error);
        }
      });
    }

    #settle(state: 1 | 2, value: unknown): void {
      this.#state = state;
      this.#value = value;
      const reactions = this.#reactions;
      this.#reactions = null;
      if (reactions !== null) for (const reaction of reactions) this.#schedule(reaction);
      else if (state === 2 && !this.#isHandled) {
        jobs.rejected.set(this, { reason: value, context: jobs.context });
      }
    }

    #schedule({ onFulfilled, onRejected, next, context }: Reaction): void {
      const [state, value] = [this.#state, this.#value];
      jobs.add(() => {
        const handler = state === 1 ? onFulfilled : onRejected;
        if (typeof handler !== "function") return next.settle(state === 2, value);
        let result: unknown;
        try {
          result = handler(value);
        } catch (error) {
          return next.settle(true, error);
        }
        next.settle(false, result);
      }, context);
    }

    // eslint-disable-next-line unicorn/no-thenable -- it is a promise
    then(onFulfilled?: Handler, onRejected?: Handler): SimulatedPromise {
      const next = new SimulatedPromise(null);
      const reaction: Reaction = { onFulfilled, onRejected, next, context: jobs.context };
      if (!this.#isHandled) {
        this.#isHandled = true;
        jobs.rejected.delete(this);
      }
      if (this.#state === 0) (this.#reactions ??= []).push(reaction);
      else this.#schedule(reaction);
      return next;
    }
    /** Only for the promise that it follows. */
    settle(isRejected: boolean, value: unknown): void {
      if (isRejected) this.#settle(2, value);
      else this.#resolve(value);
    }
    catch(onRejected?: Handler): SimulatedPromise {
      return this.then(undefined, onRejected);
    }
    finally(onFinally: () => unknown): SimulatedPromise {
      return this.then(
        (value) => SimulatedPromise.resolve(onFinally()).then(() => value),
        (reason: unknown) =>
          SimulatedPromise.resolve(onFinally()).then(() => {
            throw reason;
          }),
      );
    }

    static resolve(value?: unknown): SimulatedPromise {
      if (value instanceof SimulatedPromise) return value;
      const promise = new SimulatedPromise(null);
      promise.#resolve(value);
      return promise;
    }
    static reject(reason?: unknown): SimulatedPromise {
      return new SimulatedPromise((_, reject) => reject(reason));
    }
    static withResolvers(): { promise: SimulatedPromise; resolve: Settle; reject: Settle } {
      let settlers: { resolve: Settle; reject: Settle } | null = null;
      const promise = new SimulatedPromise((resolve, reject) => (settlers = { resolve, reject }));
      return { promise, ...settlers! };
    }
    static #each(
      values: Iterable<unknown>,
      executor: (promises: SimulatedPromise[], resolve: Settle, reject: Settle) => void,
    ): SimulatedPromise {
      return new SimulatedPromise((resolve, reject) =>
        executor(
          [...values].map((value) => SimulatedPromise.resolve(value)),
          resolve,
          reject,
        ),
      );
    }
    static all(values: Iterable<unknown>): SimulatedPromise {
      return SimulatedPromise.#each(values, (promises, resolve, reject) => {
        const results: unknown[] = promises.map(() => undefined);
        let left = promises.length;
        if (left === 0) resolve(results);
        promises.forEach((promise, i) =>
          promise.then((value) => {
            results[i] = value;
            if (--left === 0) resolve(results);
          }, reject as Handler),
        );
      });
    }
    static allSettled(values: Iterable<unknown>): SimulatedPromise {
      return SimulatedPromise.all(
        [...values].map((value) =>
          SimulatedPromise.resolve(value).then(
            (result) => ({ status: "fulfilled", value: result }),
            (reason: unknown) => ({ status: "rejected", reason }),
          ),
        ),
      );
    }
    static race(values: Iterable<unknown>): SimulatedPromise {
      return SimulatedPromise.#each(values, (promises, resolve, reject) => {
        for (const promise of promises) promise.then(resolve as Handler, reject as Handler);
      });
    }
    static any(values: Iterable<unknown>): SimulatedPromise {
      return SimulatedPromise.#each(values, (promises, resolve, reject) => {
        let left = promises.length;
        for (const promise of promises)
          promise.then(resolve as Handler, () => {
            if (--left === 0) reject(new AggregateError([], "all promises were rejected"));
          });
      });
    }
  }
  return SimulatedPromise as unknown as SimulatedPromiseClass;
}

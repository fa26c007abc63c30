/** A value that can be observed, without a framework: the Host sheet wraps it in a signal. */
export interface Observable<T> {
  readonly value: T;
  /** Calls back after each change; returns a function that unsubscribes. */
  subscribe(callback: () => void): () => void;
}

export interface Settable<T> extends Observable<T> {
  set(value: T): void;
}

export function makeObservable<T>(initial: T): Settable<T> {
  let value = initial;
  const callbacks = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const callback of Array.from(callbacks)) callback();
    },
    subscribe(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
  };
}

/** A value that can be watched. No framework: the sheet wraps it in whatever it is made of. */
export interface Observable<T> {
  readonly value: T;
  /** Calls back after each change; returns how to stop. */
  subscribe(callback: () => void): () => void;
}

export interface Settable<T> extends Observable<T> {
  set(value: T): void;
}

export function makeObservable<T>(first: T): Settable<T> {
  let value = first;
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

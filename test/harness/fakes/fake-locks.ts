/** `navigator.locks` and a broadcast channel, shared by the tabs of one test. No imports. */

type Callback = (lock: object | null) => Promise<void>;

export class FakeLocks {
  readonly #held = new Set<string>();
  readonly #queue: { name: string; grant: () => void }[] = [];

  async request(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    callback: Callback,
  ): Promise<unknown> {
    if (options.signal?.aborted) throw new DOMException("Aborted.", "AbortError");
    if (this.#held.has(name)) {
      if (options.ifAvailable) return callback(null);
      await this.#wait(name, options.signal);
    } else {
      this.#held.add(name);
    }
    try {
      return await callback({ name, mode: "exclusive" });
    } finally {
      this.#release(name);
    }
  }

  #wait(name: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = { name, grant: resolve };
      this.#queue.push(waiting);
      signal?.addEventListener("abort", () => {
        const place = this.#queue.indexOf(waiting);
        if (place < 0) return; // granted already: aborting has no effect
        this.#queue.splice(place, 1);
        reject(new DOMException("Aborted.", "AbortError"));
      });
    });
  }

  #release(name: string): void {
    const place = this.#queue.findIndex((waiting) => waiting.name === name);
    if (place < 0) this.#held.delete(name);
    else this.#queue.splice(place, 1)[0]?.grant(); // stays held, by the next
  }

  get held(): readonly string[] {
    return [...this.#held];
  }
}

type Listener = (event: { readonly data: unknown }) => void;

/** All tabs hear what another one says, never themselves. */
export class FakeChannels {
  readonly #tabs: { listeners: Listener[] }[] = [];

  tab(): {
    postMessage(message: unknown): void;
    addEventListener(type: "message", listener: Listener): void;
  } {
    const me = { listeners: [] as Listener[] };
    this.#tabs.push(me);
    return {
      postMessage: (message) => {
        const data: unknown = structuredClone(message);
        for (const tab of this.#tabs) {
          if (tab !== me) for (const listener of tab.listeners) queueMicrotask(() => listener({ data }));
        }
      },
      addEventListener: (_type, listener) => void me.listeners.push(listener),
    };
  }
}

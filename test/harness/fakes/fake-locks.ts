/** A fake `navigator.locks` and a fake broadcast channel, shared by the tabs of one test. */

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

  async query(): Promise<{ held: { name: string }[] }> {
    return { held: [...this.#held].map((name) => ({ name })) };
  }

  #wait(name: string, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = { name, grant: resolve };
      this.#queue.push(request);
      signal?.addEventListener("abort", () => {
        const index = this.#queue.indexOf(request);
        if (index < 0) return; // already granted: aborting has no effect
        this.#queue.splice(index, 1);
        reject(new DOMException("Aborted.", "AbortError"));
      });
    });
  }

  #release(name: string): void {
    const index = this.#queue.findIndex((request) => request.name === name);
    if (index < 0) this.#held.delete(name);
    else this.#queue.splice(index, 1)[0]?.grant(); // stays held, by the next request
  }

  get held(): readonly string[] {
    return [...this.#held];
  }
}

type Listener = (event: { readonly data: unknown }) => void;

/** A tab's message reaches all other tabs and not the tab itself. */
export class FakeChannels {
  readonly #tabs: { listeners: Listener[] }[] = [];

  tab(): {
    postMessage(message: unknown): void;
    addEventListener(type: "message", listener: Listener): void;
  } {
    const ownTab = { listeners: [] as Listener[] };
    this.#tabs.push(ownTab);
    return {
      postMessage: (message) => {
        const data: unknown = structuredClone(message);
        for (const tab of this.#tabs) {
          if (tab !== ownTab) for (const listener of tab.listeners) queueMicrotask(() => listener({ data }));
        }
      },
      addEventListener: (_type, listener) => void ownTab.listeners.push(listener),
    };
  }
}

/** `Event`, `EventTarget` and the like, as far as the programs use them, without the cost of the real ones. */

const handlerNames = new Map<string, string>();

export class SimEvent {
  target: unknown = null;
  get handlerName_(): string {
    const name = handlerNames.get(this.type) ?? `on${this.type}`;
    handlerNames.set(this.type, name);
    return name;
  }
  constructor(
    readonly type: string,
    init?: object,
  ) {
    if (init === undefined) return;
    for (const name of Object.keys(init))
      if (!(name in this)) {
        const value = (init as Record<string, unknown>)[name];
        Object.defineProperty(this, name, { value, configurable: true, writable: true });
      }
  }
  preventDefault(): void {}
  stopPropagation(): void {}
  stopImmediatePropagation(): void {}
}
export class SimMessageEvent extends SimEvent {
  readonly data: unknown;
  constructor(type: string, init: { readonly data?: unknown; readonly ports?: readonly unknown[] } = {}) {
    super(type);
    this.data = init.data;
    if (init.ports !== undefined) Object.defineProperty(this, "ports", { value: init.ports });
  }
}
export class SimCloseEvent extends SimEvent {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
  constructor(type: string, init: { code?: number; reason?: string; wasClean?: boolean } = {}) {
    super(type);
    this.code = init.code ?? 0;
    this.reason = init.reason ?? "";
    this.wasClean = init.wasClean ?? false;
  }
}

type Listener = ((event: SimEvent) => void) | { handleEvent(event: SimEvent): void };

export class SimEventTarget {
  readonly #listeners = new Map<string, { readonly listener: Listener; readonly isOnce: boolean }[]>();

  addEventListener(type: string, listener: Listener | null, options?: { once?: boolean } | boolean): void {
    if (listener === null) return;
    const list = this.#listeners.get(type) ?? [];
    this.#listeners.set(type, list);
    if (list.some((one) => one.listener === listener)) return;
    list.push({ listener, isOnce: typeof options === "object" && options.once === true });
  }
  removeEventListener(type: string, listener: Listener | null): void {
    const list = this.#listeners.get(type);
    const at = list?.findIndex((one) => one.listener === listener) ?? -1;
    if (at >= 0)
      this.#listeners.set(
        type,
        list!.filter((_, i) => i !== at),
      );
  }
  dispatchEvent(event: SimEvent): boolean {
    event.target ??= this;
    const list = this.#listeners.get(event.type);
    if (list !== undefined)
      for (const { listener, isOnce } of list) {
        if (isOnce) this.removeEventListener(event.type, listener);
        if (typeof listener === "function") listener.call(this, event);
        else listener.handleEvent(event);
      }
    const handler = (this as Record<string, unknown>)[event.handlerName_];
    if (typeof handler === "function") (handler as (event: SimEvent) => void).call(this, event);
    return true;
  }
  /** How many listeners there are. Only the simulation asks. */
  listenerCount(): number {
    let count = 0;
    for (const list of this.#listeners.values()) count += list.length;
    return count;
  }
}

/** The target of a global scope or a document: its methods can be called without it. */
export class BoundEventTarget extends SimEventTarget {
  override addEventListener = super.addEventListener.bind(this);
  override removeEventListener = super.removeEventListener.bind(this);
  override dispatchEvent = super.dispatchEvent.bind(this);
}

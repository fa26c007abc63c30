/** `Request`, `Response`, `Headers` and streams of bodies, as far as the programs use them. */
import type { Core } from "./core";

type Body = string | Uint8Array | null;

export interface SimHeaders {
  get(name: string): string | null;
  set(name: string, value: string): void;
  [Symbol.iterator](): Iterator<[string, string]>;
}
export interface SimResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: SimHeaders;
  /** The other end of a socket, in an answer that opens one. */
  readonly webSocket: unknown;
  /** Its whole body. Only the simulation reads it. */
  readonly text_: string;
}
export interface SimRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: SimHeaders;
}
interface RequestInitLike {
  readonly method?: string;
  readonly headers?: Iterable<readonly [string, string]> | Record<string, string>;
  readonly body?: Body;
  readonly signal?: unknown;
}
interface ResponseInitLike {
  readonly status?: number;
  readonly headers?: RequestInitLike["headers"];
  readonly webSocket?: unknown;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

class Headers implements SimHeaders {
  readonly #values = new Map<string, string>();
  constructor(init: RequestInitLike["headers"] = {}) {
    const entries = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of entries as Iterable<readonly [string, string]>) this.set(name, value);
  }
  get(name: string): string | null {
    return this.#values.get(name.toLowerCase()) ?? null;
  }
  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }
  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), String(value));
  }
  append(name: string, value: string): void {
    const before = this.get(name);
    this.set(name, before === null ? value : `${before}, ${value}`);
  }
  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }
  forEach(callback: (value: string, name: string) => void): void {
    for (const [name, value] of this.#values) callback(value, name);
  }
  entries(): Iterator<[string, string]> {
    return this.#values.entries();
  }
  [Symbol.iterator](): Iterator<[string, string]> {
    return this.#values.entries();
  }
}

/** The classes for one program. */
export function makeFetchClasses({ Promise }: Core): Record<string, unknown> {
  class Message {
    readonly headers: Headers;
    readonly #body: Body;
    bodyUsed = false;
    constructor(body: Body | { readonly raw_: Body }, headers: RequestInitLike["headers"]) {
      this.#body = typeof body === "object" && body !== null && "raw_" in body ? body.raw_ : body;
      this.headers = new Headers(headers);
    }
    get text_(): string {
      const body = this.#body;
      return body === null ? "" : typeof body === "string" ? body : decoder.decode(body);
    }
    get body(): object | null {
      if (this.#body === null) return null;
      const bytes = typeof this.#body === "string" ? encoder.encode(this.#body) : this.#body;
      const cancel = () => Promise.resolve();
      return {
        raw_: this.#body,
        cancel,
        getReader: () => {
          let isDone = false;
          return {
            read: () => {
              if (isDone) return Promise.resolve({ done: true, value: undefined });
              isDone = true;
              this.bodyUsed = true;
              return Promise.resolve({ done: false, value: bytes });
            },
            cancel,
            releaseLock() {},
          };
        },
      };
    }
    /** The body as it is. */
    get raw_(): Body {
      return this.#body;
    }
    text(): PromiseLike<string> {
      this.bodyUsed = true;
      return Promise.resolve(this.text_);
    }
    json(): PromiseLike<unknown> {
      return Promise.resolve().then(() => JSON.parse(this.text_) as unknown);
    }
    arrayBuffer(): PromiseLike<unknown> {
      return Promise.resolve(encoder.encode(this.text_).buffer);
    }
  }

  class Request extends Message {
    readonly url: string;
    readonly method: string;
    readonly signal: unknown;
    constructor(input: string | URL | Request, init: RequestInitLike | Request = {}) {
      const from = input instanceof Request ? input : null;
      const body = init instanceof Message ? init.raw_ : (init.body ?? from?.raw_ ?? null);
      super(body, init.headers ?? from?.headers ?? {});
      this.url = new URL(from?.url ?? (input as string)).href;
      this.method = init.method ?? from?.method ?? "GET";
      this.signal = init.signal;
    }
  }
  class Response extends Message {
    readonly status: number;
    readonly webSocket: unknown;
    constructor(body: Body = null, init: ResponseInitLike = {}) {
      super(body, init.headers ?? {});
      this.status = init.status ?? 200;
      this.webSocket = init.webSocket ?? null;
    }
    get ok(): boolean {
      return this.status >= 200 && this.status < 300;
    }
    clone(): Response {
      return new Response(this.raw_, this);
    }
  }
  return { Headers, Request, Response };
}

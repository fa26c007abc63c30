/** The globals that every program finds: time, chance, promises, events, and what a fetch is made of. */
import { sha256 } from "../room/plainRoomOf";
import type { Core } from "./core";
import { SimCloseEvent, SimEvent, SimEventTarget, SimMessageEvent } from "./events";
import { makeFetchClasses } from "./fetchClasses";
import type { SeededRandom } from "./random";
import type { Timers } from "./timers";

export type Globals = Record<string, unknown>;
/** A program: a function of its globals that returns what it exports. */
export type Program = (globals: Globals) => Globals;

interface RealmParts {
  readonly core: Core;
  readonly timers: Timers;
  readonly random: SeededRandom;
  /** Epoch ms. */
  readonly wall: () => number;
  /** Ms since the program began, on a clock that nobody sets. */
  readonly monotonic: () => number;
  readonly name: string;
}

export function makeGlobals({ core, timers, random, wall, monotonic, name }: RealmParts): Globals {
  const { Promise } = core;
  class SimDate extends Date {
    constructor(...values: unknown[]) {
      super(...((values.length === 0 ? [wall()] : values) as [number]));
    }
    static override now(): number {
      return wall();
    }
  }
  const log = (...values: unknown[]): void => core.trace(name, `logs ${values.map(String).join(" ")}`);
  const globals: Globals = {
    Promise,
    Date: SimDate,
    Math: Object.defineProperties(
      {},
      {
        ...Object.getOwnPropertyDescriptors(Math),
        random: { value: () => random.next() },
      },
    ),
    performance: { now: monotonic },
    console: { log, warn: log, error: log, info: log },
    crypto: makeCrypto(core, random),
    structuredClone,
    setTimeout: timers.set,
    setInterval: timers.repeat,
    clearTimeout: timers.clear,
    clearInterval: timers.clear,
    queueMicrotask: (job: () => void) => core.jobs.add(job),
    Event: SimEvent,
    EventTarget: SimEventTarget,
    MessageEvent: SimMessageEvent,
    CloseEvent: SimCloseEvent,
    ErrorEvent: SimEvent,
    AbortController: SimAbortController,
    AbortSignal: makeAbortSignal(timers),
    ...makeFetchClasses(core),
  };
  globals["globalThis"] = globals;
  return globals;
}

/** Signatures and keys are the platform's: here they are made of hashes. */
function makeCrypto({ Promise }: Core, random: SeededRandom): object {
  const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
    data instanceof ArrayBuffer
      ? new Uint8Array(data)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const fill = (bytes: Uint8Array): Uint8Array => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = random.below(256);
    return bytes;
  };
  return {
    getRandomValues: fill,
    randomUUID: () => {
      const hex = [...fill(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    },
    subtle: {
      digest: (_name: string, data: ArrayBuffer | ArrayBufferView) =>
        Promise.resolve(sha256(bytesOf(data)).buffer),
      importKey: (format: string, data: unknown) => {
        const isPoint =
          format !== "raw" || ((data as Uint8Array).length === 65 && (data as Uint8Array)[0] === 4);
        return isPoint
          ? Promise.resolve({ type: "key" })
          : Promise.reject(new Error("no point of the curve"));
      },
      sign: (_algorithm: object, _key: object, data: ArrayBuffer | ArrayBufferView) => {
        const hash = sha256(bytesOf(data));
        return Promise.resolve(new Uint8Array([...hash, ...hash]).buffer);
      },
    },
  };
}

export class SimAbortSignal extends SimEventTarget {
  aborted = false;
  reason: unknown;
  onabort: ((event: SimEvent) => void) | null = null;

  abort(reason: unknown = new DOMException("aborted", "AbortError")): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.dispatchEvent(new SimEvent("abort"));
  }
  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }
}
class SimAbortController {
  readonly signal = new SimAbortSignal();
  abort(reason?: unknown): void {
    this.signal.abort(reason);
  }
}

const makeAbortSignal = (timers: Timers): object =>
  class extends SimAbortSignal {
    /** The timer of a signal ends with the program; nothing waits for it. */
    static timeout(ms: number): SimAbortSignal {
      const signal = new SimAbortSignal();
      timers.set(() => signal.abort(new DOMException("timed out", "TimeoutError")), ms);
      return signal;
    }
    static any(signals: readonly SimAbortSignal[]): SimAbortSignal {
      const signal = new SimAbortSignal();
      for (const one of signals) {
        if (one.aborted) signal.abort(one.reason);
        else one.addEventListener("abort", () => signal.abort(one.reason), { once: true });
      }
      return signal;
    }
  };

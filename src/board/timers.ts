import { BROWSER_TIMEOUT_MS, DEVICE_TIMEOUT_MS } from "./limits";

/** A clock and its timers, passed as an argument so that tests can simulate time. */
export interface Timers {
  /** Monotonic time in ms. */
  now(): number;
  /** The device's clock in epoch ms. Unlike `now` on some devices, it goes on while the device sleeps. */
  wall(): number;
  /** Calls `run` once after `ms`; returns a function that cancels it (without effect afterwards). */
  after(ms: number, run: () => void): () => void;
}

/** Settles as `promise` does, or resolves to `fallback` after `ms`: a browser or a device may never answer. */
export const inTime = <T>(
  timers: Timers,
  promise: Promise<T>,
  fallback: T,
  ms: number = BROWSER_TIMEOUT_MS,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const cancel = timers.after(ms, () => resolve(fallback));
    promise.then(resolve, reject).finally(cancel);
  });

/** Waits until `promise` has settled in any way, at most `ms`. Never rejects. */
export const settled = (timers: Timers, promise: Promise<unknown>, ms?: number): Promise<void> =>
  inTime(
    timers,
    promise.then(
      () => {},
      () => {},
    ),
    undefined,
    ms,
  );

/**
 * Opens a device within DEVICE_TIMEOUT_MS, else rejects. A device that opens later is closed again, because then nobody
 * uses it. Resolves with the result of `open`.
 */
export async function openInTime<Opened>(
  timers: Timers,
  device: { open(): Promise<Opened>; close(): Promise<void> },
): Promise<Opened> {
  const opening = device.open().then((opened) => ({ opened }));
  const result = await inTime(timers, opening, null, DEVICE_TIMEOUT_MS);
  if (result) return result.opened;
  void opening.then(() => device.close()).catch(() => {});
  throw new Error("the device did not open in time");
}

/** Timers with names: setting one again replaces it. */
export interface NamedTimers<Name> {
  set(name: Name, ms: number, run: () => void): void;
  clear(name: Name): void;
}

export function makeNamedTimers<Name>(timers: Timers): NamedTimers<Name> {
  const cancels = new Map<Name, () => void>();
  function clear(name: Name): void {
    cancels.get(name)?.();
    cancels.delete(name);
  }
  return {
    set(name, ms, run) {
      clear(name);
      cancels.set(name, timers.after(ms, run));
    },
    clear,
  };
}

/** The parts of a Worker that the page uses. */
export interface TimerWorker {
  postMessage(message: TimerRequest): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/**
 * Page to worker: fire timer `id` after `ms`, or cancel it (`ms` is null). The worker answers with the `id` when the
 * timer fires.
 */
export interface TimerRequest {
  readonly id: number;
  readonly ms: number | null;
}

/** The page's own timers, which browsers slow down to one a minute in a hidden tab. */
export const pageTimers: Timers = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, run) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};

/**
 * Timers that run in a dedicated worker, which browsers do not slow down in a hidden tab. If the worker does not load,
 * pending and later timers run on the page's own timers: late in a hidden tab, but none is lost.
 */
export function makeWorkerTimers(worker: TimerWorker): Timers {
  const pending = new Map<number, { readonly due: number; readonly run: () => void }>();
  let lastId = 0;
  let hasFailed = false;

  const fire = (id: number) => {
    const timer = pending.get(id);
    pending.delete(id);
    timer?.run();
  };
  worker.onmessage = ({ data }) => {
    if (typeof data === "number") fire(data);
  };
  worker.onerror = () => {
    hasFailed = true;
    for (const [id, { due }] of pending) pageTimers.after(due - pageTimers.now(), () => fire(id));
  };

  return {
    now: pageTimers.now,
    wall: pageTimers.wall,
    after(ms, run) {
      const id = ++lastId;
      pending.set(id, { due: pageTimers.now() + ms, run });
      if (hasFailed) pageTimers.after(ms, () => fire(id));
      else worker.postMessage({ id, ms });
      return () => {
        if (pending.delete(id) && !hasFailed) worker.postMessage({ id, ms: null });
      };
    },
  };
}

/** The worker's side: runs the timers that the page requests over `port`. */
export function runTimerWorker(port: {
  postMessage(id: number): void;
  onmessage: ((event: MessageEvent<TimerRequest>) => void) | null;
}): void {
  const running = new Map<number, ReturnType<typeof setTimeout>>();
  port.onmessage = ({ data: { id, ms } }) => {
    clearTimeout(running.get(id));
    running.delete(id);
    if (ms === null) return;
    const fire = () => {
      running.delete(id);
      port.postMessage(id);
    };
    running.set(id, setTimeout(fire, ms));
  };
}

/** Creates the page's worker timers. Call it once: the worker lives as long as the page. */
export function createTimers(): Timers {
  try {
    return makeWorkerTimers(new Worker(new URL("./timers.worker.ts", import.meta.url), { type: "module" }));
  } catch {
    return pageTimers; // this browser has no workers
  }
}

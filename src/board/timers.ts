/** Time, as an argument. */
export interface Timers {
  /** Monotonic ms. */
  now(): number;
  /** Calls `run` once after `ms`; returns how to call it off (harmless afterwards). */
  after(ms: number, run: () => void): () => void;
}

/** The two things needed of a Worker, seen from the page. */
export interface TimerWorker {
  postMessage(message: TimerOrder): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Page → worker: ring `id` after `ms`, or (null) do not. Worker → page: the `id` that rang. */
export interface TimerOrder {
  readonly id: number;
  readonly ms: number | null;
}

/** The page's own timers, which a hidden tab slows to one a minute. */
export const pageTimers: Timers = {
  now: () => performance.now(),
  after: (ms, run) => {
    const id = setTimeout(run, ms);
    return () => clearTimeout(id);
  },
};

/**
 * Timers that ring in a dedicated worker, whose clock a hidden tab does not slow. If the worker cannot be
 * loaded, what is pending goes on with the page's own: late in a hidden tab, but never lost.
 */
export function makeWorkerTimers(worker: TimerWorker): Timers {
  const pending = new Map<number, { readonly due: number; readonly run: () => void }>();
  let lastId = 0;
  let broken = false;

  const ring = (id: number) => {
    const timer = pending.get(id);
    pending.delete(id);
    timer?.run();
  };
  worker.onmessage = ({ data }) => {
    if (typeof data === "number") ring(data);
  };
  worker.onerror = () => {
    broken = true;
    for (const [id, { due }] of pending) pageTimers.after(due - pageTimers.now(), () => ring(id));
  };

  return {
    now: pageTimers.now,
    after(ms, run) {
      const id = ++lastId;
      pending.set(id, { due: pageTimers.now() + ms, run });
      if (broken) pageTimers.after(ms, () => ring(id));
      else worker.postMessage({ id, ms });
      return () => {
        if (pending.delete(id) && !broken) worker.postMessage({ id, ms: null });
      };
    },
  };
}

/** The worker's half: answers orders on `port` with the real clock. */
export function serveTimers(port: {
  postMessage(id: number): void;
  onmessage: ((event: MessageEvent<TimerOrder>) => void) | null;
}): void {
  const running = new Map<number, ReturnType<typeof setTimeout>>();
  port.onmessage = ({ data: { id, ms } }) => {
    clearTimeout(running.get(id));
    running.delete(id);
    if (ms === null) return;
    const ring = () => {
      running.delete(id);
      port.postMessage(id);
    };
    running.set(id, setTimeout(ring, ms));
  };
}

/** Worker timers of this page, made once; the worker lives as long as the page. */
export function createTimers(): Timers {
  try {
    return makeWorkerTimers(new Worker(new URL("./timers.worker.ts", import.meta.url), { type: "module" }));
  } catch {
    return pageTimers; // no workers here at all
  }
}

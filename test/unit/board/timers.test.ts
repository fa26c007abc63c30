import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeWorkerTimers, serveTimers } from "../../../src/board/timers";
import type { TimerOrder, TimerWorker } from "../../../src/board/timers";

/** The page's and the worker's halves, back to back. */
function pair() {
  const orders: TimerOrder[] = [];
  const worker: TimerWorker = { postMessage: () => {}, onmessage: null, onerror: null };
  const inside: Parameters<typeof serveTimers>[0] = {
    postMessage: (id) => worker.onmessage?.(new MessageEvent("message", { data: id })),
    onmessage: null,
  };
  serveTimers(inside);
  worker.postMessage = (data) => {
    orders.push(data);
    inside.onmessage?.(new MessageEvent("message", { data }));
  };
  return { worker, orders, timers: makeWorkerTimers(worker) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("timers in a worker", () => {
  it("ring once, in the worker's time and not the page's", () => {
    const { timers, orders } = pair();
    const run = vi.fn();
    timers.after(500, run);
    expect(orders).toEqual([{ id: 1, ms: 500 }]);
    vi.advanceTimersByTime(499);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("do not ring once called off, even if the bell was already on its way", () => {
    const { timers, worker } = pair();
    const run = vi.fn();
    const cancel = timers.after(500, run);
    cancel();
    cancel();
    worker.onmessage?.(new MessageEvent("message", { data: 1 }));
    vi.advanceTimersByTime(5000);
    expect(run).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("go on with the page's own if the worker does not load", () => {
    const { timers, worker } = pair();
    worker.postMessage = () => {};
    const early = vi.fn();
    const cancelled = vi.fn();
    timers.after(500, early);
    timers.after(500, cancelled)();
    worker.onerror?.(new Event("error") as ErrorEvent);
    const late = vi.fn();
    timers.after(300, late);
    vi.advanceTimersByTime(500);
    expect([early, late, cancelled].map((run) => run.mock.calls.length)).toEqual([1, 1, 0]);
  });

  it("tell a time that only goes forward", () => {
    const { timers } = pair();
    const before = timers.now();
    vi.advanceTimersByTime(250);
    expect(timers.now() - before).toBe(250);
  });
});

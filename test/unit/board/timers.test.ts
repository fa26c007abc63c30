import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeWorkerTimers, runTimerWorker } from "../../../src/board/timers";
import type { TimerRequest, TimerWorker } from "../../../src/board/timers";

/** The page's side and the worker's side, connected directly. */
function connectedSides() {
  const requests: TimerRequest[] = [];
  const worker: TimerWorker = { postMessage: () => {}, onmessage: null, onerror: null };
  const workerSide: Parameters<typeof runTimerWorker>[0] = {
    postMessage: (id) => worker.onmessage?.(new MessageEvent("message", { data: id })),
    onmessage: null,
  };
  runTimerWorker(workerSide);
  worker.postMessage = (data) => {
    requests.push(data);
    workerSide.onmessage?.(new MessageEvent("message", { data }));
  };
  return { worker, requests, timers: makeWorkerTimers(worker) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("timers in a worker", () => {
  it("a timer fires once, by the worker's clock and not by the page's", () => {
    const { timers, requests } = connectedSides();
    const run = vi.fn();
    timers.after(500, run);
    expect(requests).toEqual([{ id: 1, ms: 500 }]);
    vi.advanceTimersByTime(499);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("a cancelled timer does not fire, even if the worker's message was already on its way", () => {
    const { timers, worker } = connectedSides();
    const run = vi.fn();
    const cancel = timers.after(500, run);
    cancel();
    cancel();
    worker.onmessage?.(new MessageEvent("message", { data: 1 }));
    vi.advanceTimersByTime(5000);
    expect(run).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("timers run on the page's own timers if the worker does not load", () => {
    const { timers, worker } = connectedSides();
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

  it("the clock of worker timers advances with time", () => {
    const { timers } = connectedSides();
    const before = timers.now();
    vi.advanceTimersByTime(250);
    expect(timers.now() - before).toBe(250);
  });
});

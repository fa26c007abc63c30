/** The delivery queue by itself: which deliveries run at the same time, and when the next ones start. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DeliveryQueue } from "../../../party/room/delivery/deliveryQueue";
import type { Delivery } from "../../../party/room/delivery/deliveryQueue";

const T0 = 1_790_000_000_000;
beforeEach(() => void vi.useFakeTimers({ now: T0 }));
afterEach(() => void vi.useRealTimers());

interface Waiting {
  readonly key: string;
  readonly service: string;
  readonly at: number;
}

/** A queue whose source is a list, and whose deliveries end when the test says so. */
class Bench {
  readonly waiting: Waiting[] = [];
  readonly started: { key: string; at: number; signal: AbortSignal; end: () => void }[] = [];
  idle = 0;
  readonly queue = new DeliveryQueue({
    next: (canStart) => this.#next(canStart),
    nextDueAfter: (now) => {
      const later = this.waiting.map(({ at }) => at).filter((at) => at > now);
      return later.length === 0 ? null : Math.min(...later);
    },
    onIdle: async () => void this.idle++,
  });

  add(key: string, service = "https://a.example", at = T0): void {
    this.waiting.push({ key, service, at });
  }
  async start(): Promise<void> {
    void this.queue.startDue();
    await this.pass(100);
  }
  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }
  get keys(): string[] {
    return this.started.map(({ key }) => key);
  }

  #next(canStart: (key: string, service: string) => boolean): Delivery | null {
    const index = this.waiting.findIndex(
      ({ key, service, at }) => at <= Date.now() && canStart(key, service),
    );
    const [found] = index === -1 ? [] : this.waiting.splice(index, 1);
    if (found === undefined) return null;
    const { key, service } = found;
    const run = (signal: AbortSignal): Promise<void> =>
      new Promise((end) => this.started.push({ key, at: Date.now() - T0, signal, end }));
    return { key, service, to: key, isTest: key.endsWith(" test"), run };
  }
}

describe("the delivery queue", () => {
  test("at most 20 requests to one service are in flight, and the next one starts when one ends", async () => {
    const bench = new Bench();
    for (let i = 0; i < 30; i++) bench.add(`a${i}`);
    await bench.start();
    expect(bench.started).toHaveLength(20);
    bench.started[0]?.end();
    await bench.pass(10);
    expect(bench.started).toHaveLength(21);
  });

  test("a service with 20 requests in flight does not delay another service", async () => {
    const bench = new Bench();
    for (let i = 0; i < 30; i++) bench.add(`a${i}`);
    bench.add("b", "https://b.example");
    await bench.start();
    expect(bench.keys).toContain("b");
  });

  test("a delivery does not start while one with the same key is in flight", async () => {
    const bench = new Bench();
    bench.add("a");
    bench.add("a");
    await bench.start();
    expect(bench.keys).toEqual(["a"]);
    bench.started[0]?.end();
    await bench.pass(10);
    expect(bench.keys).toEqual(["a", "a"]);
  });

  test("what becomes due while something is in flight starts at its time", async () => {
    const bench = new Bench();
    bench.add("hangs");
    bench.add("later", "https://b.example", T0 + 2000);
    await bench.start();
    await bench.pass(10_000);
    expect(bench.started.map(({ key, at }) => [key, at])).toEqual([
      ["hangs", 0],
      ["later", 2000],
    ]);
  });

  test("no timer is left when nothing is in flight, and the source is told", async () => {
    const bench = new Bench();
    bench.add("a");
    bench.add("later", "https://b.example", T0 + 60_000);
    await bench.start();
    expect([bench.queue.hasInFlight, bench.idle]).toEqual([true, 0]);
    bench.started[0]?.end();
    await bench.pass(10);
    expect([bench.queue.hasInFlight, bench.idle, vi.getTimerCount()]).toEqual([false, 1, 0]);
  });

  test("only the deliveries that are obsolete are cancelled", async () => {
    const bench = new Bench();
    bench.add("a");
    bench.add("a test");
    await bench.start();
    bench.queue.cancel(({ isTest }) => !isTest);
    expect(bench.started.map(({ key, signal }) => [key, signal.aborted])).toEqual([
      ["a", true],
      ["a test", false],
    ]);
  });

  test("a delivery that fails does not stop the others", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const bench = new Bench();
    const fails: Delivery = {
      key: "x",
      service: "https://a.example",
      to: "x",
      isTest: false,
      run: () => Promise.reject(new Error("no")),
    };
    const deliveries = [fails];
    const queue = new DeliveryQueue({
      ...bench.queue.source,
      next: (canStart) => deliveries.pop() ?? bench.queue.source.next(canStart),
    });
    bench.add("a");
    void queue.startDue();
    await bench.pass(10);
    expect(bench.keys).toEqual(["a"]);
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});

/** What is to happen, in the order of its time; what was added first comes first at the same time. */

import type { JobContext } from "./jobs";

/** Something that is to happen. It can be cancelled until then. */
export class Entry {
  constructor(
    readonly at: number,
    readonly order: number,
    /** Null: cancelled. */
    public run: (() => void) | null,
    /** To whom it belongs: it runs as an event of this context, with all jobs that follow. Null: it runs as it is. */
    readonly context: JobContext | null,
  ) {}
}

/** A binary heap. Times are ms of true time since the simulation began. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #order = 0;

  add(at: number, run: () => void, context: JobContext | null = null): Entry {
    const entry = new Entry(at, this.#order++, run, context);
    const heap = this.#heap;
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
    return entry;
  }

  /** Takes the next one, if it is not later than `until`. */
  take(until: number): Entry | undefined {
    const heap = this.#heap;
    while (heap.length > 0 && heap[0]!.run === null) this.#pop();
    return heap.length > 0 && heap[0]!.at <= until ? this.#pop() : undefined;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Seeded chance: the same seed rolls the same schedule, though a real server never keeps the same time twice. PURE. */

export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1 (mulberry32). */
  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  /** Whole, from `min` to `max`. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.roll() * (max - min + 1));
  }
  chance(share: number): boolean {
    return this.roll() < share;
  }
  of<T>(all: readonly T[]): T {
    return all[Math.floor(this.roll() * all.length)] as T;
  }
  /** One of the names, each as often as its weight says. */
  weighed<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.roll() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      left -= weight;
      if (left < 0) return name;
    }
    return entries[0]![0];
  }
  /** Dice of their own, so that what one does leaves the others' alone. */
  fork(): Dice {
    return new Dice(this.whole(0, 2 ** 32 - 1));
  }
}

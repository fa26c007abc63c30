/**
 * What the audio clock will show at a moment of `performance.now()`. The browser tells pairs of the two, but a pair that
 * was taken late by a busy machine lies by tens of ms: of several the one with the shortest delay tells most.
 */

/** Pairs are remembered for so long, in ms: quartzes drift apart by up to 0.1 ms a second. */
const KEPT_MS = 5 * 60_000;
/** So often the pair is looked at anew, in ms: a hidden tab is let run once a minute. */
const LOOK_MS = 60_000;
/** After the clock has begun to run, so many pairs are taken, so far apart in ms. */
const FIRST = 12;
const APART_MS = 60;

export class AudioClock {
  /** `offset`: audio clock minus `performance.now()`, in s, as it was `at` (ms). */
  #pairs: readonly { readonly at: number; readonly offset: number }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `known`: the estimate has become good, or better. */
  constructor(
    readonly audio: AudioContext,
    known: () => void,
  ) {
    audio.addEventListener("statechange", () => {
      clearTimeout(this.#timer);
      this.#pairs = []; // it stood still, and the two have parted
      if (audio.state === "running") this.#watch(FIRST, known);
    });
  }

  /** Audio time in s; the way to the loudspeaker is counted. */
  timeAt(performanceMs: number): number {
    this.#look();
    // Right after its start the clock knows no pair yet.
    if (this.#pairs.length === 0) return this.audio.currentTime + (performanceMs - performance.now()) / 1000;
    return performanceMs / 1000 + Math.max(...this.#pairs.map(({ offset }) => offset));
  }

  #look(): void {
    const { contextTime = 0, performanceTime = 0 } = this.audio.getOutputTimestamp();
    if (performanceTime === 0) return;
    const kept = this.#pairs.filter(({ at }) => performanceTime - at < KEPT_MS).slice(-100);
    this.#pairs = [...kept, { at: performanceTime, offset: contextTime - performanceTime / 1000 }];
  }

  #watch(left: number, known: () => void): void {
    this.#look();
    if (left === 0) known();
    this.#timer = setTimeout(() => this.#watch(Math.max(0, left - 1), known), left > 0 ? APART_MS : LOOK_MS);
  }
}

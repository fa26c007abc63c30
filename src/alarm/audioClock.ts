/**
 * Converts a moment of `performance.now()` to the time of the audio clock. The browser gives pairs of the two, but a pair
 * from a busy machine is late by tens of ms. Of several pairs the one with the shortest delay is the most exact.
 */

/** How long a pair is used, in ms. The two clocks drift apart by up to 0.1 ms per second. */
const MAX_AGE_MS = 5 * 60_000;
/** At most this many pairs are kept. */
const MAX_PAIRS = 100;
/** How often a pair is taken, in ms. Browsers run the timers of a hidden tab once a minute. */
const SAMPLE_MS = 60_000;
/** How many pairs are taken right after the audio clock has started, and the time between them, in ms. */
const FIRST_SAMPLES = 12;
const FIRST_SAMPLE_MS = 60;

export class AudioClock {
  /** `offset`: audio clock minus `performance.now()`, in s. `at`: when it was measured, in ms of `performance.now()`. */
  #pairs: readonly { readonly at: number; readonly offset: number }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `onEstimate` is called when the estimate has become good, or better. */
  constructor(
    readonly audio: AudioContext,
    onEstimate: () => void,
  ) {
    audio.addEventListener("statechange", () => {
      clearTimeout(this.#timer);
      this.#pairs = []; // the audio clock has stopped meanwhile, so older pairs are wrong
      if (audio.state === "running") this.#sampleAgain(FIRST_SAMPLES, onEstimate);
    });
  }

  /** Audio time in s, at which a sound has to start to leave the loudspeaker at that moment. */
  timeAt(performanceMs: number): number {
    this.#sample();
    // Right after the start there is no pair yet.
    if (this.#pairs.length === 0) return this.audio.currentTime + (performanceMs - performance.now()) / 1000;
    return performanceMs / 1000 + Math.max(...this.#pairs.map(({ offset }) => offset));
  }

  #sample(): void {
    const { contextTime = 0, performanceTime = 0 } = this.audio.getOutputTimestamp();
    if (performanceTime === 0) return;
    const kept = this.#pairs.filter(({ at }) => performanceTime - at < MAX_AGE_MS).slice(-MAX_PAIRS);
    this.#pairs = [...kept, { at: performanceTime, offset: contextTime - performanceTime / 1000 }];
  }

  /** `left`: how many of the first samples are still to come. */
  #sampleAgain(left: number, onEstimate: () => void): void {
    this.#sample();
    if (left === 0) onEstimate();
    this.#timer = setTimeout(
      () => this.#sampleAgain(Math.max(0, left - 1), onEstimate),
      left > 0 ? FIRST_SAMPLE_MS : SAMPLE_MS,
    );
  }
}

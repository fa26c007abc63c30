/** The sounds while working. They are computed, so that there is no file to load or to license. Each is a loop. PURE. */
import type { WorkingSoundName } from "./preferences";

/** The length of a loop, in s. That of the clock is exact: a tick at its beginning and a tock after one second. */
export const TICK_LOOP_S = 2;
const NOISE_LOOP_S = 9;
/** The end of a loop of noise fades into its beginning within this time, in s. */
const SEAM_S = 1;

type Samples = Float32Array<ArrayBuffer>;

/** One loop of a sound: the samples of each channel, between -1 and 1. */
export function loopOf(name: WorkingSoundName, sampleRate: number): Samples[] {
  switch (name) {
    case "tick":
      return [tickLoop(sampleRate)];
    case "brown":
      return [noiseLoop(sampleRate, 0.16, brown(random(1)))];
    case "rain":
      return [2, 3].map((seed) => noiseLoop(sampleRate, 0.1, rain(random(seed), sampleRate)));
  }
}

/** Numbers from -1 to 1 that are the same every time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** The beats of an escapement: overtones of small parts of metal, which fade within some hundredths of a second. */
const BEATS = [
  { at: 0, gain: 1, partials: [1870, 3120, 5230] },
  { at: 1, gain: 0.8, partials: [1540, 2690, 4410] },
] as const;
const BEAT_S = 0.12;
const DECAYS_S = [0.014, 0.008, 0.003] as const;

function tickLoop(sampleRate: number): Samples {
  const samples = new Float32Array(TICK_LOOP_S * sampleRate);
  for (const { at, gain, partials } of BEATS) {
    for (let i = 0; i < BEAT_S * sampleRate; i++) {
      const t = i / sampleRate;
      let sum = 0;
      for (const [n, hz] of partials.entries())
        sum += Math.sin(2 * Math.PI * hz * t) * Math.exp(-t / (DECAYS_S[n] ?? 0.01));
      samples[at * sampleRate + i] = 0.2 * gain * sum;
    }
  }
  return samples;
}

/** Deep noise, as of a distant waterfall: each sample is close to the one before. */
function brown(noise: () => number): () => number {
  let level = 0;
  return () => (level = 0.985 * level + 0.02 * noise());
}

/** How many drops fall near by in a second, and how long each sounds, in s. */
const DROPS_PER_S = 45;
const DROP_S = 0.006;

/** The rush of rain, which has no deep tones, and single drops. */
function rain(noise: () => number, sampleRate: number): () => number {
  let [slow, fast, drop, hz, phase] = [0, 0, 0, 0, 0];
  const fall = Math.exp(-1 / (DROP_S * sampleRate));
  return () => {
    const white = noise();
    fast += 0.45 * (white - fast);
    slow += 0.03 * (white - slow);
    drop *= fall;
    if ((noise() + 1) / 2 < DROPS_PER_S / sampleRate) {
      drop = 0.3 + 0.5 * Math.abs(noise());
      hz = 2600 + 1700 * noise();
    }
    phase += (2 * Math.PI * hz) / sampleRate;
    return fast - slow + drop * Math.sin(phase);
  };
}

/** A loop without a seam, with this mean level. */
function noiseLoop(sampleRate: number, level: number, next: () => number): Samples {
  const [length, seam] = [NOISE_LOOP_S * sampleRate, SEAM_S * sampleRate];
  for (let i = 0; i < sampleRate / 10; i++) next(); // until the filters have settled
  const samples = Float32Array.from({ length: length + seam }, next);
  // Powers add where the two are independent, so the level stays the same within the seam.
  for (let i = 0; i < seam; i++) {
    const share = i / seam;
    samples[i] = (samples[i] ?? 0) * Math.sqrt(share) + (samples[length + i] ?? 0) * Math.sqrt(1 - share);
  }
  const loop = samples.slice(0, length);
  const power = loop.reduce((sum, sample) => sum + sample * sample, 0) / length;
  const gain = level / Math.sqrt(power);
  return loop.map((sample) => Math.max(-1, Math.min(1, sample * gain)));
}

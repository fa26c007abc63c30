/** The click of a kitchen timer that is turned by a minute: a short knock of wood. Computed, as the chimes are. PURE. */

/** How long the audio clock runs on after a click, in s: while somebody turns, it need not stop and start again. */
const LENGTH_S = 0.4;
/** Each overtone: its frequency in Hz, its gain, and the time in which it falls to a third, in s. */
const PARTIALS = [
  [1450, 0.5, 0.005],
  [2630, 0.3, 0.003],
  [4900, 0.1, 0.0015],
] as const;
/** It rises within this time, in s. */
const ATTACK_S = 0.0004;

/** Samples between -1 and 1. */
export function clickSamples(sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(LENGTH_S * sampleRate));
  return samples.map((_, i) => {
    const t = i / sampleRate;
    return (
      PARTIALS.reduce(
        (sum, [hz, gain, decay]) => sum + gain * Math.exp(-t / decay) * Math.sin(2 * Math.PI * hz * t),
        0,
      ) * Math.min(1, t / ATTACK_S)
    );
  });
}

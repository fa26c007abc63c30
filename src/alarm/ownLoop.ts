/** Makes a sound of any file into one repetition of a chime. PURE. */

/** The loudest sample, as that of the other chimes. */
const PEAK = 0.9;
/** Below this a file counts as silent. */
const SILENT = 0.001;
/** The shortest repetition, in s: a shorter sound is followed by silence. */
const MIN_LENGTH_S = 2;
/** The end fades out within this time, in s, so that it does not click. */
const TAIL_S = 0.02;

/** The same sound as loud as the other chimes; null where there is none in it. The channels have one length. */
export function makeLoop(
  channels: readonly Float32Array[],
  sampleRate: number,
): Float32Array<ArrayBuffer>[] | null {
  const peakOf = (samples: Float32Array): number =>
    samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  const peak = Math.max(0, ...channels.map(peakOf));
  if (!(peak > SILENT)) return null;
  const tail = TAIL_S * sampleRate;
  return channels.map((samples) => {
    const loop = new Float32Array(Math.max(samples.length, Math.round(MIN_LENGTH_S * sampleRate)));
    for (const [i, sample] of samples.entries())
      loop[i] = (sample / peak) * PEAK * Math.min(1, (samples.length - 1 - i) / tail);
    return loop;
  });
}

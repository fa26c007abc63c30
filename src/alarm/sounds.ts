/** The chimes. They are computed, so that there is no file to load or to license. PURE. */

export const CHIMES = ["bell", "marimba", "musicbox", "soft", "kitchen"] as const;
export type ChimeName = (typeof CHIMES)[number];
/** "own": that of a file which the person has chosen. */
export type ChosenChime = ChimeName | "own";

/** One overtone: its frequency relative to the note's, its gain, and the time in which it falls to a third, in s. */
type Partial = readonly [ratio: number, gain: number, decayS: number];
interface Sound {
  /** The length of one repetition, in s. */
  readonly length: number;
  /** The time from silence to the full level, in s. */
  readonly attack: number;
  readonly partials: readonly Partial[];
  readonly notes: readonly { readonly at: number; readonly hz: number; readonly gain: number }[];
}

const notes = (every: number, ...hz: number[]): Sound["notes"] =>
  hz.map((pitch, i) => ({ at: i * every, hz: pitch, gain: 1 }));
const [C5, E5, G5, A5, C6, E6, G6] = [523.25, 659.26, 783.99, 880, 1046.5, 1318.5, 1568];

const SOUNDS: Readonly<Record<ChimeName, Sound>> = {
  // The overtones of a cast bell, its minor third among them; two strokes, ding and dong.
  bell: {
    length: 3.2,
    attack: 0.002,
    partials: [
      [0.5, 0.35, 0.9],
      [1, 1, 0.75],
      [1.2, 0.35, 0.5],
      [1.5, 0.2, 0.4],
      [2, 0.4, 0.35],
      [2.52, 0.16, 0.2],
      [3.01, 0.1, 0.14],
    ],
    notes: notes(0.7, G5, E5),
  },
  // A wooden bar: its second overtone is two octaves up and very short.
  marimba: {
    length: 2.4,
    attack: 0.003,
    partials: [
      [1, 1, 0.28],
      [3.93, 0.22, 0.07],
      [9.2, 0.06, 0.025],
    ],
    notes: notes(0.16, C5, E5, G5, C6, G5),
  },
  musicbox: {
    length: 3,
    attack: 0.002,
    partials: [
      [1, 1, 0.45],
      [2.01, 0.24, 0.25],
      [5.4, 0.09, 0.08],
    ],
    notes: notes(0.22, E6, C6, G5, A5, C6, E6, G6),
  },
  // A chord that slowly becomes louder and softer.
  soft: {
    length: 4.5,
    attack: 0.5,
    partials: [
      [1, 1, 1.1],
      [2, 0.12, 0.6],
    ],
    notes: notes(0.35, C5 / 2, G5 / 2, E5, C5),
  },
  // A clapper between two small bells, 16 strokes a second.
  kitchen: {
    length: 2.2,
    attack: 0.001,
    partials: [
      [1, 1, 0.09],
      [1.483, 0.6, 0.07],
      [2.32, 0.3, 0.04],
    ],
    notes: Array.from({ length: 14 }, (_, i) => ({
      at: i / 16,
      hz: i % 2 === 0 ? 1660 : 1760,
      gain: i < 2 ? 0.7 : 1,
    })),
  },
};

/** The loudest sample of each chime. It is below 1, so that nothing is clipped. */
const PEAK = 0.9;
/** The end of the loop fades out within this time, in s, so that it does not click. */
const TAIL_S = 0.15;

/** One repetition of a chime, as samples between -1 and 1. */
export function samplesOf(name: ChimeName, sampleRate: number): Float32Array<ArrayBuffer> {
  const { length, attack, partials, notes } = SOUNDS[name];
  const samples = new Float32Array(Math.round(length * sampleRate));
  for (const note of notes) {
    const first = Math.round(note.at * sampleRate);
    for (const [ratio, gain, decay] of partials) {
      const step = (2 * Math.PI * note.hz * ratio) / sampleRate;
      const last = Math.min(samples.length, first + Math.round((attack + decay * 7) * sampleRate));
      for (let i = first; i < last; i++) {
        const t = (i - first) / sampleRate;
        const loudness = t < attack ? t / attack : Math.exp((attack - t) / decay);
        samples[i] = (samples[i] ?? 0) + note.gain * gain * loudness * Math.sin(step * (i - first));
      }
    }
  }
  const loudest = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  const tail = TAIL_S * sampleRate;
  return samples.map((sample, i) => (sample / loudest) * PEAK * Math.min(1, (samples.length - 1 - i) / tail));
}

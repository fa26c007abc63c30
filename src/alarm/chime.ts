/**
 * The chime of this page. A ring that is still ahead is put on the audio clock, which runs on in a hidden tab where
 * timers come late; the page has nothing to do at the deadline. Moments are in ms of `performance.now()`.
 */
import { AudioClock } from "./audioClock";
import { fade, levelAt } from "./ring";
import type { Ring } from "./ring";
import { samplesOf } from "./sounds";
import type { ChimeName } from "./sounds";

export interface Chime {
  /** Within a tap or a key: only then does a browser let a page sound. */
  unlock(): void;
  /** What shall ring; it replaces what was planned before. Null: nothing, and what rings stops. */
  plan(ring: Ring | null): void;
  /** Which chime, and how loud (0–100); 0 is silence. Heard at once, in a ring too. */
  choose(name: ChimeName, volume: number): void;
  /** One turn of a chime, now, at a loudness of its own. Within a tap. */
  test(name: ChimeName, volume: number): void;
}

/** The audio clock and the page's part by less than this, in s: what is planned stays as it is. */
const NEAR_S = 0.02;
/** Ears hear loudness not in proportion: half the slider is a quarter of the swing. */
const gainOf = (volume: number): number => (volume / 100) ** 2;

interface Planned {
  readonly source: AudioBufferSourceNode;
  readonly level: GainNode;
  readonly name: ChimeName;
  /** Audio time in s. */
  readonly start: number;
  readonly end: number;
}

export function makeChime(makeContext: () => AudioContext = () => new AudioContext()): Chime {
  let context: AudioContext | null = null;
  let clock: AudioClock | null = null;
  let master: GainNode | null = null;
  let planned: Planned | null = null;
  let testing: AudioBufferSourceNode | null = null;
  /** Sources that have not come to their end: until then the audio clock has to run. */
  let alive = 0;
  let wanted: Ring | null = null;
  let chosen: ChimeName = "bell";
  let volume = 0;
  const buffers = new Map<ChimeName, AudioBuffer>();

  function bufferOf(name: ChimeName, audio: AudioContext): AudioBuffer {
    const known = buffers.get(name);
    if (known !== undefined) return known;
    const samples = samplesOf(name, audio.sampleRate);
    const buffer = audio.createBuffer(1, samples.length, audio.sampleRate);
    buffer.copyToChannel(samples, 0);
    buffers.set(name, buffer);
    return buffer;
  }

  function stop(): void {
    if (context === null || planned === null) return;
    const { source, level } = planned;
    planned = null;
    const now = context.currentTime;
    level.gain.cancelScheduledValues(now);
    level.gain.setTargetAtTime(0, now, 0.02); // a sound that is cut off clicks
    source.stop(now + 0.12);
  }

  /** Makes what is planned be what is wanted. */
  function settle(): void {
    if (context === null || clock === null || master === null) return;
    if (wanted === null || volume === 0 || wanted.until <= performance.now()) {
      stop();
      // A clock that nobody waits for only costs power.
      if (alive === 0 && context.state === "running") void context.suspend();
      return;
    }
    if (context.state !== "running") return void context.resume().catch(() => {}); // comes back by statechange
    const [start, end] = [clock.timeAt(wanted.at), clock.timeAt(wanted.until)];
    const near =
      planned !== null &&
      planned.name === chosen &&
      Math.abs(planned.start - start) < NEAR_S &&
      Math.abs(planned.end - end) < NEAR_S;
    if (near) return;
    stop();
    planned = begin(context, master, start, end);
  }

  function begin(audio: AudioContext, out: AudioNode, start: number, end: number): Planned {
    const source = new AudioBufferSourceNode(audio, { buffer: bufferOf(chosen, audio), loop: true });
    const level = audio.createGain();
    const first = Math.max(start, audio.currentTime);
    level.gain.setValueAtTime(levelAt(end - start, first - start), first);
    for (const point of fade(end - start)) {
      if (start + point.at > first) level.gain.linearRampToValueAtTime(point.level, start + point.at);
    }
    source.connect(level).connect(out);
    // Whoever comes late joins where the others are.
    source.start(first, (first - start) % (source.buffer?.duration ?? 1));
    source.stop(end);
    whenEnded(source, level);
    return { source, level, name: chosen, start, end };
  }

  function whenEnded(source: AudioBufferSourceNode, level: GainNode): void {
    alive++;
    source.addEventListener("ended", () => {
      level.disconnect();
      alive--;
      if (testing === source) testing = null;
      settle();
    });
  }

  function wake(): AudioContext {
    if (context === null) {
      context = makeContext();
      master = context.createGain();
      master.gain.value = gainOf(volume);
      master.connect(context.destination);
      clock = new AudioClock(context, settle);
      context.addEventListener("statechange", settle);
    }
    if (context.state !== "running") void context.resume().catch(() => {}); // a later tap may succeed
    return context;
  }

  return {
    unlock() {
      if (context === null || (wanted !== null && context.state !== "running")) wake();
    },
    plan(ring) {
      wanted = ring;
      settle();
    },
    choose(name, loud) {
      chosen = name;
      volume = loud;
      if (context !== null) master?.gain.setTargetAtTime(gainOf(loud), context.currentTime, 0.02);
      settle();
    },
    test(name, loud) {
      const audio = wake();
      testing?.stop();
      const source = new AudioBufferSourceNode(audio, { buffer: bufferOf(name, audio) });
      const level = audio.createGain();
      level.gain.value = gainOf(loud);
      source.connect(level).connect(audio.destination);
      testing = source;
      whenEnded(source, level);
      source.start();
    },
  };
}

/** The one of this page: a ring and a test share the loudspeaker. */
export const chime: Chime = makeChime();

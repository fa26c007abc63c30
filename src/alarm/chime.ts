/**
 * The chime of this page. A ring in the future is scheduled on the audio clock, which is exact even in a hidden tab, where
 * timers are late. So the page has nothing to do at the deadline. Moments are in ms of `performance.now()`.
 */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { AudioClock } from "./audioClock";
import { clickSamples } from "./click";
import { fade, levelAt } from "./ring";
import type { Ring } from "./ring";
import { samplesOf } from "./sounds";
import type { ChimeName, ChosenChime } from "./sounds";

export interface Chime {
  /**
   * Call it in the handler of a tap or a key: some browsers let a page make a sound only then. Others let it from the
   * first of them on.
   */
  unlock(): void;
  /**
   * Schedules a ring, in place of the one before. Null stops a sound and schedules none. Without `isHere` another tab
   * plays it, and this one only stays ready to.
   */
  plan(ring: Ring | null, isHere?: boolean): void;
  /** A soft click at once, at its own volume, if a tap or a key has ever let this page make a sound. */
  click(volume: number): void;
  /** Whether the browser lets this page make a sound at the moment. Only while a ring is planned can it be true. */
  readonly isReady: Accessor<boolean>;
  /** Sets the chime and its volume (0–100, 0 is silent), also of a sound that is playing. */
  choose(name: ChosenChime, volume: number): void;
  /** The person's own chime. As long as there is none, the bell takes its place. */
  setOwn(buffer: AudioBuffer | null): void;
  /** Plays a chime once, at its own volume. Must be called in the handler of a tap or a key. */
  test(name: ChosenChime, volume: number): void;
}

/** A sound that is scheduled at most this far from the wanted time stays as it is, in s. */
const TOLERANCE_S = 0.02;
/** Perceived loudness is not proportional to the amplitude: half the volume is a quarter of the gain. */
const gainOf = (volume: number): number => (volume / 100) ** 2;

interface Scheduled {
  readonly source: AudioBufferSourceNode;
  readonly level: GainNode;
  /** Audio time in s. */
  readonly start: number;
  readonly end: number;
}

export function makeChime(makeContext: () => AudioContext = () => new AudioContext()): Chime {
  let context: AudioContext | null = null;
  let clock: AudioClock | null = null;
  let master: GainNode | null = null;
  /** Whether the context has run. Until then each touch starts it, because some browsers allow that only in its handler. */
  let hasRun = false;
  let scheduled: Scheduled | null = null;
  let testSource: AudioBufferSourceNode | null = null;
  /** How many sources have not ended. While there are any, the audio clock has to run. */
  let activeSources = 0;
  let wanted: Ring | null = null;
  let isWantedHere = true;
  const [isReady, setReady] = createSignal(false);
  let chimeName: ChosenChime = "bell";
  let own: AudioBuffer | null = null;
  let volume = 0;
  const buffers = new Map<ChimeName, AudioBuffer>();
  let clickBuffer: AudioBuffer | null = null;

  function bufferOf(chosen: ChosenChime, audio: AudioContext): AudioBuffer {
    if (chosen === "own" && own !== null) return own;
    const name = chosen === "own" ? "bell" : chosen;
    const cached = buffers.get(name);
    if (cached !== undefined) return cached;
    const samples = samplesOf(name, audio.sampleRate);
    const buffer = audio.createBuffer(1, samples.length, audio.sampleRate);
    buffer.copyToChannel(samples, 0);
    buffers.set(name, buffer);
    return buffer;
  }

  function stop(): void {
    if (context === null || scheduled === null) return;
    const { source, level } = scheduled;
    scheduled = null;
    const now = context.currentTime;
    level.gain.cancelScheduledValues(now);
    level.gain.setTargetAtTime(0, now, 0.02); // a sound that stops at once makes a click
    source.stop(now + 0.12);
  }

  /** Makes the scheduled sound agree with the wanted one. */
  function reschedule(): void {
    if (context === null || clock === null || master === null) return;
    if (wanted === null || volume === 0 || wanted.until <= performance.now()) {
      stop();
      // A running audio clock costs power.
      if (activeSources === 0 && context.state === "running") void context.suspend();
      return;
    }
    if (context.state !== "running") return void context.resume().catch(() => {}); // `statechange` calls this function again
    if (!isWantedHere) return stop();
    const [start, end] = [clock.timeAt(wanted.at), clock.timeAt(wanted.until)];
    const isScheduled =
      scheduled !== null &&
      scheduled.source.buffer === bufferOf(chimeName, context) &&
      Math.abs(scheduled.start - start) < TOLERANCE_S &&
      Math.abs(scheduled.end - end) < TOLERANCE_S;
    if (isScheduled) return;
    stop();
    scheduled = schedule(context, master, start, end);
  }

  function schedule(audio: AudioContext, out: AudioNode, start: number, end: number): Scheduled {
    const source = new AudioBufferSourceNode(audio, { buffer: bufferOf(chimeName, audio), loop: true });
    const level = audio.createGain();
    const first = Math.max(start, audio.currentTime);
    level.gain.setValueAtTime(levelAt(end - start, first - start), first);
    for (const point of fade(end - start)) {
      if (start + point.at > first) level.gain.linearRampToValueAtTime(point.level, start + point.at);
    }
    source.connect(level).connect(out);
    // A ring that has begun already starts in the middle, in step with other devices.
    source.start(first, (first - start) % (source.buffer?.duration ?? 1));
    source.stop(end);
    trackEnd(source, level);
    return { source, level, start, end };
  }

  function trackEnd(source: AudioBufferSourceNode, level: GainNode): void {
    activeSources++;
    source.addEventListener("ended", () => {
      level.disconnect();
      activeSources--;
      if (testSource === source) testSource = null;
      reschedule();
    });
  }

  /** Makes the audio context, or resumes it. */
  function startAudio(): AudioContext {
    if (context === null) {
      context = makeContext();
      master = context.createGain();
      master.gain.value = gainOf(volume);
      master.connect(context.destination);
      clock = new AudioClock(context, reschedule);
      context.addEventListener("statechange", () => {
        const isRunning = context?.state === "running";
        hasRun ||= isRunning;
        setReady(isRunning);
        reschedule();
      });
    }
    if (context.state !== "running") void context.resume().catch(() => {}); // a later tap may succeed
    return context;
  }

  return {
    unlock() {
      if (!hasRun || (wanted !== null && context?.state !== "running")) startAudio();
    },
    click(clickVolume) {
      if (!hasRun || clickVolume === 0) return;
      const audio = startAudio();
      if (clickBuffer === null) {
        const samples = clickSamples(audio.sampleRate);
        clickBuffer = audio.createBuffer(1, samples.length, audio.sampleRate);
        clickBuffer.copyToChannel(samples, 0);
      }
      const source = new AudioBufferSourceNode(audio, { buffer: clickBuffer });
      const level = audio.createGain();
      level.gain.value = gainOf(clickVolume);
      source.connect(level).connect(audio.destination);
      trackEnd(source, level);
      source.start();
    },
    isReady,
    plan(ring, isHere = true) {
      wanted = ring;
      isWantedHere = isHere;
      reschedule();
    },
    choose(name, newVolume) {
      chimeName = name;
      volume = newVolume;
      if (context !== null) master?.gain.setTargetAtTime(gainOf(volume), context.currentTime, 0.02);
      reschedule();
    },
    setOwn(buffer) {
      own = buffer;
      reschedule();
    },
    test(name, testVolume) {
      const audio = startAudio();
      testSource?.stop();
      const source = new AudioBufferSourceNode(audio, { buffer: bufferOf(name, audio) });
      const level = audio.createGain();
      level.gain.value = gainOf(testVolume);
      source.connect(level).connect(audio.destination);
      testSource = source;
      trackEnd(source, level);
      source.start();
    },
  };
}

/** The page has one chime, for rings and tests. */
export const chime: Chime = makeChime();

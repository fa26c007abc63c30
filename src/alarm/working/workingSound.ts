/**
 * Plays the sound while working. It is a loop on the audio clock with a fade that is scheduled for the end of work, so
 * nothing depends on timers, which are late in a hidden tab. Moments are in ms of `performance.now()`.
 */
import { AudioClock } from "../audioClock";
import type { WorkingSoundName } from "./preferences";
import { beatError, FADE_S, levelsOf, modulo } from "./workingPlan";
import type { WorkingPlan } from "./workingPlan";
import { loopOf, TICK_LOOP_S } from "./workingSamples";

export interface WorkingSound {
  /** Call it in the handler of a tap or a key: some browsers let a page make a sound only then. */
  unlock(): void;
  /** Plays as long as the plan says; null: nothing. Call it again when a clock may have been corrected. */
  plan(plan: WorkingPlan | null): void;
  /** Sets the sound and its volume (0–100), also of one that is playing. */
  choose(name: WorkingSoundName, volume: number): void;
  /** Plays it for a few seconds where nothing plays. Must be called in the handler of a tap or a key. */
  preview(name: WorkingSoundName, volume: number): void;
}

/** How long a preview lasts, in ms. */
const PREVIEW_MS = 4000;
/** A clock whose beats are at most so far from the wanted ones goes on as it is, in s. */
const TOLERANCE_S = 0.005;
/** A source begins so much later, in s: one whose moment has passed would begin late, and a clock tick late from then on. */
const AHEAD_S = 0.1;
/** When a sound that fades out is over, in s. */
const OVER_S = 0.9;
/** Perceived loudness is not proportional to the amplitude. */
const gainOf = (volume: number): number => (volume / 100) ** 2;

/** A loop that plays. `beat`: a beat of the clock, in s of the audio clock. */
interface Voice {
  readonly name: WorkingSoundName;
  readonly source: AudioBufferSourceNode;
  readonly level: GainNode;
  readonly beat: number;
}

export function makeWorkingSound(makeContext: () => AudioContext = () => new AudioContext()): WorkingSound {
  let context: AudioContext | null = null;
  let clock: AudioClock | null = null;
  let master: GainNode | null = null;
  let voice: Voice | null = null;
  let wanted: WorkingPlan | null = null;
  let previewed: WorkingPlan | null = null;
  let name: WorkingSoundName | null = null;
  let volume = 0;
  /** How many sources have not ended. While there are none, the audio clock need not run. */
  let active = 0;
  const buffers = new Map<WorkingSoundName, AudioBuffer>();

  function bufferOf(name: WorkingSoundName, audio: AudioContext): AudioBuffer {
    let buffer = buffers.get(name);
    if (buffer === undefined) {
      const channels = loopOf(name, audio.sampleRate);
      buffer = audio.createBuffer(channels.length, channels[0]?.length ?? 1, audio.sampleRate);
      for (const [i, samples] of channels.entries()) buffer.copyToChannel(samples, i);
      buffers.set(name, buffer);
    }
    return buffer;
  }

  /** Begins at `at`, in s of the audio clock, with this gain. A clock's beats are whole seconds from `beat`. */
  function begin(
    { audio, out }: { audio: AudioContext; out: AudioNode },
    name: WorkingSoundName,
    { at, beat, gain }: { at: number; beat: number; gain: number },
  ): Voice {
    const source = new AudioBufferSourceNode(audio, { buffer: bufferOf(name, audio), loop: true });
    const level = new GainNode(audio, { gain });
    source.connect(level).connect(out);
    source.start(at, name === "tick" ? modulo(at - beat, TICK_LOOP_S) : 0);
    active++;
    source.addEventListener("ended", () => {
      level.disconnect();
      active--;
      apply();
    });
    return { name, source, level, beat };
  }

  function end(audio: AudioContext): void {
    voice?.level.gain.cancelScheduledValues(audio.currentTime);
    voice?.level.gain.setTargetAtTime(0, audio.currentTime, FADE_S);
    voice?.source.stop(audio.currentTime + OVER_S);
    voice = null;
  }

  /** Makes the sound agree with what is wanted. */
  function apply(): void {
    if (context === null || clock === null || master === null) return;
    const now = performance.now();
    if (previewed !== null && previewed.until <= now) previewed = null;
    const plan = wanted ?? previewed;
    if (plan === null || plan.until <= now || name === null) {
      end(context);
      if (active === 0 && context.state === "running") void context.suspend(); // a running audio clock costs power
      return;
    }
    // `statechange` calls this function again.
    if (context.state !== "running") return void context.resume().catch(() => {});
    const beat = clock.timeAt(plan.until);
    if (voice !== null && voice.name !== name) end(context);
    const isOff = voice?.name === "tick" && Math.abs(beatError(voice.beat, beat)) > TOLERANCE_S;
    const to = { audio: context, out: master };
    if (voice === null) voice = begin(to, name, { at: context.currentTime + AHEAD_S, beat, gain: 0 });
    else if (isOff) voice = replaceClock(to, voice, beat);
    schedule(context, voice, plan, now);
  }

  /** A clock with the right beats takes over between two beats, where both are silent. */
  function replaceClock(to: { audio: AudioContext; out: AudioNode }, old: Voice, beat: number): Voice {
    const soon = to.audio.currentTime + AHEAD_S;
    const at = soon + modulo(beat + 0.6 - soon, 1);
    old.source.stop(at);
    return begin(to, old.name, { at, beat, gain: old.level.gain.value });
  }

  function schedule(audio: AudioContext, { level, source }: Voice, plan: WorkingPlan, now: number): void {
    const start = audio.currentTime;
    level.gain.cancelScheduledValues(start);
    for (const { at, level: target } of levelsOf(plan, now))
      level.gain.setTargetAtTime(target, start + (at - now) / 1000, FADE_S);
    source.stop(start + (plan.until - now) / 1000 + 0.1); // a later call replaces an earlier one
  }

  function startAudio(): void {
    if (context === null) {
      context = makeContext();
      master = new GainNode(context, { gain: gainOf(volume) });
      master.connect(context.destination);
      clock = new AudioClock(context, apply);
      context.addEventListener("statechange", apply);
    }
    if (context.state === "running") apply();
    else void context.resume().catch(() => {}); // a later tap may succeed
  }

  function choose(newName: WorkingSoundName, newVolume: number): void {
    name = newName;
    volume = newVolume;
    if (context !== null) master?.gain.setTargetAtTime(gainOf(volume), context.currentTime, 0.05);
    apply();
  }
  return {
    unlock() {
      if (wanted !== null && context?.state !== "running") startAudio();
    },
    plan(plan) {
      wanted = plan;
      apply();
    },
    choose,
    preview(newName, newVolume) {
      previewed = { until: performance.now() + PREVIEW_MS, ducks: [] };
      choose(newName, newVolume);
      startAudio();
    },
  };
}

/** The page has one. */
export const workingSound: WorkingSound = makeWorkingSound();

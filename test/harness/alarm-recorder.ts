/** Records in a page what the alarm does: sounds at the speaker, wake locks, badges and vibrations. */
import type { Page } from "playwright-core";

export interface SpeakerTap {
  readonly analyser: AnalyserNode;
  readonly context: AudioContext;
}
export interface AlarmRecord {
  /** The first of them: that of the chime. */
  tap: SpeakerTap | null;
  /** One for each audio context: the chime and the sound while working have their own. */
  readonly taps: SpeakerTap[];
  /** Sounds that were scheduled: in how many s they start, and whether they were stopped before their end. */
  readonly plannedSounds: { readonly inS: number; stopped: boolean }[];
  readonly locks: WakeLockSentinel[];
  readonly badges: ("set" | "clear")[];
  readonly vibrations: number[][];
}
declare global {
  var alarmRecord: AlarmRecord;
}

/** Before the page is opened. The sounds and wake locks are real; badges and vibrations are only recorded. */
export const recordAlarm = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const record: AlarmRecord = {
      tap: null,
      taps: [],
      plannedSounds: [],
      locks: [],
      badges: [],
      vibrations: [],
    };
    Object.assign(globalThis, { alarmRecord: record });

    const connect: (this: AudioNode, to: AudioNode) => AudioNode = AudioNode.prototype.connect;
    Object.assign(AudioNode.prototype, {
      connect(this: AudioNode, to: AudioNode) {
        if (to instanceof AudioDestinationNode && this.context instanceof AudioContext) {
          let tap = record.taps.find(({ context }) => context === this.context);
          if (tap === undefined) {
            tap = {
              analyser: new AnalyserNode(this.context, { fftSize: 32_768 }),
              context: this.context,
            };
            record.taps.push(tap);
            record.tap ??= tap;
          }
          connect.call(this, tap.analyser);
        }
        return connect.call(this, to);
      },
    });
    const { start, stop } = AudioBufferSourceNode.prototype;
    const sounds = new WeakMap<AudioBufferSourceNode, AlarmRecord["plannedSounds"][number]>();
    Object.assign(AudioBufferSourceNode.prototype, {
      start(this: AudioBufferSourceNode, when = 0, offset = 0) {
        const sound = { inS: when - this.context.currentTime, stopped: false };
        sounds.set(this, sound);
        record.plannedSounds.push(sound);
        start.call(this, when, offset);
      },
      stop(this: AudioBufferSourceNode, when = 0) {
        const sound = sounds.get(this);
        if (sound !== undefined && when < this.context.currentTime + 1) sound.stopped = true; // a later stop is its normal end
        stop.call(this, when);
      },
    });

    const request = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = async (type) => {
      const lock = await request(type);
      record.locks.push(lock);
      return lock;
    };
    navigator.setAppBadge = async () => void record.badges.push("set");
    navigator.clearAppBadge = async () => void record.badges.push("clear");
    navigator.vibrate = (pattern) => {
      record.vibrations.push(typeof pattern === "number" ? [pattern] : [...pattern]);
      return true;
    };
  });

/** Makes the page believe that it is hidden or visible, because a Chromium under test shows every page. */
export const setPageHidden = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    const state = hidden ? "hidden" : "visible";
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

/** The largest sample (0 to 1) of the last 0.7 s at the speaker. */
export const loudness = (page: Page): Promise<number> =>
  page.evaluate(() => {
    // The samples of a context that does not run would be old.
    const running = globalThis.alarmRecord.taps.filter(({ context }) => context.state === "running");
    const peaks = running.map(({ analyser }) => {
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      return samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
    });
    return Math.max(0, ...peaks);
  });

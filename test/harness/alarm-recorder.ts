/** What the alarm tests put into a page before its scripts run: an ear at the loudspeaker, and records of the rest. */
import type { Page } from "playwright-core";

export interface SpeakerTap {
  readonly analyser: AnalyserNode;
  readonly context: AudioContext;
}
export interface AlarmRecord {
  tap: SpeakerTap | null;
  /** What was put on the audio clock: when it shall sound, and whether it was stopped again. */
  readonly planned: { readonly inS: number; stopped: boolean }[];
  readonly locks: WakeLockSentinel[];
  readonly badges: ("set" | "clear")[];
  readonly vibrations: number[][];
}
declare global {
  var alarmRecord: AlarmRecord;
}

/** Everything real goes on as it does; it is only written down. */
export const recordAlarm = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const record: AlarmRecord = { tap: null, planned: [], locks: [], badges: [], vibrations: [] };
    Object.assign(globalThis, { alarmRecord: record });

    const connect: (this: AudioNode, to: AudioNode) => AudioNode = AudioNode.prototype.connect;
    Object.assign(AudioNode.prototype, {
      connect(this: AudioNode, to: AudioNode) {
        if (to instanceof AudioDestinationNode && this.context instanceof AudioContext) {
          record.tap ??= {
            analyser: new AnalyserNode(this.context, { fftSize: 32_768 }),
            context: this.context,
          };
          connect.call(this, record.tap.analyser);
        }
        return connect.call(this, to);
      },
    });
    const { start, stop } = AudioBufferSourceNode.prototype;
    const plans = new WeakMap<AudioBufferSourceNode, AlarmRecord["planned"][number]>();
    Object.assign(AudioBufferSourceNode.prototype, {
      start(this: AudioBufferSourceNode, when = 0, offset = 0) {
        const plan = { inS: when - this.context.currentTime, stopped: false };
        plans.set(this, plan);
        record.planned.push(plan);
        start.call(this, when, offset);
      },
      stop(this: AudioBufferSourceNode, when = 0) {
        const plan = plans.get(this);
        if (plan !== undefined && when < this.context.currentTime + 1) plan.stopped = true; // not its natural end
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

/** The page as another tab covers it: Chromium under test shows every page, so the page is only told so. */
export const setPageHidden = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    const state = hidden ? "hidden" : "visible";
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);

/** The loudest of the last 0.7 s at the loudspeaker. */
export const loudness = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { tap } = globalThis.alarmRecord;
    if (tap === null || tap.context.state !== "running") return 0; // the samples would be of before it stopped
    const samples = new Float32Array(tap.analyser.fftSize);
    tap.analyser.getFloatTimeDomainData(samples);
    return samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  });

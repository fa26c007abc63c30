import type { LightState } from "./board";
import type { HidModel } from "./hidModel";
import { ANSWER_TIMEOUT_MS, MAX_RETRIES, STATE_INTERVAL_MS } from "./limits";
import { isSameLight } from "./rhythm";
import type { Timers } from "./timers";

/** Plays a light's rhythm on a device that only shows single colours. */
export interface LightPlayer {
  /** Starts the rhythm of `light`, unless it is the one that is playing. */
  play(light: LightState): void;
  stop(): void;
}

export interface LightPlayerEvents {
  /** Sends a report to the device; false: the device did not take it. */
  send(report: Uint8Array<ArrayBuffer>): Promise<boolean>;
  /** The device has taken a report of this light. */
  onShown(light: LightState): void;
  /** A report was refused, and so were its repetitions. Returns whether to try again later. */
  onRefused(): boolean;
}

/**
 * Sends only reports that differ from the previous one, and one at a time. While a report is being sent, only the
 * newest one waits, so that a slow device is never behind by more than one report. The report is also sent when nothing
 * has changed for a while, because a device can lose its colour without telling, and some need it to stay on. A report
 * that was refused is sent again after a pause, at most MAX_RETRIES times; until then the rhythm sends nothing.
 */
export function makeLightPlayer(model: HidModel, timers: Timers, events: LightPlayerEvents): LightPlayer {
  const refreshMs = model.keepAliveMs ?? STATE_INTERVAL_MS;
  let light: LightState | null = null;
  let startedAt = 0;
  let last = "";
  let sentAt = timers.now();
  let failures = 0;
  let isSending = false;
  let isPausing = false;
  let cancelDraw: () => void = () => {};
  let cancelPause: () => void = () => {};

  function draw(): void {
    cancelDraw();
    if (!light || isPausing) return;
    const elapsed = timers.now() - startedAt;
    const report = model.report(light, elapsed);
    const untilRefresh = sentAt + refreshMs - timers.now();
    if (String(report) !== last || untilRefresh <= 0) {
      if (isSending) return; // draws again when the report has been sent
      void send(light, report);
    }
    const wait = Math.min(model.msUntilChange(light, elapsed), untilRefresh <= 0 ? refreshMs : untilRefresh);
    cancelDraw = timers.after(Math.max(1, wait), draw);
  }

  async function send(shown: LightState, report: Uint8Array<ArrayBuffer>): Promise<void> {
    [isSending, last, sentAt] = [true, String(report), timers.now()];
    const isTaken = await events.send(report);
    isSending = false;
    if (!light) return;
    if (isTaken) {
      failures = 0;
      events.onShown(shown);
      return draw();
    }
    last = "";
    if (failures < MAX_RETRIES) {
      failures++;
      pause(ANSWER_TIMEOUT_MS);
    } else if (events.onRefused()) {
      pause(refreshMs);
    } else {
      stop();
    }
  }

  function pause(ms: number): void {
    isPausing = true;
    cancelDraw();
    cancelPause = timers.after(ms, () => {
      isPausing = false;
      draw();
    });
  }

  function stop(): void {
    cancelDraw();
    cancelPause();
    light = null;
    isPausing = true;
  }

  return {
    play(newLight) {
      if (isSameLight(light, newLight)) return;
      light = newLight;
      startedAt = timers.now();
      draw();
    },
    stop,
  };
}

import type { LightState } from "./board";
import type { HidModel } from "./hidModels";
import { isSameLight } from "./rhythm";
import type { Timers } from "./timers";

/** Plays a light's rhythm on a device that only shows single colours. */
export interface LightPlayer {
  /** Starts the rhythm of `light`, unless it is the one that is playing. */
  play(light: LightState): void;
  stop(): void;
}

/**
 * Sends only reports that differ from the previous one, and one at a time. While a report is being sent, only the
 * newest one waits, so that a slow device is never behind by more than one report.
 */
export function makeLightPlayer(
  model: HidModel,
  timers: Timers,
  send: (report: Uint8Array<ArrayBuffer>) => Promise<void>,
): LightPlayer {
  let light: LightState | null = null;
  let cancelTimer: () => void = () => {};
  let last = "";
  let next: Uint8Array<ArrayBuffer> | null = null;
  let isSending = false;

  async function sendReport(report: Uint8Array<ArrayBuffer>): Promise<void> {
    if (String(report) === last) return;
    last = String(report);
    next = report;
    if (isSending) return;
    isSending = true;
    while (next) {
      const current: Uint8Array<ArrayBuffer> = next;
      next = null;
      await send(current).catch(() => (last = "")); // the device does not show it: the same report may be sent again
    }
    isSending = false;
  }

  return {
    play(newLight) {
      if (isSameLight(light, newLight)) return;
      cancelTimer();
      light = newLight;
      const startedAt = timers.now();
      const draw = () => {
        const elapsed = timers.now() - startedAt;
        void sendReport(model.report(newLight, elapsed));
        const wait = model.msUntilChange(newLight, elapsed);
        if (wait !== Infinity) cancelTimer = timers.after(Math.max(1, wait), draw);
      };
      draw();
    },
    stop() {
      cancelTimer();
      light = null;
      next = null;
    },
  };
}

import type { LightMeaning } from "./board";
import type { HidModel } from "./hidModels";
import { sameLight } from "./rhythm";
import type { Timers } from "./timers";

/** Plays a light's rhythm on a device that has none of its own. */
export interface LightPlayer {
  /** Begins the rhythm of `light`, unless it is the one that plays. */
  play(light: LightMeaning): void;
  stop(): void;
}

/**
 * Sends only reports that differ from the last, one at a time; while one is under way only the newest
 * waits, so that a slow device is behind by one report and never by a queue of them.
 */
export function makeLightPlayer(
  model: HidModel,
  timers: Timers,
  send: (report: Uint8Array<ArrayBuffer>) => Promise<void>,
): LightPlayer {
  let light: LightMeaning | null = null;
  let cancel: () => void = () => {};
  let last = "";
  let waiting: Uint8Array<ArrayBuffer> | null = null;
  let sending = false;

  async function put(report: Uint8Array<ArrayBuffer>): Promise<void> {
    if (String(report) === last) return;
    last = String(report);
    waiting = report;
    if (sending) return;
    sending = true;
    while (waiting) {
      const next: Uint8Array<ArrayBuffer> = waiting;
      waiting = null;
      await send(next).catch(() => (last = "")); // not shown, so worth sending again
    }
    sending = false;
  }

  return {
    play(next) {
      if (sameLight(light, next)) return;
      cancel();
      light = next;
      const began = timers.now();
      const draw = () => {
        const elapsed = timers.now() - began;
        void put(model.report(next, elapsed));
        const lasts = model.lastsFor(next, elapsed);
        if (lasts !== Infinity) cancel = timers.after(Math.max(1, lasts), draw);
      };
      draw();
    },
    stop() {
      cancel();
      light = null;
      waiting = null;
    },
  };
}

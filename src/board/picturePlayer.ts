import type { HidUnit, Picture } from "./hidUnit";
import { lightOf } from "./lightUnit";
import { ANSWER_TIMEOUT_MS, MAX_RETRIES, STATE_INTERVAL_MS } from "./limits";
import { isSameLight } from "./rhythm";
import type { Timers } from "./timers";
import type { StateFrame } from "./wire";

/** What a device shows: the room's state at the moment of the call. Null: the room cannot be reached. */
type Shown = (() => StateFrame) | null;

/** Plays the room's state on a device that only shows single pictures. */
export interface PicturePlayer {
  /** Shows `shown` from now on. A rhythm starts at its beginning, unless it is the one that is playing. */
  play(shown: Shown): void;
  stop(): void;
}

export interface PicturePlayerEvents {
  /** Sends a picture to the device; false: the device did not take it. `isWhole` as in `Picture.send`. */
  send(picture: Picture, isWhole: boolean): Promise<boolean>;
  /** The device has taken a picture of this state. */
  onShown(frame: StateFrame | null): void;
  /** A picture was refused, and so were its repetitions. Returns whether to try again later. */
  onRefused(): boolean;
}

/**
 * Sends only pictures that differ from the previous one, and one at a time. While a picture is being sent, only the
 * newest one waits, so that a slow device is never behind by more than one picture. It is also sent when nothing has
 * changed for a while, because a device can lose it without a word, and some need it to stay on. A picture that was
 * refused is sent again after a pause, at most MAX_RETRIES times; until then the rhythm sends nothing.
 */
export function makePicturePlayer(unit: HidUnit, timers: Timers, events: PicturePlayerEvents): PicturePlayer {
  const refreshMs = unit.keepAliveMs ?? STATE_INTERVAL_MS;
  /** Undefined: nothing yet, or stopped. */
  let shown: Shown | undefined;
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
    if (shown === undefined || isPausing) return;
    const frame = shown?.() ?? null;
    const elapsed = timers.now() - startedAt;
    const picture = unit.draw(frame, elapsed);
    const untilRefresh = sentAt + refreshMs - timers.now();
    if (picture.id !== last || untilRefresh <= 0) {
      if (isSending) return; // draws again when the picture has been sent
      void send(frame, picture, untilRefresh <= 0);
    }
    const wait = Math.min(unit.msUntilChange(frame, elapsed), untilRefresh <= 0 ? refreshMs : untilRefresh);
    cancelDraw = timers.after(Math.max(1, wait), draw);
  }

  async function send(frame: StateFrame | null, picture: Picture, isRefresh: boolean): Promise<void> {
    const isWhole = isRefresh || last === "";
    if (isWhole || !unit.sendsParts) sentAt = timers.now();
    [isSending, last] = [true, picture.id];
    const isTaken = await events.send(picture, isWhole);
    isSending = false;
    if (shown === undefined) return;
    if (isTaken) {
      failures = 0;
      events.onShown(frame);
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
    shown = undefined;
    isPausing = true;
  }

  const isSameRhythm = (next: Shown): boolean =>
    shown !== undefined && isSameLight(lightOf(shown?.() ?? null), lightOf(next?.() ?? null));

  return {
    play(next) {
      if (!isSameRhythm(next)) startedAt = timers.now();
      shown = next;
      draw();
    },
    stop,
  };
}

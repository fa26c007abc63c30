import { BoardError, toBoardError, unpluggedError } from "./board";
import type { BoardEvent, BoardLink, LightState } from "./board";
import type { ConnectionListener, DeviceLike, HidLike } from "./hidDevice";
import type { HidUnit, KeyEvent, Picture } from "./hidUnit";
import { lightOf } from "./lightUnit";
import { DEVICE_TIMEOUT_MS, SETTLE_MS } from "./limits";
import { makePicturePlayer } from "./picturePlayer";
import { isSameLight } from "./rhythm";
import { makeStallWatch } from "./stallWatch";
import { inTime, settled } from "./timers";
import type { Timers } from "./timers";

/**
 * An open HID device as a board. The device has no hello: it is identified when it has taken its first picture. One that
 * refuses the first pictures is none of ours, and gets no more of them.
 */
export function makeHidLink(hid: HidLike, device: DeviceLike, unit: HidUnit, timers: Timers): BoardLink {
  let emit: (event: BoardEvent) => void = () => {};
  let stopListening: () => void = () => {};
  let closing: Promise<void> | null = null;
  let isUnplugged = false;
  let isIdentified = false;
  let hasFailed = false;
  let shown: LightState | null = null;
  /** Until when input reports may be old, because this page did not run. */
  let settledAt = -Infinity;
  const hasLight = unit.identity.caps.includes("led");

  const watch = makeStallWatch(timers, () => {
    settledAt = timers.now() + SETTLE_MS;
    emit({ type: "stalled" });
  });

  async function sendInTime(sending: Promise<void>): Promise<boolean> {
    try {
      const isTaken = sending.then(() => true);
      return await inTime(timers, isTaken, false, DEVICE_TIMEOUT_MS);
    } catch (cause) {
      if (!closing && !isUnplugged)
        emit({ type: "log", log: "err", detail: toBoardError(cause, "unplugged").message });
      return false;
    }
  }

  const player = makePicturePlayer(unit, timers, {
    send: (picture: Picture, isWhole) => sendInTime(picture.send(isWhole)),
    onShown(frame) {
      const light = lightOf(frame);
      const isNew = !isIdentified || hasFailed;
      if (isNew) emit({ type: "identified", board: unit.identity });
      [isIdentified, hasFailed] = [true, false];
      if (!isNew && isSameLight(light, shown)) return;
      shown = light;
      if (hasLight) emit({ type: "light", light });
    },
    onRefused() {
      if (!hasFailed)
        emit({ type: "failed", error: new BoardError(isIdentified ? "silent" : "not-a-board") });
      hasFailed = true;
      return isIdentified;
    },
  });

  function onKey({ key, isDown }: KeyEvent): void {
    if (!isIdentified) return;
    if (isDown && timers.now() < settledAt) return emit({ type: "log", log: "late", detail: "" });
    if (key === "button") return emit({ type: isDown ? "down" : "up" });
    if (isDown) emit({ type: "key", key });
  }
  const onDisconnect: ConnectionListener = (event) => {
    if (event.device !== device) return;
    isUnplugged = true;
    stop();
    emit({ type: "lost", error: unpluggedError() });
  };

  function stop(): void {
    player.stop();
    watch.stop();
    stopListening();
    hid.removeEventListener("disconnect", onDisconnect);
  }

  async function close(): Promise<void> {
    stop();
    if (!isUnplugged && (isIdentified || !hasFailed)) await sendInTime(unit.makeDark());
    await settled(timers, unit.close(), DEVICE_TIMEOUT_MS);
  }

  return {
    start(listener) {
      emit = listener;
      stopListening = unit.listen(watch.check, onKey);
      hid.addEventListener("disconnect", onDisconnect);
    },
    show(frame) {
      if (!closing && !isUnplugged) player.play(frame);
    },
    close: () => (closing ??= close()),
  };
}

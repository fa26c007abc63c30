import { BoardError, isPickerDismissed, OFFLINE_LIGHT, toBoardError, toHex, unpluggedError } from "./board";
import type { BoardEvent, BoardLink, DeviceFinder, GrantedDevice, LightState } from "./board";
import type { HidFilter, HidIdentity, HidModel } from "./hidModel";
import { HID_FILTERS, modelOf } from "./hidModels";
import { makeLightPlayer } from "./lightPlayer";
import { DEVICE_TIMEOUT_MS, SETTLE_MS } from "./limits";
import { makeStallWatch } from "./stallWatch";
import { inTime, openInTime, settled } from "./timers";
import type { Timers } from "./timers";

interface InputReport {
  readonly reportId: number;
  readonly data: DataView;
}

/** The part of `HIDDevice` that is used. */
export interface DeviceLike extends HidIdentity {
  open(): Promise<void>;
  close(): Promise<void>;
  forget?(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  sendFeatureReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  addEventListener(type: "inputreport", listener: (event: InputReport) => void): void;
  removeEventListener(type: "inputreport", listener: (event: InputReport) => void): void;
}

type ConnectionListener = (event: { readonly device: DeviceLike }) => void;

/** The part of `navigator.hid` that is used. */
export interface HidLike {
  getDevices(): Promise<DeviceLike[]>;
  requestDevice(options: { filters: HidFilter[] }): Promise<DeviceLike[]>;
  addEventListener(type: "connect" | "disconnect", listener: ConnectionListener): void;
  removeEventListener(type: "connect" | "disconnect", listener: ConnectionListener): void;
}

/** `navigator.hid`, or null where the browser has none. */
export const hidOf = (browser: { readonly hid?: HidLike }): HidLike | null => browser.hid ?? null;

const keyOf = ({ vendorId, productId }: DeviceLike) => `hid:${toHex(vendorId)}:${toHex(productId)}`;

/** Finds buttons on WebHID. */
export function makeHidFinder(hid: HidLike, timers: Timers): DeviceFinder<BoardLink> {
  const getGranted = async () =>
    (
      await inTime(
        timers,
        hid.getDevices().catch(() => []),
        [],
      )
    ).flatMap((device) => toGranted(device) ?? []);

  function toGranted(device: DeviceLike): GrantedDevice<BoardLink> | null {
    const model = modelOf(device);
    if (!model) return null;
    const key = keyOf(device);
    return {
      key,
      name: device.productName,
      source: device,
      findAlike: async () => (await getGranted()).filter((other) => other.key === key),
      open: async () => {
        try {
          await openInTime(timers, device);
        } catch (cause) {
          throw toBoardError(cause, "no-open");
        }
        return makeHidLink(hid, device, model, timers);
      },
      forget: () => settled(timers, device.forget?.() ?? Promise.resolve()),
    };
  }

  return {
    kind: "hid",
    getGranted,
    async request() {
      const devices = await hid.requestDevice({ filters: HID_FILTERS }).catch((cause: unknown) => {
        if (isPickerDismissed(cause)) return [];
        throw toBoardError(cause, "no-open");
      });
      if (devices.length === 0) return null; // dismissed
      const [first] = devices.flatMap((device) => toGranted(device) ?? []);
      if (!first) throw new BoardError("not-a-board");
      return first;
    },
    onConnect(callback) {
      const listener: ConnectionListener = ({ device }) => {
        const granted = toGranted(device);
        if (granted) callback(granted);
      };
      hid.addEventListener("connect", listener);
      return () => hid.removeEventListener("connect", listener);
    },
  };
}

/**
 * An open HID device as a board. The device has no hello: it is identified when it has taken its first report. One that
 * refuses the first reports is none of ours, and gets no more of them.
 */
function makeHidLink(hid: HidLike, device: DeviceLike, model: HidModel, timers: Timers): BoardLink {
  let emit: (event: BoardEvent) => void = () => {};
  let isDown = false;
  let closing: Promise<void> | null = null;
  let isUnplugged = false;
  let isIdentified = false;
  let hasFailed = false;
  let shown: LightState | null = null;
  /** Until when input reports may be old, because this page did not run. */
  let settledAt = -Infinity;

  const watch = makeStallWatch(timers, () => {
    settledAt = timers.now() + SETTLE_MS;
    emit({ type: "stalled" });
  });

  async function send(report: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const { reportId, isFeature } = model.light;
    try {
      const sending = isFeature
        ? device.sendFeatureReport(reportId, report)
        : device.sendReport(reportId, report);
      return await inTime(
        timers,
        sending.then(() => true),
        false,
        DEVICE_TIMEOUT_MS,
      );
    } catch (cause) {
      if (!closing && !isUnplugged)
        emit({ type: "log", log: "err", detail: toBoardError(cause, "unplugged").message });
      return false;
    }
  }

  const player = makeLightPlayer(model, timers, {
    send,
    onShown(light) {
      if (!isIdentified || hasFailed)
        emit({ type: "identified", board: { name: device.productName, fw: "", caps: model.caps } });
      else if (light === shown) return;
      [isIdentified, hasFailed, shown] = [true, false, light];
      emit({ type: "light", light });
    },
    onRefused() {
      if (!hasFailed)
        emit({ type: "failed", error: new BoardError(isIdentified ? "silent" : "not-a-board") });
      hasFailed = true;
      return isIdentified;
    },
  });

  const onReport = ({ reportId, data }: InputReport) => {
    watch.check();
    const isPressed = model.isPressed(data, reportId);
    if (isPressed === null || isPressed === isDown) return;
    isDown = isPressed;
    if (!isIdentified) return;
    if (isDown && timers.now() < settledAt) return emit({ type: "log", log: "late", detail: "" });
    emit({ type: isDown ? "down" : "up" });
  };
  const onDisconnect: ConnectionListener = (event) => {
    if (event.device !== device) return;
    isUnplugged = true;
    stop();
    emit({ type: "lost", error: unpluggedError() });
  };

  function stop(): void {
    player.stop();
    watch.stop();
    device.removeEventListener("inputreport", onReport);
    hid.removeEventListener("disconnect", onDisconnect);
  }

  async function close(): Promise<void> {
    stop();
    // The device keeps its last colour without a host, which would be wrong: make it dark.
    if (!isUnplugged && (isIdentified || !hasFailed)) await send(model.report(null, 0));
    await settled(timers, device.close(), DEVICE_TIMEOUT_MS);
  }

  return {
    start(listener) {
      emit = listener;
      device.addEventListener("inputreport", onReport);
      hid.addEventListener("disconnect", onDisconnect);
    },
    show(frame) {
      if (closing || isUnplugged) return;
      const state = frame?.();
      player.play(state ? { state: state.s, held: state.held === 1, offline: false } : OFFLINE_LIGHT);
    },
    close: () => (closing ??= close()),
  };
}

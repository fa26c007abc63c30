import { BoardError, isPickerDismissed, OFFLINE_LIGHT, toBoardError, toHex, unpluggedError } from "./board";
import type { BoardEvent, BoardLink, DeviceFinder, GrantedDevice } from "./board";
import { HID_FILTERS, modelOf } from "./hidModels";
import type { HidIdentity, HidModel } from "./hidModels";
import { makeLightPlayer } from "./lightPlayer";
import { inTime } from "./timers";
import type { Timers } from "./timers";

interface InputReport {
  readonly reportId: number;
  readonly data: DataView;
}

/** The part of `HIDDevice` that is used. */
export interface DeviceLike extends HidIdentity {
  readonly productName: string;
  open(): Promise<void>;
  close(): Promise<void>;
  forget?(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  addEventListener(type: "inputreport", listener: (event: InputReport) => void): void;
  removeEventListener(type: "inputreport", listener: (event: InputReport) => void): void;
}

type ConnectionListener = (event: { readonly device: DeviceLike }) => void;

/** The part of `navigator.hid` that is used. */
export interface HidLike {
  getDevices(): Promise<DeviceLike[]>;
  requestDevice(options: {
    filters: { vendorId?: number; productId?: number; usagePage?: number; usage?: number }[];
  }): Promise<DeviceLike[]>;
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
      countAlike: async () => Math.max(1, (await getGranted()).filter((other) => other.key === key).length),
      open: async () => {
        try {
          await device.open();
        } catch (cause) {
          throw toBoardError(cause, "no-open");
        }
        return makeHidLink(hid, device, model, timers);
      },
      forget: async () => {
        await device.forget?.().catch(() => {});
      },
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

/** An open HID button as a board. It is identified at once, because the device has no hello. */
function makeHidLink(hid: HidLike, device: DeviceLike, model: HidModel, timers: Timers): BoardLink {
  let emit: (event: BoardEvent) => void = () => {};
  let isDown = false;
  let closing: Promise<void> | null = null;
  let isUnplugged = false;
  const player = makeLightPlayer(model, timers, async (report) => {
    try {
      await device.sendReport(0, report);
    } catch (cause) {
      emit({ type: "log", log: "err", detail: toBoardError(cause, "unplugged").message });
      throw cause;
    }
  });

  const onReport = ({ reportId, data }: InputReport) => {
    const isPressed = reportId === 0 ? model.isPressed(data) : null;
    if (isPressed === null || isPressed === isDown) return;
    isDown = isPressed;
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
    device.removeEventListener("inputreport", onReport);
    hid.removeEventListener("disconnect", onDisconnect);
  }

  async function close(): Promise<void> {
    stop();
    // The device keeps its last colour without a host, which would be wrong: make it dark.
    if (!isUnplugged) await device.sendReport(0, model.report(null, 0)).catch(() => {});
    await device.close().catch(() => {});
  }

  return {
    start(listener) {
      emit = listener;
      device.addEventListener("inputreport", onReport);
      hid.addEventListener("disconnect", onDisconnect);
      emit({ type: "identified", board: { name: device.productName, fw: "", caps: ["button", "led"] } });
    },
    show(frame) {
      if (closing || isUnplugged) return;
      const state = frame?.();
      const light = state ? { state: state.s, held: state.held === 1, offline: false } : OFFLINE_LIGHT;
      player.play(light);
      emit({ type: "light", light });
    },
    close: () => (closing ??= close()),
  };
}

import { asBoardError, BoardError, isDismissal } from "./board";
import type { BoardEvent, BoardLink, Finder, Found } from "./board";
import { HID_FILTERS, modelOf } from "./hidModels";
import type { HidModel } from "./hidModels";
import { makeLightPlayer } from "./lightPlayer";
import type { Timers } from "./timers";

interface InputReport {
  readonly reportId: number;
  readonly data: DataView;
}

/** Of `HIDDevice`, what is used. */
export interface DeviceLike {
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly {
    readonly usagePage?: number | undefined;
    readonly usage?: number | undefined;
  }[];
  open(): Promise<void>;
  close(): Promise<void>;
  forget?(): Promise<void>;
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
  addEventListener(type: "inputreport", listener: (event: InputReport) => void): void;
  removeEventListener(type: "inputreport", listener: (event: InputReport) => void): void;
}

type Coming = (event: { readonly device: DeviceLike }) => void;

/** Of `navigator.hid`, what is used. */
export interface HidLike {
  getDevices(): Promise<DeviceLike[]>;
  requestDevice(options: {
    filters: { vendorId?: number; productId?: number; usagePage?: number; usage?: number }[];
  }): Promise<DeviceLike[]>;
  addEventListener(type: "connect" | "disconnect", listener: Coming): void;
  removeEventListener(type: "connect" | "disconnect", listener: Coming): void;
}

/** `navigator.hid`, or null where there is none. */
export const hidOf = (browser: { readonly hid?: HidLike }): HidLike | null => browser.hid ?? null;

const hex = (id: number) => id.toString(16).padStart(4, "0");
const keyOf = ({ vendorId, productId }: DeviceLike) => `hid:${hex(vendorId)}:${hex(productId)}`;

/** Finds buttons on WebHID. */
export function makeHidFinder(hid: HidLike, timers: Timers): Finder<BoardLink> {
  const granted = async () =>
    (await hid.getDevices().catch(() => [])).flatMap((device) => found(device) ?? []);

  function found(device: DeviceLike): Found<BoardLink> | null {
    const model = modelOf(device);
    if (!model) return null;
    const key = keyOf(device);
    return {
      key,
      name: device.productName,
      alike: async () => Math.max(1, (await granted()).filter((other) => other.key === key).length),
      open: async () => {
        try {
          await device.open();
        } catch (cause) {
          throw asBoardError(cause, "no-open");
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
    granted,
    async request() {
      const devices = await hid.requestDevice({ filters: HID_FILTERS }).catch((cause: unknown) => {
        if (isDismissal(cause)) return [];
        throw asBoardError(cause, "no-open");
      });
      if (devices.length === 0) return null; // dismissed
      const [first] = devices.flatMap((device) => found(device) ?? []);
      if (!first) throw new BoardError("not-a-board");
      return first;
    },
    onArrival(callback) {
      const listener: Coming = ({ device }) => {
        const arrived = found(device);
        if (arrived) callback(arrived);
      };
      hid.addEventListener("connect", listener);
      return () => hid.removeEventListener("connect", listener);
    },
  };
}

/** An open HID button as a board: known at once, it has nothing to say hello with. */
function makeHidLink(hid: HidLike, device: DeviceLike, model: HidModel, timers: Timers): BoardLink {
  let emit: (event: BoardEvent) => void = () => {};
  let down = false;
  let closing: Promise<void> | null = null;
  let gone = false;
  const player = makeLightPlayer(model, timers, async (report) => {
    try {
      await device.sendReport(0, report);
    } catch (cause) {
      emit({ type: "log", log: "err", detail: asBoardError(cause, "unplugged").message });
      throw cause;
    }
  });

  const onReport = ({ reportId, data }: InputReport) => {
    const pressed = reportId === 0 ? model.pressed(data) : null;
    if (pressed === null || pressed === down) return;
    down = pressed;
    emit({ type: down ? "down" : "up" });
  };
  const onGone: Coming = (event) => {
    if (event.device !== device) return;
    gone = true;
    stop();
    emit({ type: "lost", error: new BoardError("unplugged") });
  };

  function stop(): void {
    player.stop();
    device.removeEventListener("inputreport", onReport);
    hid.removeEventListener("disconnect", onGone);
  }

  async function close(): Promise<void> {
    stop();
    // A HID light does not notice that we are gone: leave it dark rather than wrong.
    if (!gone) await device.sendReport(0, model.report(null, 0)).catch(() => {});
    await device.close().catch(() => {});
  }

  return {
    start(listener) {
      emit = listener;
      device.addEventListener("inputreport", onReport);
      hid.addEventListener("disconnect", onGone);
      emit({ type: "identified", board: { name: device.productName, fw: "", caps: ["button", "led"] } });
    },
    show(frame) {
      if (closing || gone) return;
      const now = frame?.();
      const light = now
        ? { state: now.s, held: now.held === 1, offline: false }
        : { state: 0, held: false, offline: true };
      player.play(light);
      emit({ type: "light", light });
    },
    close: () => (closing ??= close()),
  };
}

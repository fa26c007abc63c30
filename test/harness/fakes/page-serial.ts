/**
 * Runs in the page, before the app: replaces `navigator.serial` by the strict fake and connects it to the USB ports of
 * the test process (`test/harness/usb-port.ts`), which has the boards and the grants and lets one page open a port.
 */
import { FakeSerial, FakeSerialDevice } from "./fake-serial";
import type { FakeSerialPort } from "./fake-serial";

/**
 * What a page calls for one board. `write` has bytes, `open` the speed in bits per second, `signals` whether DTR and RTS are
 * on (1 or 0; -1: they stay) and when (ms), the others have nothing; every new document calls `start`.
 */
export type UsbCall = "start" | "state" | "grant" | "forget" | "open" | "close" | "signals" | "write";
export interface UsbIds {
  readonly usbVendorId: number;
  readonly usbProductId: number;
}
export interface Signals {
  readonly dataTerminalReady?: boolean;
  readonly requestToSend?: boolean;
}
export interface UsbState {
  readonly isPluggedIn: boolean;
  readonly isGranted: boolean;
  /** Whether the calling page has the port open. */
  readonly isOwnPort: boolean;
  /** Whether it is the one that the user chooses in the picker. */
  readonly isChosen: boolean;
}
/** What the test process calls in the page. */
export interface PageUsb {
  receive(board: number, bytes: readonly number[]): void;
  onUnplugged(board: number): void;
  onPluggedIn(board: number): void;
}
declare global {
  /** The boards of this computer; null: an Uno. */
  var usbBoards: readonly (UsbIds | null)[];
  var callUsb: (call: UsbCall, board: number, numbers?: readonly number[]) => Promise<UsbState>;
  var usb: PageUsb;
  /** Set by a benchmark: called with all bytes that pass the port, into the page or out of it. */
  var probePort: ((direction: "in" | "out", bytes: Uint8Array) => void) | undefined;
}

const devices = globalThis.usbBoards.map((ids) => new FakeSerialDevice(ids ?? undefined));
const indexOf = (device: FakeSerialDevice): number => devices.indexOf(device);
const opening = new WeakSet<FakeSerialPort>();

class PageSerial extends FakeSerial {
  /** The port of each board that this page knows. */
  readonly current = new Map<FakeSerialDevice, FakeSerialPort>();

  override async getPorts(): Promise<FakeSerialPort[]> {
    for (const device of devices) {
      const { isPluggedIn, isGranted } = await callUsb("state", indexOf(device));
      if (isPluggedIn && isGranted && !this.current.has(device)) this.grant(device);
    }
    // Chromium lists the ports in the same order in all tabs.
    return (await super.getPorts()).sort((a, b) => indexOf(a.device) - indexOf(b.device));
  }

  override async requestPort(...options: unknown[]): Promise<FakeSerialPort> {
    this.choice = null;
    for (const device of devices) {
      const { isPluggedIn, isChosen } = await callUsb("state", indexOf(device));
      if (isPluggedIn && isChosen) this.choice = device;
    }
    const port = await super.requestPort(...options);
    await callUsb("grant", indexOf(port.device));
    return port;
  }

  override grant(device: FakeSerialDevice): FakeSerialPort {
    const port = super.grant(device);
    const index = indexOf(device);
    this.current.set(device, port);
    const { open, close, forget } = port;
    port.open = async (settings) => {
      if (device.openedBy !== port && !opening.has(port)) {
        opening.add(port);
        // The test process knows about other tabs; the fake itself checks what this tab does.
        if (port.connected && !(await callUsb("open", index, [settings.baudRate])).isOwnPort)
          device.failingOpens = 1;
      }
      try {
        await open.call(port, settings);
      } catch (error) {
        if (device.failingOpens === 0 && device.openedBy !== port) await callUsb("close", index);
        throw error;
      } finally {
        opening.delete(port);
      }
    };
    port.close = async () => {
      await close.call(port);
      await callUsb("close", index);
    };
    port.forget = async () => {
      await forget.call(port);
      this.current.delete(device);
      await callUsb("forget", index);
    };
    return port;
  }
}

const serial = new PageSerial();
Object.defineProperty(serial, "hasUserGesture", { get: () => navigator.userActivation.isActive });
for (const device of devices) {
  device.onBytes = (bytes) => {
    globalThis.probePort?.("out", bytes);
    void callUsb("write", indexOf(device), [...bytes]);
  };
  device.onSignals = ({ dataTerminalReady, requestToSend }) => {
    const levels = [dataTerminalReady, requestToSend].map((level) =>
      level === undefined ? -1 : Number(level),
    );
    void callUsb("signals", indexOf(device), [...levels, performance.now()]);
  };
}
globalThis.usb = {
  receive(board, bytes) {
    const chunk = Uint8Array.from(bytes);
    globalThis.probePort?.("in", chunk);
    devices[board]?.send(chunk);
  },
  onUnplugged(board) {
    const device = devices[board];
    if (device === undefined) return;
    serial.current.delete(device);
    serial.unplug(device);
  },
  onPluggedIn(board) {
    const device = devices[board];
    if (device !== undefined) serial.replug(device);
  },
};
for (const device of devices) void callUsb("start", indexOf(device));
Object.defineProperty(navigator, "serial", { value: serial, configurable: true });

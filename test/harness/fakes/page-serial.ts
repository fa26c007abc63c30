/**
 * Runs in the page, before the app: replaces `navigator.serial` by the strict fake and connects it to the USB port of
 * the test process (`test/harness/usb-port.ts`), which has the board and the grants and lets one page open the port.
 */
import { FakeSerial, FakeSerialDevice } from "./fake-serial";
import type { FakeSerialPort } from "./fake-serial";

/** What a page calls. `write` has bytes, the others have nothing; every new document calls `start`. */
export type UsbCall = "start" | "state" | "grant" | "forget" | "open" | "close" | "write";
export interface UsbState {
  readonly isPluggedIn: boolean;
  readonly isGranted: boolean;
  /** Whether the calling page has the port open. */
  readonly isOwnPort: boolean;
}
/** What the test process calls in the page. */
export interface PageUsb {
  receive(bytes: readonly number[]): void;
  onUnplugged(): void;
  onPluggedIn(): void;
}
declare global {
  var callUsb: (call: UsbCall, bytes?: readonly number[]) => Promise<UsbState>;
  var usb: PageUsb;
  /** Set by a benchmark: called with all bytes that pass the port, into the page or out of it. */
  var probePort: ((direction: "in" | "out", bytes: Uint8Array) => void) | undefined;
}

const device = new FakeSerialDevice();
const opening = new WeakSet<FakeSerialPort>();

class PageSerial extends FakeSerial {
  current: FakeSerialPort | null = null;

  override async getPorts(): Promise<FakeSerialPort[]> {
    const { isPluggedIn, isGranted } = await callUsb("state");
    if (isPluggedIn && isGranted && this.current === null) this.grant(device);
    return super.getPorts();
  }

  override async requestPort(...options: unknown[]): Promise<FakeSerialPort> {
    const { isPluggedIn } = await callUsb("state");
    this.choice = isPluggedIn ? device : null;
    const port = await super.requestPort(...options);
    await callUsb("grant");
    return port;
  }

  override grant(of: FakeSerialDevice): FakeSerialPort {
    const port = super.grant(of);
    this.current = port;
    const { open, close, forget } = port;
    port.open = async (settings) => {
      if (device.openedBy !== port && !opening.has(port)) {
        opening.add(port);
        // The test process knows about other tabs; the fake itself checks what this tab does.
        if (port.connected && !(await callUsb("open")).isOwnPort) device.failingOpens = 1;
      }
      try {
        await open.call(port, settings);
      } catch (error) {
        if (device.failingOpens === 0 && device.openedBy !== port) await callUsb("close");
        throw error;
      } finally {
        opening.delete(port);
      }
    };
    port.close = async () => {
      await close.call(port);
      await callUsb("close");
    };
    port.forget = async () => {
      await forget.call(port);
      this.current = null;
      await callUsb("forget");
    };
    return port;
  }
}

const serial = new PageSerial();
Object.defineProperty(serial, "hasUserGesture", { get: () => navigator.userActivation.isActive });
device.onBytes = (bytes) => {
  globalThis.probePort?.("out", bytes);
  void callUsb("write", [...bytes]);
};
globalThis.usb = {
  receive(bytes) {
    const chunk = Uint8Array.from(bytes);
    globalThis.probePort?.("in", chunk);
    device.send(chunk);
  },
  onUnplugged() {
    serial.current = null;
    serial.unplug(device);
  },
  onPluggedIn: () => void serial.replug(device),
};
void callUsb("start");
Object.defineProperty(navigator, "serial", { value: serial, configurable: true });

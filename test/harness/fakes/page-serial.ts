/**
 * Runs in the page, before the app: puts the strict fake in the place of `navigator.serial` and ties it to the desk
 * of the test process (`test/harness/desk.ts`), which has the board, the grants and the rule that one port is open.
 */
import { FakeSerial, FakeSerialDevice } from "./fake-serial";
import type { FakeSerialPort } from "./fake-serial";

/** What a page asks of the desk. `write` carries bytes, the others nothing; `start` comes from every new document. */
export type DeskCall = "start" | "look" | "grant" | "forget" | "open" | "close" | "write";
export interface DeskAnswer {
  readonly plugged: boolean;
  readonly granted: boolean;
  /** For `open`: whether the port is this page's now. */
  readonly opened: boolean;
}
/** What the desk does to a page. */
export interface PageCable {
  receive(bytes: readonly number[]): void;
  unplugged(): void;
  plugged(): void;
}
declare global {
  var desk: (call: DeskCall, bytes?: readonly number[]) => Promise<DeskAnswer>;
  var cable: PageCable;
  /** Set by a measurement: hears when bytes pass the port, in ms by this page's clock. */
  var probePort: ((way: "in" | "out", bytes: Uint8Array) => void) | undefined;
}

const device = new FakeSerialDevice();
const opens = new WeakSet<FakeSerialPort>();

class DeskSerial extends FakeSerial {
  current: FakeSerialPort | null = null;

  override async getPorts(): Promise<FakeSerialPort[]> {
    const { plugged, granted } = await desk("look");
    if (plugged && granted && this.current === null) this.grant(device);
    return super.getPorts();
  }

  override async requestPort(...options: unknown[]): Promise<FakeSerialPort> {
    const { plugged } = await desk("look");
    this.choice = plugged ? device : null;
    const port = await super.requestPort(...options);
    await desk("grant");
    return port;
  }

  override grant(of: FakeSerialDevice): FakeSerialPort {
    const port = super.grant(of);
    this.current = port;
    const { open, close, forget } = port;
    port.open = async (settings) => {
      if (device.openedBy !== port && !opens.has(port)) {
        opens.add(port);
        // The desk knows of other tabs; what this tab does wrong the fake finds by itself.
        if (port.connected && !(await desk("open")).opened) device.failingOpens = 1;
      }
      try {
        await open.call(port, settings);
      } catch (error) {
        if (device.failingOpens === 0 && device.openedBy !== port) await desk("close");
        throw error;
      } finally {
        opens.delete(port);
      }
    };
    port.close = async () => {
      await close.call(port);
      await desk("close");
    };
    port.forget = async () => {
      await forget.call(port);
      this.current = null;
      await desk("forget");
    };
    return port;
  }
}

const serial = new DeskSerial();
Object.defineProperty(serial, "tapped", { get: () => navigator.userActivation.isActive });
device.onBytes = (bytes) => {
  globalThis.probePort?.("out", bytes);
  void desk("write", [...bytes]);
};
globalThis.cable = {
  receive(bytes) {
    const chunk = Uint8Array.from(bytes);
    globalThis.probePort?.("in", chunk);
    device.send(chunk);
  },
  unplugged() {
    serial.current = null;
    serial.unplug(device);
  },
  plugged: () => void serial.replug(device),
};
void desk("start");
Object.defineProperty(navigator, "serial", { value: serial, configurable: true });

/** `navigator.hid`, as strict as Chromium's. No imports: it runs in a page as well. */

class InputReportEvent extends Event {
  constructor(
    readonly device: FakeHidDevice,
    readonly reportId: number,
    readonly data: DataView,
  ) {
    super("inputreport");
  }
}

class ConnectionEvent extends Event {
  constructor(
    type: "connect" | "disconnect",
    readonly device: FakeHidDevice,
  ) {
    super(type);
  }
}

/** An event target whose listeners get `Heard` events; the DOM's own types know only plain ones. */
class Target<Heard extends Event> extends EventTarget {
  override addEventListener(
    type: string,
    listener: Listener<Heard>,
    options?: AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListener, options);
  }
  override removeEventListener(
    type: string,
    listener: Listener<Heard>,
    options?: EventListenerOptions,
  ): void {
    super.removeEventListener(type, listener as EventListener, options);
  }
}
type Listener<Heard extends Event> = ((event: Heard) => void) | EventListenerOrEventListenerObject | null;

interface Make {
  vendorId: number;
  productId: number;
  productName: string;
  collections: { usagePage: number; usage: number }[];
  outputBytes: number;
}

export const FAKE_DIY: Make = {
  vendorId: 0x239a,
  productId: 0x80f4,
  productName: "Pomodoro button",
  collections: [{ usagePage: 0xff00, usage: 1 }],
  outputBytes: 4,
};
export const FAKE_MUTEME: Make = {
  vendorId: 0x20a0,
  productId: 0x42da,
  productName: "MuteMe",
  collections: [{ usagePage: 0xff01, usage: 2 }],
  outputBytes: 1,
};

export class FakeHidDevice extends Target<InputReportEvent> {
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: { usagePage: number; usage: number }[];
  readonly #outputBytes: number;
  opened = false;
  plugged = true;
  forgotten = false;
  /** Another program has it. */
  busy = false;
  /** Output reports as they arrived. */
  readonly reports: number[][] = [];
  /** Set: reports arrive only when the test lets them. */
  slow: (() => void)[] | null = null;

  constructor(make: Make = FAKE_DIY) {
    super();
    this.vendorId = make.vendorId;
    this.productId = make.productId;
    this.productName = make.productName;
    this.collections = make.collections;
    this.#outputBytes = make.outputBytes;
  }

  async open(): Promise<void> {
    if (this.opened) throw new DOMException("The device is already open.", "InvalidStateError");
    if (!this.plugged || this.busy) throw new DOMException("Failed to open the device.", "NotAllowedError");
    this.opened = true;
  }
  async close(): Promise<void> {
    this.opened = false;
  }
  async forget(): Promise<void> {
    this.opened = false;
    this.forgotten = true;
  }
  async sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!this.opened) throw new DOMException("The device must be opened first.", "InvalidStateError");
    if (!this.plugged || reportId !== 0 || data.byteLength !== this.#outputBytes) {
      throw new DOMException("Failed to write the report.", "NotAllowedError");
    }
    const { slow } = this;
    if (slow) await new Promise<void>((resolve) => slow.push(resolve));
    this.reports.push([...data]);
  }

  /** The device says something; only an open device is heard. */
  input(bytes: readonly number[], reportId = 0): void {
    if (!this.opened) return;
    this.dispatchEvent(new InputReportEvent(this, reportId, new DataView(Uint8Array.from(bytes).buffer)));
  }
}

export class FakeHid extends Target<ConnectionEvent> {
  #devices: FakeHidDevice[] = [];
  choice: FakeHidDevice[] = [];
  tapped = true;
  asked: { filters: object[] }[] = [];

  async getDevices(): Promise<FakeHidDevice[]> {
    return this.#devices.filter((device) => !device.forgotten);
  }
  async requestDevice(options: { filters: object[] }): Promise<FakeHidDevice[]> {
    this.asked.push(options);
    if (!this.tapped) throw new DOMException("Must be handling a user gesture.", "SecurityError");
    for (const device of this.choice) if (!this.#devices.includes(device)) this.#devices.push(device);
    return this.choice;
  }
  grant(device: FakeHidDevice): FakeHidDevice {
    this.#devices.push(device);
    return device;
  }
  unplug(device: FakeHidDevice): void {
    device.plugged = false;
    device.opened = false;
    this.#devices = this.#devices.filter((one) => one !== device);
    this.dispatchEvent(new ConnectionEvent("disconnect", device));
  }
  plug(device: FakeHidDevice): FakeHidDevice {
    this.#devices.push(device);
    this.dispatchEvent(new ConnectionEvent("connect", device));
    return device;
  }
}

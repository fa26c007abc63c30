/** A fake `navigator.hid` that is as strict as Chromium's. It has no imports, because it runs in a page as well. */

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

/** An event target whose listeners get `TargetEvent`s; the DOM's own types only have plain events. */
class Target<TargetEvent extends Event> extends EventTarget {
  override addEventListener(
    type: string,
    listener: Listener<TargetEvent>,
    options?: AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListener, options);
  }
  override removeEventListener(
    type: string,
    listener: Listener<TargetEvent>,
    options?: EventListenerOptions,
  ): void {
    super.removeEventListener(type, listener as EventListener, options);
  }
}
type Listener<TargetEvent extends Event> =
  ((event: TargetEvent) => void) | EventListenerOrEventListenerObject | null;

interface HidDescription {
  vendorId: number;
  productId: number;
  productName: string;
  collections: { usagePage: number; usage: number }[];
  outputBytes: number;
}

export const FAKE_DIY: HidDescription = {
  vendorId: 0x239a,
  productId: 0x80f4,
  productName: "Pomodoro button",
  collections: [{ usagePage: 0xff00, usage: 1 }],
  outputBytes: 4,
};
export const FAKE_MUTEME: HidDescription = {
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
  isOpen = false;
  isPluggedIn = true;
  isForgotten = false;
  /** Whether another program has the device open. */
  isBusy = false;
  /** Output reports as the device received them. */
  readonly reports: number[][] = [];
  /** If set, a report waits in here until the test calls its function. */
  pendingReports: (() => void)[] | null = null;

  constructor(description: HidDescription = FAKE_DIY) {
    super();
    this.vendorId = description.vendorId;
    this.productId = description.productId;
    this.productName = description.productName;
    this.collections = description.collections;
    this.#outputBytes = description.outputBytes;
  }

  async open(): Promise<void> {
    if (this.isOpen) throw new DOMException("The device is already open.", "InvalidStateError");
    if (!this.isPluggedIn || this.isBusy)
      throw new DOMException("Failed to open the device.", "NotAllowedError");
    this.isOpen = true;
  }
  async close(): Promise<void> {
    this.isOpen = false;
  }
  async forget(): Promise<void> {
    this.isOpen = false;
    this.isForgotten = true;
  }
  async sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!this.isOpen) throw new DOMException("The device must be opened first.", "InvalidStateError");
    if (!this.isPluggedIn || reportId !== 0 || data.byteLength !== this.#outputBytes) {
      throw new DOMException("Failed to write the report.", "NotAllowedError");
    }
    const { pendingReports } = this;
    if (pendingReports) await new Promise<void>((resolve) => pendingReports.push(resolve));
    this.reports.push([...data]);
  }

  /** Sends an input report; it is lost while the device is not open. */
  sendInput(bytes: readonly number[], reportId = 0): void {
    if (!this.isOpen) return;
    this.dispatchEvent(new InputReportEvent(this, reportId, new DataView(Uint8Array.from(bytes).buffer)));
  }
}

export class FakeHid extends Target<ConnectionEvent> {
  #devices: FakeHidDevice[] = [];
  /** What the user chooses in the picker; empty: dismissed. */
  choice: FakeHidDevice[] = [];
  /** Whether a user gesture allows a picker at this moment. */
  hasUserGesture = true;
  /** The options of every picker. */
  requests: { filters: object[] }[] = [];

  async getDevices(): Promise<FakeHidDevice[]> {
    return this.#devices.filter((device) => !device.isForgotten);
  }
  async requestDevice(options: { filters: object[] }): Promise<FakeHidDevice[]> {
    this.requests.push(options);
    if (!this.hasUserGesture) throw new DOMException("Must be handling a user gesture.", "SecurityError");
    for (const device of this.choice) if (!this.#devices.includes(device)) this.#devices.push(device);
    return this.choice;
  }
  grant(device: FakeHidDevice): FakeHidDevice {
    this.#devices.push(device);
    return device;
  }
  unplug(device: FakeHidDevice): void {
    device.isPluggedIn = false;
    device.isOpen = false;
    this.#devices = this.#devices.filter((one) => one !== device);
    this.dispatchEvent(new ConnectionEvent("disconnect", device));
  }
  plugIn(device: FakeHidDevice): FakeHidDevice {
    this.#devices.push(device);
    this.dispatchEvent(new ConnectionEvent("connect", device));
    return device;
  }
}

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

/** A report with its id (0: the device has none) and its length in bytes, without the id. */
interface Report {
  id: number;
  bytes: number;
}
interface HidDescription {
  vendorId: number;
  productId: number;
  productName: string;
  usagePage: number;
  usage: number;
  input?: Report[];
  output?: Report[];
  feature?: Report[];
}

export const FAKE_DIY: HidDescription = {
  vendorId: 0x239a,
  productId: 0x80f4,
  productName: "Pomodoro button",
  usagePage: 0xff00,
  usage: 1,
  input: [{ id: 0, bytes: 1 }],
  output: [{ id: 0, bytes: 4 }],
};
export const FAKE_MUTEME: HidDescription = {
  vendorId: 0x20a0,
  productId: 0x42da,
  productName: "MuteMe",
  usagePage: 0xff01,
  usage: 2,
  input: [{ id: 0, bytes: 8 }],
  output: [{ id: 0, bytes: 1 }],
};
/** A receiver of a wireless mouse: HID++ with report ids, on the usage page that belongs to everybody. */
export const FAKE_RECEIVER: HidDescription = {
  vendorId: 0x046d,
  productId: 0xc52b,
  productName: "USB Receiver",
  usagePage: 0xff00,
  usage: 1,
  input: [{ id: 16, bytes: 6 }],
  output: [{ id: 16, bytes: 6 }],
};

const features = (bytes: number, ...ids: number[]): Report[] => ids.map((id) => ({ id, bytes }));
/** A Stream Deck MK.2; the other models of its generation differ in their keys alone. */
export const FAKE_DECK: HidDescription = {
  vendorId: 0x0fd9,
  productId: 0x0080,
  productName: "Stream Deck MK.2",
  usagePage: 0x0c,
  usage: 1,
  input: [{ id: 1, bytes: 511 }],
  output: [{ id: 2, bytes: 1023 }],
  feature: features(31, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
};
/** A Stream Deck Mini, of the first generation. */
export const FAKE_MINI: HidDescription = {
  ...FAKE_DECK,
  productId: 0x0063,
  productName: "Stream Deck Mini",
  input: [{ id: 1, bytes: 16 }],
  feature: features(16, 3, 4, 5, 7, 11),
};

const toInfo = (reports: Report[] = []) =>
  reports.map(({ id, bytes }) => ({ reportId: id, items: [{ reportSize: 8, reportCount: bytes }] }));

export class FakeHidDevice extends Target<InputReportEvent> {
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections;
  readonly #description: HidDescription;
  isOpen = false;
  isPluggedIn = true;
  isForgotten = false;
  /** Whether another program has the device open. */
  isBusy = false;
  /** Output reports as the device received them. */
  readonly reports: number[][] = [];
  /** What its feature reports contain, after the id. */
  readonly features = new Map<number, readonly number[]>();
  /** How many reports the host has tried to send. */
  attempts = 0;
  /** How many of the next reports the device refuses. */
  refusals = 0;
  /** Whether its driver never answers. */
  isHanging = false;
  /** If set, a report waits in here until the test calls its function. */
  pendingReports: (() => void)[] | null = null;

  constructor(description: HidDescription = FAKE_DIY) {
    super();
    this.vendorId = description.vendorId;
    this.productId = description.productId;
    this.productName = description.productName;
    this.#description = description;
    const { usagePage, usage, input, output, feature } = description;
    this.collections = [
      {
        usagePage,
        usage,
        inputReports: toInfo(input),
        outputReports: toInfo(output),
        featureReports: toInfo(feature),
      },
    ];
  }

  async open(): Promise<void> {
    if (this.isHanging) return new Promise(() => {});
    if (this.isOpen) throw new DOMException("The device is already open.", "InvalidStateError");
    if (!this.isPluggedIn || this.isBusy)
      throw new DOMException("Failed to open the device.", "NotAllowedError");
    this.isOpen = true;
  }
  async close(): Promise<void> {
    if (this.isHanging) return new Promise(() => {});
    this.isOpen = false;
  }
  async forget(): Promise<void> {
    this.isOpen = false;
    this.isForgotten = true;
  }
  sendReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#take(this.#description.output, reportId, data);
  }
  sendFeatureReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#take(this.#description.feature, reportId, data);
  }
  /** A feature report with its id first, as Chromium gives it; zeros unless `features` has it. */
  async receiveFeatureReport(reportId: number): Promise<DataView> {
    const known = this.#description.feature?.find(({ id }) => id === reportId);
    if (!this.isOpen || !known)
      throw new DOMException("Failed to receive the feature report.", "NotAllowedError");
    const report = new Uint8Array(1 + known.bytes);
    report.set([reportId, ...(this.features.get(reportId) ?? [])]);
    return new DataView(report.buffer);
  }
  async #take(known: Report[] = [], reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void> {
    this.attempts++;
    if (!this.isOpen) throw new DOMException("The device must be opened first.", "InvalidStateError");
    const fits = known.some(({ id, bytes }) => id === reportId && bytes === data.byteLength);
    const isRefused = this.refusals > 0 && this.refusals--;
    if (!this.isPluggedIn || !fits || isRefused)
      throw new DOMException("Failed to write the report.", "NotAllowedError");
    if (this.isHanging) return new Promise(() => {});
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

/** A fake `navigator.serial` that is as strict as Chromium's. It has no imports, because it runs in a page as well. */

type Info = { usbVendorId?: number; usbProductId?: number };

/** The device at the end of the cable. All tabs share it, and only one port can have it open. */
export class FakeSerialDevice {
  openedBy: FakeSerialPort | null = null;
  /** How many of the next attempts to open it fail, as while another program or udev has the device. */
  failingOpens = 0;
  /** A device without a serial number loses its grant when unplugged (off Windows). */
  hasSerialNumber = true;
  /** Whether writes never finish, as with a board that does not read. */
  blocksWrites = false;
  /** Whether its driver never ends the reading or the writing when it is told to. */
  blocksCancels = false;
  blocksAborts = false;
  /** The speed at which it is open. */
  baudRate = 0;
  onOpen: (baudRate?: number) => void = () => {};
  onClose: () => void = () => {};
  onBytes: (bytes: Uint8Array) => void = () => {};
  /** Called when a page sets DTR or RTS. */
  onSignals: (signals: { dataTerminalReady?: boolean; requestToSend?: boolean }) => void = () => {};
  readonly signals: { dataTerminalReady?: boolean; requestToSend?: boolean }[] = [];

  constructor(readonly info: Info = { usbVendorId: 0x2341, usbProductId: 0x0043 }) {}

  /** Sends bytes from the board; they are lost while no port has it open, as on a real cable. */
  send(bytes: Uint8Array): void {
    this.openedBy?.receive(bytes);
  }
}

export class FakeSerialPort extends EventTarget {
  #readable: ReadableStream<Uint8Array> | null = null;
  #writable: WritableStream<Uint8Array> | null = null;
  #incoming: ReadableStreamDefaultController<Uint8Array> | null = null;
  connected = true;
  isForgotten = false;

  constructor(readonly device: FakeSerialDevice) {
    super();
  }
  get readable(): ReadableStream<Uint8Array> | null {
    return this.#readable;
  }
  get writable(): WritableStream<Uint8Array> | null {
    return this.#writable;
  }
  getInfo(): Info {
    return this.device.info;
  }

  async open(options: { baudRate: number }): Promise<void> {
    if (!(options.baudRate > 0)) throw new TypeError("baudRate must be greater than zero");
    if (this.device.openedBy === this)
      throw new DOMException("The port is already open.", "InvalidStateError");
    const isBusy = this.device.failingOpens > 0 && this.device.failingOpens--;
    if (!this.connected || this.device.openedBy || isBusy) {
      throw new DOMException("Failed to open serial port.", "NetworkError");
    }
    this.device.openedBy = this;
    this.device.baudRate = options.baudRate;
    this.#newReadable();
    this.#writable = new WritableStream({
      write: (chunk, { signal }) => {
        if (this.device.blocksWrites)
          return new Promise<void>((_, reject) =>
            signal.addEventListener("abort", () => reject(signal.reason)),
          );
        if (!this.connected) throw deviceLost();
        this.device.onBytes(chunk);
        return;
      },
      abort: () => (this.device.blocksAborts ? new Promise<void>(() => {}) : undefined),
    });
    this.device.onOpen(options.baudRate);
  }

  #newReadable(): void {
    this.#readable = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#incoming = controller),
      cancel: () => (this.device.blocksCancels ? new Promise<void>(() => {}) : undefined),
    });
  }

  async setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void> {
    if (this.device.openedBy !== this) throw new DOMException("The port is closed.", "InvalidStateError");
    this.device.signals.push({ ...signals });
    this.device.onSignals(signals);
  }

  async close(): Promise<void> {
    if (this.#readable?.locked) throw new TypeError("Cannot cancel a locked stream");
    if (this.#writable?.locked) throw new TypeError("Cannot abort a locked stream");
    if (!this.#readable && !this.#writable && this.device.openedBy !== this) {
      throw new DOMException("The port is already closed.", "InvalidStateError");
    }
    if (!this.device.blocksCancels) await this.#readable?.cancel().catch(() => {});
    this.#readable = this.#writable = null;
    if (this.device.openedBy !== this) return;
    this.device.openedBy = null;
    this.device.onClose();
  }

  async forget(): Promise<void> {
    this.isForgotten = true;
  }

  /** Bytes arrive from the device. */
  receive(bytes: Uint8Array): void {
    this.#incoming?.enqueue(bytes.slice());
  }
  /** A recoverable error such as a framing error: the stream ends, and the port offers a new one. */
  failStream(name = "FramingError"): void {
    this.#incoming?.error(new DOMException("A framing error.", name));
    this.#newReadable();
  }
  /** The device is unplugged. */
  disconnect(): void {
    this.connected = false;
    this.#incoming?.error(deviceLost());
    this.#incoming = null;
    this.#readable = this.#writable = null;
    if (this.device.openedBy === this) this.device.openedBy = null;
  }
}

const deviceLost = () => new DOMException("The device has been lost.", "NetworkError");

/** One tab's `navigator.serial`. */
export class FakeSerial extends EventTarget {
  #ports: FakeSerialPort[] = [];
  /** What the user chooses in the picker; null: dismissed. */
  choice: FakeSerialDevice | null = null;
  /** Whether a user gesture allows a picker at this moment. */
  hasUserGesture = true;
  /** Whether a policy forbids serial ports. */
  isBlocked = false;
  /** The options of every picker. */
  requests: unknown[] = [];

  async getPorts(): Promise<FakeSerialPort[]> {
    return this.#ports.filter((port) => !port.isForgotten);
  }
  async requestPort(...options: unknown[]): Promise<FakeSerialPort> {
    this.requests.push(options[0]);
    if (this.isBlocked || !this.hasUserGesture) {
      throw new DOMException(
        "Must be handling a user gesture to show a permission request.",
        "SecurityError",
      );
    }
    if (!this.choice) throw new DOMException("No port selected by the user.", "NotFoundError");
    return (
      this.#ports.find((port) => port.device === this.choice && !port.isForgotten) ?? this.grant(this.choice)
    );
  }

  /** Makes the device one that is plugged in and granted. */
  grant(device: FakeSerialDevice): FakeSerialPort {
    const port = new FakeSerialPort(device);
    this.#ports.push(port);
    return port;
  }
  unplug(device: FakeSerialDevice): void {
    const port = this.#ports.find((one) => one.device === device);
    this.#ports = this.#ports.filter((one) => one !== port);
    if (!port) return;
    port.disconnect();
    this.#dispatch("disconnect", port);
  }
  /** Returns the new port, or null if the grant was lost with the device. */
  replug(device: FakeSerialDevice): FakeSerialPort | null {
    if (!device.hasSerialNumber) return null;
    const port = this.grant(device);
    this.#dispatch("connect", port);
    return port;
  }
  /** The browser dispatches the event at the port, and it bubbles up to `navigator.serial`. */
  #dispatch(type: "connect" | "disconnect", port: FakeSerialPort): void {
    const event = new Event(type, { bubbles: true });
    Object.defineProperty(event, "target", { value: port });
    port.dispatchEvent(new Event(type));
    this.dispatchEvent(event);
  }
}

/** `navigator.serial`, as strict as Chromium's. No imports: it runs in a page as well. */

type Info = { usbVendorId?: number; usbProductId?: number };

/** What hangs on the cable. Tabs share it, and only one port may have it open. */
export class FakeSerialDevice {
  openedBy: FakeSerialPort | null = null;
  /** Set: the next so many opens fail, as while another program or udev has the device. */
  busy = 0;
  /** A device without a serial number loses its grant when unplugged (off Windows). */
  hasSerialNumber = true;
  /** A write that never ends: a board that takes nothing. */
  stuck = false;
  onOpen: () => void = () => {};
  onClose: () => void = () => {};
  onBytes: (bytes: Uint8Array) => void = () => {};
  readonly signals: { dataTerminalReady?: boolean; requestToSend?: boolean }[] = [];

  constructor(readonly info: Info = { usbVendorId: 0x2341, usbProductId: 0x0043 }) {}

  /** The board says bytes; lost if nobody has it open, as on a real cable. */
  send(bytes: Uint8Array): void {
    this.openedBy?.receive(bytes);
  }
}

export class FakeSerialPort extends EventTarget {
  #readable: ReadableStream<Uint8Array> | null = null;
  #writable: WritableStream<Uint8Array> | null = null;
  #incoming: ReadableStreamDefaultController<Uint8Array> | null = null;
  connected = true;
  forgotten = false;

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
    const busy = this.device.busy > 0 && this.device.busy--;
    if (!this.connected || this.device.openedBy || busy) {
      throw new DOMException("Failed to open serial port.", "NetworkError");
    }
    this.device.openedBy = this;
    this.#newReadable();
    this.#writable = new WritableStream({
      write: (chunk, { signal }) => {
        if (this.device.stuck)
          return new Promise<void>((_, reject) =>
            signal.addEventListener("abort", () => reject(signal.reason)),
          );
        if (!this.connected) throw lost();
        this.device.onBytes(chunk);
        return;
      },
    });
    this.device.onOpen();
  }

  #newReadable(): void {
    this.#readable = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#incoming = controller),
    });
  }

  async setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void> {
    if (this.device.openedBy !== this) throw new DOMException("The port is closed.", "InvalidStateError");
    this.device.signals.push({ ...signals });
  }

  async close(): Promise<void> {
    if (this.#readable?.locked) throw new TypeError("Cannot cancel a locked stream");
    if (this.#writable?.locked) throw new TypeError("Cannot abort a locked stream");
    if (!this.#readable && !this.#writable && this.device.openedBy !== this) {
      throw new DOMException("The port is already closed.", "InvalidStateError");
    }
    await this.#readable?.cancel().catch(() => {});
    this.#readable = this.#writable = null;
    if (this.device.openedBy !== this) return;
    this.device.openedBy = null;
    this.device.onClose();
  }

  async forget(): Promise<void> {
    this.forgotten = true;
  }

  /* What the cable does. */

  receive(bytes: Uint8Array): void {
    this.#incoming?.enqueue(bytes.slice());
  }
  /** A framing error and the like: this stream ends, the port offers a new one. */
  stumble(name = "FramingError"): void {
    this.#incoming?.error(new DOMException("A framing error.", name));
    this.#newReadable();
  }
  pullOut(): void {
    this.connected = false;
    this.#incoming?.error(lost());
    this.#incoming = null;
    this.#readable = this.#writable = null;
    if (this.device.openedBy === this) this.device.openedBy = null;
  }
}

const lost = () => new DOMException("The device has been lost.", "NetworkError");

/** One tab's `navigator.serial`. */
export class FakeSerial extends EventTarget {
  #ports: FakeSerialPort[] = [];
  /** What the person picks; null: dismissed. */
  choice: FakeSerialDevice | null = null;
  /** Whether a tap allows a picker now. */
  tapped = true;
  blocked = false;
  asked: unknown[] = [];

  async getPorts(): Promise<FakeSerialPort[]> {
    return this.#ports.filter((port) => !port.forgotten);
  }
  async requestPort(...options: unknown[]): Promise<FakeSerialPort> {
    this.asked.push(options[0]);
    if (this.blocked || !this.tapped) {
      throw new DOMException(
        "Must be handling a user gesture to show a permission request.",
        "SecurityError",
      );
    }
    if (!this.choice) throw new DOMException("No port selected by the user.", "NotFoundError");
    return (
      this.#ports.find((port) => port.device === this.choice && !port.forgotten) ?? this.grant(this.choice)
    );
  }

  /** A device that is plugged in and was granted. */
  grant(device: FakeSerialDevice): FakeSerialPort {
    const port = new FakeSerialPort(device);
    this.#ports.push(port);
    return port;
  }
  unplug(device: FakeSerialDevice): void {
    const port = this.#ports.find((one) => one.device === device);
    this.#ports = this.#ports.filter((one) => one !== port);
    if (!port) return;
    port.pullOut();
    this.#tell("disconnect", port);
  }
  /** Hands over a new port; nothing, if the grant went with the device. */
  replug(device: FakeSerialDevice): FakeSerialPort | null {
    if (!device.hasSerialNumber) return null;
    const port = this.grant(device);
    this.#tell("connect", port);
    return port;
  }
  /** The browser fires at the port and lets it bubble up to here. */
  #tell(type: "connect" | "disconnect", port: FakeSerialPort): void {
    const event = new Event(type, { bubbles: true });
    Object.defineProperty(event, "target", { value: port });
    port.dispatchEvent(new Event(type));
    this.dispatchEvent(event);
  }
}

/**
 * The interface chip of a micro:bit (DAPLink) as a page sees it over WebUSB: CMSIS-DAP for the debug port of the micro:bit's
 * chip, and DAPLink's own commands for a .hex. It refuses what the real one refuses: commands before the interface is
 * claimed, transfers before the debug port is up, and pages of a .hex before the file is opened.
 */

const VENDOR = 0x0d28;
const PRODUCT = 0x0204;
const PACKET = 64;
const INTERFACE = 4;
const [OK, FAULT] = [1, 4] as const;
/** DAPLink's errors of a stream. */
const [SUCCESS, FAILURE, DONE] = [0, 1, 18] as const;

export class FakeMicrobitUsb {
  readonly vendorId = VENDOR;
  readonly productId = PRODUCT;
  readonly configuration = {
    interfaces: [{ interfaceNumber: INTERFACE, alternates: [{ interfaceClass: 0xff, endpoints: [] }] }],
  };
  opened = false;
  /** What the host did wrong. */
  readonly faults: string[] = [];
  /** The last .hex that was written as a whole. */
  written: string | null = null;
  onReset: () => void = () => {};
  /** After how many packets the cable is pulled; -1: never. */
  cutAfter = -1;

  #isClaimed = false;
  #packets = 0;
  #answers: Uint8Array[] = [];
  #isUp = false;
  #hex: string | null = null;
  #select = 0;
  #address = 0;
  readonly #memory = new Map<number, number>([
    [0x10000010, 1024], // FICR: size and number of the pages, and the id of the chip
    [0x10000014, 256],
    [0x10000064, 0x12345678],
  ]);

  /** `boardId`: 9900 and 9901 are version 1, 9903 to 9906 version 2. */
  constructor(readonly boardId = "9900") {}
  get serialNumber(): string {
    return `${this.boardId}0000`.padEnd(40, "0") + "97969901";
  }

  async open(): Promise<void> {
    this.#checkCable();
    this.opened = true;
  }
  async selectConfiguration(value: number): Promise<void> {
    if (!this.opened || value !== 1)
      throw new DOMException("The device must be opened first.", "InvalidStateError");
  }
  async claimInterface(number: number): Promise<void> {
    if (!this.opened || number !== INTERFACE)
      throw new DOMException("Unable to claim interface.", "NetworkError");
    this.#isClaimed = true;
  }
  async close(): Promise<void> {
    this.opened = this.#isClaimed = this.#isUp = false;
  }
  async controlTransferOut(
    setup: { request: number; value: number; index: number },
    data: Uint8Array,
  ): Promise<{ status: "ok" }> {
    this.#checkCable();
    this.#packets++;
    if (!this.#isClaimed || setup.index !== INTERFACE || setup.request !== 9 || data.length !== PACKET)
      throw new DOMException("The interface is not claimed.", "InvalidStateError");
    const answer = new Uint8Array(PACKET);
    answer[0] = data[0] ?? 0;
    answer.set(this.#run(data), 1);
    this.#answers.push(answer);
    return { status: "ok" };
  }
  async controlTransferIn(setup: {
    request: number;
    index: number;
  }): Promise<{ status: "ok"; data: DataView }> {
    this.#checkCable();
    const answer = this.#answers.shift();
    if (!answer || setup.request !== 1)
      throw new DOMException("A transfer error has occurred.", "NetworkError");
    return { status: "ok", data: new DataView(answer.buffer) };
  }
  #checkCable(): void {
    if (this.cutAfter >= 0 && this.#packets >= this.cutAfter)
      throw new DOMException("The device was disconnected.", "NotFoundError");
  }

  /** One command; what follows its number in the answer. */
  #run(packet: Uint8Array): readonly number[] | Uint8Array {
    const view = new DataView(packet.buffer, packet.byteOffset);
    switch (packet[0]) {
      case 0x00: // info
        return [0];
      case 0x02: // connect: SWD
        return [1];
      case 0x03: // disconnect
        this.#isUp = false;
        return [0];
      case 0x04: // transfer configure
      case 0x08: // abort
      case 0x11: // clock
        return [0];
      case 0x12: // sequence: the line reset brings the debug port up
        this.#isUp = true;
        return [0];
      case 0x05:
        return this.#transfer(packet, view);
      case 0x80: {
        const id = new TextEncoder().encode(this.serialNumber);
        return [id.length, ...id];
      }
      case 0x8a:
        if (view.getUint32(1, true) !== 1) return [FAILURE];
        this.#hex = "";
        this.written = null; // the chip is erased
        return [SUCCESS];
      case 0x8c: {
        if (this.#hex === null) return this.#fail("a page of a file that is not open");
        const length = packet[1] ?? 0;
        if (length === 0 || length > PACKET - 2) return this.#fail("a page with a wrong length");
        this.#hex += new TextDecoder().decode(packet.subarray(2, 2 + length));
        return [this.#hex.includes(":00000001FF") ? DONE : SUCCESS];
      }
      case 0x8b: {
        const hex = this.#hex;
        this.#hex = null;
        this.#isUp = false;
        if (hex === null || !hex.includes(":00000001FF")) return this.#fail("a file without its end");
        this.written = hex;
        return [SUCCESS];
      }
      case 0x89:
        this.onReset();
        return [SUCCESS];
      default:
        return this.#fail(`command ${packet[0]}`);
    }
  }
  #fail(why: string): readonly number[] {
    this.faults.push(why);
    return [FAILURE];
  }

  /** Reads and writes of the debug port (DP) and of the memory through the access port (AP). */
  #transfer(packet: Uint8Array, view: DataView): readonly number[] {
    if (!this.#isUp) return [0, FAULT];
    const count = packet[2] ?? 0;
    const values: number[] = [];
    for (let i = 0; i < count; i++) {
      const request = packet[3 + 5 * i] ?? 0;
      const value = view.getUint32(4 + 5 * i, true);
      const [isAp, isRead, register] = [(request & 1) === 1, (request & 2) === 2, request & 0x0c];
      if (isRead) values.push(isAp ? this.#readAp(register) : this.#readDp(register));
      else if (isAp) this.#writeAp(register, value);
      else if (register === 0x08) this.#select = value;
    }
    return [count, OK, ...values.flatMap((value) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff))];
  }
  /** The number of the port, and the acknowledgement of its power. */
  #readDp = (register: number): number => (register === 0 ? 0x0bb11477 : register === 4 ? 0xf0000000 : 0);
  #readAp(register: number): number {
    if (register !== 0x0c || this.#select !== 0) return 0;
    return this.#memory.get(this.#address) ?? 0;
  }
  #writeAp(register: number, value: number): void {
    if (register === 0x04) this.#address = value;
    if (register !== 0x0c) return;
    // The core is halted while bit 1 of DHCSR is written with its key; bit 17 tells it.
    const isHalt = this.#address === 0xe000edf0 && value >>> 16 === 0xa05f;
    this.#memory.set(this.#address, isHalt ? (value & 2) << 16 : value);
  }
}

/** A `navigator.usb` whose picker offers one micro:bit; null: the person closes it. */
export const fakeUsb = (device: FakeMicrobitUsb | null) => ({
  addEventListener: () => {},
  removeEventListener: () => {},
  getDevices: async () => [],
  requestDevice: async ({ filters }: { filters: { vendorId: number; productId: number }[] }) => {
    if ((globalThis.navigator as Partial<Navigator> | undefined)?.userActivation?.isActive === false)
      throw new DOMException(
        "Must be handling a user gesture to show a permission request.",
        "SecurityError",
      );
    if (!device || !filters.some((one) => one.vendorId === VENDOR && one.productId === PRODUCT))
      throw new DOMException("No device selected.", "NotFoundError");
    return device;
  },
});

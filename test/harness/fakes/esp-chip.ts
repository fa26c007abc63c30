/**
 * An ESP32 without a program: its reset lines, the loader in its ROM, the flasher stub that esptool-js starts in its RAM,
 * and its flash memory. It is as strict as those: SLIP, sequence numbers, lengths, checksums, the speed of the line, and
 * flash memory whose bits only an erase sets. Whatever is wrong is an error status, or silence, and a line in `faults`.
 */
import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { FakeSerialDevice } from "./fake-serial";

const [END, ESC, ESC_END, ESC_ESC] = [0xc0, 0xdb, 0xdc, 0xdd] as const;
const CHECKSUM_SEED = 0xef;
const SECTOR = 4096;
const RESET_MS = 10;
const INVALID_MESSAGE = 0x05;
const BAD_CHECKSUM = 0x07;

export interface EspKind {
  readonly name: string;
  /** The value at 0x40001000, by which old chips are known. */
  readonly magic: number;
  /** What GET_SECURITY_INFO says; null: the chip has no such command. */
  readonly chipId: number | null;
  readonly spiBase: number;
  /** Where the ROM looks for a boot loader. */
  readonly bootOffset: number;
}
export const ESP32: EspKind = {
  name: "ESP32",
  magic: 0x00f01d83,
  chipId: null,
  spiBase: 0x3ff42000,
  bootOffset: 0x1000,
};
export const ESP32_C3: EspKind = {
  name: "ESP32-C3",
  magic: 0x6921506f,
  chipId: 5,
  spiBase: 0x60002000,
  bootOffset: 0,
};

/** A chip's own USB (USB-Serial/JTAG). */
export const NATIVE_USB = { usbVendorId: 0x303a, usbProductId: 0x1001 };

const word = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
const toWord = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
const slip = (packet: readonly number[]): Uint8Array =>
  Uint8Array.from([
    END,
    ...packet.flatMap((byte) => (byte === END ? [ESC, ESC_END] : byte === ESC ? [ESC, ESC_ESC] : [byte])),
    END,
  ]);

export class EspChip {
  readonly device: FakeSerialDevice;
  readonly flash: Uint8Array;
  /** What the host did wrong. */
  readonly faults: string[] = [];
  /** Called when the chip starts with a program in its flash memory; returns who gets the bytes from then on. */
  onBoot: (send: (bytes: Uint8Array) => void) => (bytes: Uint8Array) => void = () => () => {};
  /** How many of the next blocks of data are damaged on the line. */
  damagedBlocks = 0;
  /** A bit of the flash memory that does not keep what is written. */
  stuckAt: number | null = null;
  /** After how many bytes of the host the cable is pulled; -1: never. */
  cutAfter = -1;
  onCut: () => void = () => {};
  /** The clock by which a reset is measured, in ms. */
  now: () => number = () => performance.now();

  #mode: "program" | "rom" | "stub" = "program";
  #program: (bytes: Uint8Array) => void = () => {};
  #baudRate = 115_200;
  #hostBaudRate = 0;
  #received = 0;
  #lines = { dataTerminalReady: false, requestToSend: false };
  #resetAt = 0;
  #isLoaderChosen = false;
  #packet: number[] | null = null;
  #isEscaped = false;
  readonly #registers = new Map<number, number>();
  #ram: { size: number; left: number; next: number } | null = null;
  #write: { at: number; size: number; blocks: number; next: number; data: number[] } | null = null;

  constructor(
    readonly kind: EspKind = ESP32,
    megabytes = 4,
    /** A bridge (CP2102), or the chip's own USB. */
    private readonly usb = { usbVendorId: 0x10c4, usbProductId: 0xea60 },
  ) {
    this.device = new FakeSerialDevice(usb);
    this.flash = new Uint8Array(megabytes * 1024 * 1024).fill(0xa5); // what somebody has left in it
    this.device.onOpen = (baudRate = 0) => void (this.#hostBaudRate = baudRate);
    this.device.onSignals = (signals) => this.#setLines(signals);
    this.device.onBytes = (bytes) => this.#receive(bytes);
  }

  /**
   * The two transistors of a development board: RTS alone holds the chip in reset, DTR alone chooses the loader. The
   * capacitor at EN makes a shorter pulse than RESET_MS no reset.
   */
  #setLines(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): void {
    const wasReset = this.#isInReset();
    this.#lines = { ...this.#lines, ...signals };
    // The chip's own USB keeps DTR until the reset.
    if (this.#lines.dataTerminalReady && !this.#lines.requestToSend) this.#isLoaderChosen = true;
    if (!wasReset && this.#isInReset()) this.#resetAt = this.now();
    if (!wasReset || this.#isInReset()) return;
    if (this.now() - this.#resetAt < RESET_MS) this.faults.push("a reset that is too short");
    else if (this.usb.usbVendorId !== NATIVE_USB.usbVendorId)
      this.#start(this.#lines.dataTerminalReady && !this.#lines.requestToSend);
    else this.#start(this.#isLoaderChosen);
  }
  #isInReset = (): boolean => this.#lines.requestToSend && !this.#lines.dataTerminalReady;
  #start(isLoader: boolean): void {
    this.#isLoaderChosen = false;
    this.#baudRate = 115_200;
    this.#packet = this.#ram = this.#write = null;
    this.#registers.clear();
    this.#mode = isLoader ? "rom" : "program";
    const why = isLoader
      ? "boot:0x3 (DOWNLOAD_BOOT)\r\nwaiting for download\r\n"
      : "boot:0x13 (SPI_FAST)\r\n";
    this.#send(Buffer.from(`ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),${why}`));
    if (isLoader) return;
    const isBootable = this.flash[this.kind.bootOffset] === 0xe9;
    if (isBootable) this.#program = this.onBoot((bytes) => this.#send(bytes));
    else this.#send(Buffer.from("invalid header: 0xa5a5a5a5\r\n"));
  }

  #send(bytes: Uint8Array): void {
    if (this.#hostBaudRate === this.#baudRate) this.device.send(bytes);
    else this.device.send(bytes.map((byte) => (byte * 7) ^ 0x55)); // noise
  }
  #receive(bytes: Uint8Array): void {
    if (this.#isInReset()) return;
    this.#received += bytes.length;
    if (this.cutAfter >= 0 && this.#received > this.cutAfter) return this.onCut();
    if (this.#hostBaudRate !== this.#baudRate) return;
    if (this.#mode === "program") return this.#program(bytes);
    for (const byte of bytes) this.#take(byte);
  }
  #take(byte: number): void {
    if (byte === END) {
      if (this.#packet && this.#packet.length > 0) {
        this.#run(Uint8Array.from(this.#packet));
        this.#packet = null;
      } else this.#packet = [];
      this.#isEscaped = false;
    } else if (!this.#packet) this.faults.push("a byte outside a packet");
    else if (this.#isEscaped) {
      this.#isEscaped = false;
      if (byte !== ESC_END && byte !== ESC_ESC) this.faults.push("an invalid escape");
      this.#packet.push(byte === ESC_END ? END : ESC);
    } else if (byte === ESC) this.#isEscaped = true;
    else this.#packet.push(byte);
  }

  #answer(op: number, value: number, data: readonly number[] = [], status: readonly number[] = [0, 0]): void {
    // The ROM of an ESP32 ends its answers with four bytes of status, the stub with two.
    const end = this.#mode === "rom" ? [...status, 0, 0] : status;
    const body = [...data, ...end];
    this.#send(slip([1, op, body.length & 0xff, body.length >> 8, ...toWord(value), ...body]));
  }
  #refuse(op: number, why: string, code = INVALID_MESSAGE): void {
    this.faults.push(why);
    this.#answer(op, 0, [], [1, code]);
  }

  #run(packet: Uint8Array): void {
    const [direction, op = 0] = packet;
    const body = packet.subarray(8);
    if (packet.length < 8 || direction !== 0 || packet[2]! + 256 * packet[3]! !== body.length)
      return void this.faults.push(`a packet of ${packet.length} bytes with a wrong head`);
    const isStub = this.#mode === "stub";
    switch (op) {
      case 0x08: {
        const isSync =
          body.length === 36 &&
          [7, 7, 0x12, 0x20].every((byte, i) => body[i] === byte) &&
          body.subarray(4).every((byte) => byte === 0x55);
        if (!isSync) return this.#refuse(op, "a wrong sync");
        for (let i = 0; i < 8; i++) this.#answer(op, isStub ? 0 : 0x20120707);
        return;
      }
      case 0x0a:
        if (body.length !== 4) return this.#refuse(op, "READ_REG with a wrong length");
        return this.#answer(op, this.#readRegister(word(body, 0)));
      case 0x09:
        if (body.length !== 16) return this.#refuse(op, "WRITE_REG with a wrong length");
        this.#writeRegister(word(body, 0), word(body, 4));
        return this.#answer(op, 0);
      case 0x14: {
        const { chipId } = this.kind;
        // A ROM without the command answers with another one, more than once.
        if (chipId === null) return void [1, 2].forEach(() => this.#answer(0, 0, [], [1, INVALID_MESSAGE]));
        return this.#answer(op, 0, [
          0,
          0,
          0,
          0,
          0,
          ...Array<number>(7).fill(0),
          ...toWord(chipId),
          0,
          0,
          0,
          0,
        ]);
      }
      case 0x05:
        this.#ram = { size: word(body, 0), left: word(body, 0), next: 0 };
        if (word(body, 4) !== Math.ceil(word(body, 0) / word(body, 8)))
          return this.#refuse(op, "MEM_BEGIN with a wrong number of blocks");
        return this.#answer(op, 0);
      case 0x07: {
        const data = this.#checkBlock(op, packet, this.#ram?.next);
        if (!data || !this.#ram) return;
        this.#ram.next++;
        this.#ram.left -= data.length;
        return this.#answer(op, 0);
      }
      case 0x06:
        if (!this.#ram || this.#ram.left !== 0) return this.#refuse(op, "MEM_END before all blocks");
        if (word(body, 0) !== 0 || word(body, 4) === 0) return this.#refuse(op, "MEM_END without an entry");
        this.#answer(op, 0);
        this.#mode = "stub";
        return this.#send(slip([...Buffer.from("OHAI")]));
      case 0x0f:
        if (word(body, 4) !== (isStub ? this.#baudRate : 0)) return this.#refuse(op, "a wrong old speed");
        this.#answer(op, 0);
        this.#baudRate = word(body, 0);
        return;
      default:
        return isStub ? this.#runStub(op, packet, body) : this.#refuse(op, `command ${op} for the ROM`);
    }
  }

  #runStub(op: number, packet: Uint8Array, body: Uint8Array): void {
    switch (op) {
      case 0xd0:
        this.flash.fill(0xff);
        return this.#answer(op, 0);
      case 0x10: {
        const [size, blocks, blockSize, at] = [0, 4, 8, 12].map((i) => word(body, i)) as [
          number,
          number,
          number,
          number,
        ];
        if (body.length !== 16 || blockSize !== 0x4000 || at % SECTOR !== 0 || at + size > this.flash.length)
          return this.#refuse(op, "DEFL_BEGIN with wrong numbers");
        this.#write = { at, size, blocks, next: 0, data: [] };
        this.flash.fill(0xff, at, at + Math.ceil(size / SECTOR) * SECTOR);
        return this.#answer(op, 0);
      }
      case 0x11: {
        if (this.damagedBlocks > 0) {
          this.damagedBlocks--;
          packet[30]! ^= 1;
        }
        const data = this.#checkBlock(op, packet, this.#write?.next);
        if (!data || !this.#write) return;
        this.#write.next++;
        this.#write.data.push(...data);
        if (this.#write.next === this.#write.blocks) this.#flush(this.#write);
        return this.#answer(op, 0);
      }
      case 0x12:
        if (!this.#write || this.#write.next !== this.#write.blocks)
          return this.#refuse(op, "DEFL_END before all blocks");
        this.#write = null;
        return this.#answer(op, 0);
      case 0x13: {
        const [at, size] = [word(body, 0), word(body, 4)];
        if (at + size > this.flash.length) return this.#refuse(op, "MD5 beyond the flash memory");
        const sum = createHash("md5")
          .update(this.flash.subarray(at, at + size))
          .digest();
        return this.#answer(op, 0, [...sum]);
      }
      default:
        return this.#refuse(op, `command ${op} for the stub`);
    }
  }

  /** The data of a block; undefined (and an error status) if its length, number or checksum is wrong. */
  #checkBlock(op: number, packet: Uint8Array, expected: number | undefined): Uint8Array | undefined {
    const body = packet.subarray(8);
    const data = body.subarray(16);
    const sum = data.reduce((all, byte) => all ^ byte, CHECKSUM_SEED);
    if (word(body, 0) !== data.length || word(body, 4) !== expected) this.#refuse(op, "a block out of order");
    else if (sum !== word(packet, 4)) this.#refuse(op, "a block with a wrong checksum", BAD_CHECKSUM);
    else return data;
    return undefined;
  }
  /** Writes what has been unpacked; a bit that is 0 stays so until it is erased. */
  #flush({ at, size, data }: { at: number; size: number; data: number[] }): void {
    const bytes = inflateSync(Uint8Array.from(data));
    if (bytes.length !== size) this.faults.push(`${bytes.length} bytes unpacked of ${size}`);
    for (const [i, byte] of bytes.entries()) this.flash[at + i]! &= byte;
    if (this.stuckAt !== null) this.flash[this.stuckAt]! ^= 1;
  }

  #readRegister(address: number): number {
    if (address === 0x40001000) return this.kind.magic;
    return this.#registers.get(address) ?? 0;
  }
  #writeRegister(address: number, value: number): void {
    const { spiBase } = this.kind;
    this.#registers.set(address, value);
    if (address !== spiBase || !(value & (1 << 18))) return;
    // A command for the flash chip; 9F asks for its number, whose third byte is the power of two of its size.
    const usr2 = [0x20, 0x24].map((offset) => this.#registers.get(spiBase + offset) ?? 0);
    const id = 0x16 + Math.log2(this.flash.length / (4 * 1024 * 1024));
    if (usr2.some((one) => (one & 0xff) === 0x9f))
      for (const offset of [0x58, 0x80]) this.#registers.set(spiBase + offset, (id << 16) | 0x4020);
    this.#registers.set(spiBase, 0);
  }
}

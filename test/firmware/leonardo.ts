/**
 * A Leonardo at the USB: its boot loader, written after Arduino's Caterina.c and as strict as that, and a program that says
 * hello. avr8js has no USB, and Debian has only the source of Caterina, without the library that it needs, so the real one
 * cannot run on an emulated chip. `caterina.test.ts` compares it with the commands of the real source.
 */
import type { Timers } from "../../src/board/timers";
import { FakeSerial, FakeSerialDevice } from "../harness/fakes/fake-serial";

const FLASH_BYTES = 0x8000;
const BOOT_START = 0x7000;
const PAGE_BYTES = 128;
const ERASED = 0xff;
/** CDC_TXRX_EPSIZE: the size of a packet. What follows a command in its packet is dropped (Endpoint_ClearOUT). */
const PACKET_BYTES = 16;
/** TIMEOUT_PERIOD, which runs only while there is a program; "E" leaves 500 of them. */
const TIMEOUT_MS = 8000;
/** From the touch to the reset by the watchdog, and from a start to the port being there. */
const WATCHDOG_MS = 120;
const ENUMERATION_MS = 400;
const HELLO = '{"t":"hello","p":1,"fw":"shared-pomodoro/1.0","board":"leonardo","caps":["button","led"]}\n';

const text = (string: string): number[] => [...string].map((letter) => letter.charCodeAt(0));
const OK = 13;

export class Leonardo {
  readonly serial = new FakeSerial();
  readonly flash = new Uint8Array(FLASH_BYTES).fill(ERASED);
  /** The three bytes that the command "s" sends, the last one first. */
  signature: readonly number[] = [0x87, 0x95, 0x1e];
  /** Whether the browser gives the page a port that it has granted before. */
  isGranted = { program: true, bootLoader: true };
  /** The packets that the boot loader has received, and all that it has answered. */
  readonly packets: (readonly number[])[] = [];
  readonly answers: number[] = [];
  /** How many bytes have passed the boot loader's port. */
  bytes = 0;
  onTraffic: () => void = () => {};
  readonly program = new FakeSerialDevice({ usbVendorId: 0x2341, usbProductId: 0x8036 });
  readonly bootLoader = new FakeSerialDevice({ usbVendorId: 0x2341, usbProductId: 0x0036 });
  /** What runs; null: no power, or a start is going on. */
  running: "program" | "bootLoader" | null = null;

  #line = "";
  #address = 0;
  #packet: number[] = [];
  #wanted: { readonly count: number; readonly run: (bytes: number[]) => void } | null = null;
  #timeout = Infinity;
  #starts = 0;

  constructor(
    private readonly clock: Pick<Timers, "now" | "after">,
    /** What has to be in the flash for a hello: another program is there, but silent. */
    private readonly ours: Uint8Array,
    flash?: Uint8Array,
  ) {
    if (flash) this.flash.set(flash);
    this.program.onSignals = ({ dataTerminalReady }) => {
      if (dataTerminalReady === false && this.program.baudRate === 1200)
        this.#later(WATCHDOG_MS, () => this.#start("bootLoader"));
    };
    this.program.onBytes = (bytes) => {
      const lines = (this.#line + String.fromCharCode(...bytes)).split("\n");
      this.#line = lines.pop() ?? "";
      const isOurs = this.ours.every((byte, i) => byte === this.flash[i]);
      if (isOurs) for (const line of lines) this.#answerLine(line);
    };
    this.bootLoader.onBytes = (bytes) => this.#receive(bytes);
    this.powerOn();
  }

  /** Our program answers a line of the host (docs/board.md). */
  #answerLine(line: string): void {
    const state = /^\{"t":"state","s":(\d),"left":(\d+),/.exec(line);
    const ok = state && `{"t":"ok","s":${state[1]},"left":${state[2]}}\n`;
    const answer = line.includes('"hello"') ? HELLO : line.includes('"ping"') ? '{"t":"pong"}\n' : ok;
    if (answer) this.#later(1, () => this.program.send(new TextEncoder().encode(answer)));
  }

  /** After power-on a program runs, if there is one. */
  powerOn(): void {
    this.#start(this.#hasProgram ? "program" : "bootLoader");
  }
  unplug(): void {
    this.#starts++;
    this.#stop();
  }

  get #hasProgram(): boolean {
    return this.flash[0] !== ERASED || this.flash[1] !== ERASED;
  }
  #later(ms: number, run: () => void): void {
    const start = this.#starts;
    this.clock.after(ms, () => {
      if (start === this.#starts) run();
    });
  }
  #stop(): void {
    if (this.running) this.serial.unplug(this[this.running]);
    this.running = null;
  }
  #start(what: "program" | "bootLoader"): void {
    this.#stop();
    this.#starts++;
    this.#packet = [];
    this.#wanted = null;
    this.#timeout = this.clock.now() + TIMEOUT_MS;
    this.#later(ENUMERATION_MS, () => {
      this.running = what;
      if (this.isGranted[what]) this.serial.replug(this[what]);
    });
    if (what === "bootLoader") this.#watchTimeout();
  }
  #watchTimeout(): void {
    this.#later(50, () => {
      if (!this.#hasProgram) this.#timeout = this.clock.now() + TIMEOUT_MS; // it counts only beside a program
      if (this.clock.now() > this.#timeout) this.#start("program");
      else this.#watchTimeout();
    });
  }

  #receive(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += PACKET_BYTES) {
      this.#packet = [...bytes.subarray(at, at + PACKET_BYTES)];
      this.packets.push([...this.#packet]);
      while (this.#packet.length > 0) {
        if (this.running !== "bootLoader" || !this.bootLoader.openedBy) return;
        const byte = this.#packet.shift() as number;
        this.bytes++;
        this.onTraffic();
        this.#onByte(byte);
      }
    }
  }

  #collected: number[] = [];
  #onByte(byte: number): void {
    if (!this.#wanted) return this.#begin(String.fromCharCode(byte));
    this.#collected.push(byte);
    if (this.#collected.length < this.#wanted.count) return;
    const { run } = this.#wanted;
    const collected = this.#collected;
    this.#wanted = null;
    this.#collected = [];
    run(collected);
  }
  /** Collects the bytes of a command and then runs it. */
  #want(count: number, run: (bytes: number[]) => void): void {
    this.#wanted = { count, run };
    this.#collected = [];
  }
  /** Ends a command: sends its answer and drops the rest of the packet. */
  #answer(bytes: readonly number[]): void {
    this.#packet = [];
    this.answers.push(...bytes);
    this.#later(1, () => {
      if (!this.bootLoader.openedBy) return;
      this.bytes += bytes.length;
      this.bootLoader.send(Uint8Array.from(bytes));
      this.onTraffic();
    });
  }

  #begin(command: string): void {
    switch (command) {
      case "E":
        this.#timeout = this.clock.now() + 500;
        return this.#answer([OK]);
      case "T":
        return this.#want(1, () => this.#answer([OK]));
      case "L":
      case "P":
        return this.#answer([OK]);
      case "t":
        return this.#answer([0x44, 0]);
      case "a":
        return this.#answer(text("Y"));
      case "A":
        return this.#want(2, ([high = 0, low = 0]) => {
          this.#address = (high << 9) | (low << 1);
          this.#answer([OK]);
        });
      case "p":
        return this.#answer(text("S"));
      case "S":
        return this.#answer(text("CATERIN"));
      case "V":
        return this.#answer(text("10"));
      case "s":
        return this.#answer(this.signature);
      case "b":
        return this.#answer([...text("Y"), PAGE_BYTES >> 8, PAGE_BYTES & 0xff]);
      case "B":
      case "g":
        this.#timeout = this.clock.now() + TIMEOUT_MS;
        return this.#want(3, ([high = 0, low = 0, memory = 0]) =>
          this.#block(command, (high << 8) | low, String.fromCharCode(memory)),
        );
      case "\u001b":
        return this.#answer([]);
      default:
        return this.#answer(text("?"));
    }
  }

  #block(command: "B" | "g", size: number, memory: string): void {
    if (memory !== "F") return this.#answer(text("?")); // Caterina also has EEPROM, which we never write
    if (command === "g") {
      const bytes = this.flash.slice(this.#address, this.#address + size);
      this.#address += size;
      return this.#answer([...bytes]);
    }
    const page = this.#address;
    if (page % PAGE_BYTES !== 0 || size !== PAGE_BYTES || page >= BOOT_START)
      throw new Error(`a write of ${size} bytes at ${page}: a page has ${PAGE_BYTES}`);
    this.flash.fill(ERASED, page, page + PAGE_BYTES); // the page is erased before its bytes arrive
    this.#want(size, (bytes) => {
      this.flash.set(bytes, page);
      this.#address += size;
      this.#answer([OK]);
    });
  }
}

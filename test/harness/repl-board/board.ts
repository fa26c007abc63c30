/** The computer's side of an emulated board with MicroPython (`worker.mjs`): its serial device, its button, its files. */
import { Worker } from "node:worker_threads";
import { FakeSerial, FakeSerialDevice } from "../fakes/fake-serial";
import type { FakeSerialPort } from "../fakes/fake-serial";

export type Disk = readonly (readonly [name: string, content: Uint8Array])[];

export interface BoardData {
  readonly memory: SharedArrayBuffer;
  readonly disk: Disk;
  readonly platform: string;
  readonly machine: string;
  /** Bytes of the heap. */
  readonly heap: number;
  /** Whether it has raw-paste mode (MicroPython 1.14 and later). */
  readonly hasPaste: boolean;
  /** A program that runs at every start, before boot.py: what is wrong with this board. */
  readonly boot: string;
  /** The number of bytes that it reads before it loses its power; -1: it does not. */
  readonly cutAfter: number;
}
export type BoardMessage =
  | { readonly type: "ready" }
  | { readonly type: "bytes"; readonly bytes: Uint8Array }
  | { readonly type: "light"; readonly what: string; readonly value: number | string }
  | { readonly type: "violation"; readonly what: string }
  | { readonly type: "off"; readonly disk: Disk };

/** Bytes on their way to the board: more than a whole installation. */
const LINE_BYTES = 1 << 20;

export class ReplBoard {
  readonly device = new FakeSerialDevice({ usbVendorId: 0x2e8a, usbProductId: 0x0005 });
  readonly serial = new FakeSerial();
  /** What it has said, as Latin-1. */
  said = "";
  /** What a correct host never does. */
  readonly violations: string[] = [];
  /** Resolves when MicroPython has started, which is when a real board appears at the USB. */
  readonly ready: Promise<void>;
  /** Its files when it has lost its power. */
  readonly off: Promise<Disk>;
  readonly port: FakeSerialPort;
  /** Where its bytes go: its own serial device, unless a chip around it has another. */
  onBytes: (bytes: Uint8Array) => void = (bytes) => this.device.send(bytes);
  readonly #memory = new SharedArrayBuffer(16 + LINE_BYTES);
  readonly #control = new Int32Array(this.#memory, 0, 4);
  readonly #bytes = new Uint8Array(this.#memory, 16);

  constructor(options: Partial<Omit<BoardData, "memory">> = {}) {
    const workerData: BoardData = {
      memory: this.#memory,
      disk: [],
      platform: "rp2",
      machine: "Raspberry Pi Pico with RP2040",
      heap: 192 * 1024,
      hasPaste: true,
      boot: "",
      cutAfter: -1,
      ...options,
    };
    this.port = this.serial.grant(this.device);
    this.device.onBytes = (bytes) => this.receive(bytes);
    const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData });
    worker.on("error", (error) => this.violations.push(String(error)));
    this.ready = new Promise((resolve) =>
      worker.on("message", ({ type }: BoardMessage) => {
        if (type === "ready") resolve();
      }),
    );
    this.off = new Promise((resolve) =>
      worker.on("message", (message: BoardMessage) => {
        if (message.type === "bytes") {
          this.said += String.fromCharCode(...message.bytes);
          this.onBytes(message.bytes);
        } else if (message.type === "violation") this.violations.push(message.what);
        else if (message.type === "off") {
          this.serial.unplug(this.device);
          resolve(message.disk);
        }
      }),
    );
  }

  /** Bytes for the board. */
  receive(bytes: Uint8Array): void {
    const written = Atomics.load(this.#control, 0);
    for (const [i, byte] of bytes.entries()) this.#bytes[(written + i) % LINE_BYTES] = byte;
    Atomics.store(this.#control, 0, written + bytes.length);
    Atomics.notify(this.#control, 0);
  }
  /** How many bytes it has read. */
  get readCount(): number {
    return Atomics.load(this.#control, 1);
  }
  /** Holds the button, or releases it. */
  press(isDown: boolean): void {
    Atomics.store(this.#control, 2, isDown ? 1 : 0);
  }
  /** Takes its power away; resolves with its files. */
  powerOff(): Promise<Disk> {
    Atomics.store(this.#control, 3, 1);
    Atomics.notify(this.#control, 0);
    return this.off;
  }
}

/** Boards on the desk that run MicroPython's own interpreter behind a USB port, or another program until it is on them. */
import type { UsbBoard } from "../usb-port";
import { ReplBoard } from "./board";
import type { BoardData, Disk } from "./board";

export class DeskPico implements UsbBoard {
  onBytes: (bytes: Uint8Array) => void = () => {};
  hostBaud = 0;
  /** What a correct host never does. */
  readonly violations: string[] = [];
  #board: ReplBoard | null = null;
  #disk: Disk = [];
  #hasPower = false;

  /** `hasMicroPython`: without it, the board runs a program that answers every byte with a line of its own. */
  constructor(
    private hasMicroPython = true,
    private readonly kind: Partial<BoardData> = {},
  ) {}

  /** Copies MicroPython to its drive, which it shows while BOOTSEL was held when it was plugged in: it has no port then. */
  copyMicroPython(): void {
    if (this.#hasPower) throw new Error("a running board shows no drive");
    this.hasMicroPython = true;
  }

  /** Resolves when its port is there. */
  async powerOn(): Promise<void> {
    if (this.#hasPower) return;
    this.#hasPower = true;
    if (!this.hasMicroPython) return;
    const board = new ReplBoard({ ...this.kind, disk: this.#disk });
    board.onBytes = (bytes) => {
      if (this.#board === board) this.onBytes(bytes);
    };
    this.#board = board;
    await board.ready;
  }
  /** Takes the power away; resolves when the interpreter has ended. Its files stay. */
  async powerOff(): Promise<void> {
    this.#hasPower = false;
    const board = this.#board;
    this.#board = null;
    if (!board) return;
    this.#disk = await board.powerOff();
    this.violations.push(...board.violations);
  }
  /** A Pico has no wire from DTR to its reset. */
  reset(): void {}
  receive(bytes: Uint8Array): void {
    if (this.#board) this.#board.receive(bytes);
    else if (this.#hasPower) this.onBytes(Buffer.from("the light is on\r\n"));
  }

  /** Holds the button, or releases it. */
  press(isDown: boolean): void {
    this.#board?.press(isDown);
  }
  get files(): readonly string[] {
    return this.#disk.map(([name]) => name);
  }
}

/** A micro:bit on the desk. `press` is its button A. */
export const deskMicrobit = (hasMicroPython: boolean): DeskPico =>
  new DeskPico(hasMicroPython, { platform: "microbit", machine: "micro:bit with nRF51822" });

/** A bare ESP32 on the desk. Once it has MicroPython's image, MicroPython's own interpreter runs on it. */
import { EspChip, ESP32 } from "./fakes/esp-chip";
import type { Signals, UsbIds } from "./fakes/page-serial";
import { ReplBoard } from "./repl-board/board";
import type { UsbBoard } from "./usb-port";

export class DeskEsp32 implements UsbBoard {
  onBytes: (bytes: Uint8Array) => void = () => {};
  readonly chip = new EspChip(ESP32);
  readonly usbIds = this.chip.device.info as UsbIds;
  #board: ReplBoard | null = null;
  /** When the page has set the lines: on a busy machine the calls arrive later, and at once. */
  #setAt = 0;

  constructor() {
    this.chip.device.send = (bytes) => this.onBytes(bytes);
    this.chip.now = () => this.#setAt;
    this.chip.onBoot = (send) => {
      const board = new ReplBoard({ platform: "esp32", machine: "Generic ESP32 module with ESP32" });
      board.onBytes = send;
      this.#board = board;
      return (bytes) => board.receive(bytes);
    };
  }

  /** What the page did wrong. */
  get faults(): readonly string[] {
    return [...this.chip.faults, ...(this.#board?.violations ?? [])];
  }
  set hostBaud(baudRate: number) {
    this.chip.device.onOpen(baudRate);
  }
  powerOn(): void {}
  async powerOff(): Promise<void> {
    await this.#board?.powerOff();
  }
  reset(): void {}
  setSignals(signals: Signals, at: number): void {
    this.#setAt = at;
    this.chip.device.onSignals(signals);
  }
  receive(bytes: Uint8Array): void {
    this.chip.device.onBytes(bytes);
  }
  /** Holds the button, or releases it. */
  press(isDown: boolean): void {
    this.#board?.press(isDown);
  }
}

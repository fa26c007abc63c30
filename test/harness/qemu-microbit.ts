/**
 * A micro:bit V1 with MicroPython in QEMU: its chip, its memory and the bytes of its serial port are real, so a program
 * that is too large for it fails here. QEMU does not run the timer that reads the buttons, and it shows no picture.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { FakeSerial, FakeSerialDevice } from "./fakes/fake-serial";
import { MICROBIT_HEX } from "./tools";

/**
 * A quarter of what the line carries at 115200 bits per second: QEMU has no speed of the line, and on a busy machine its chip
 * is slower than a real one, whose MicroPython has a receive buffer of 64 bytes.
 */
const BYTES_PER_MS = 11.52 / 4;
/** The most at once after this process did not run. */
const MAX_BURST = 8;

export class QemuMicrobit {
  readonly device = new FakeSerialDevice({ usbVendorId: 0x0d28, usbProductId: 0x0204 });
  readonly serial = new FakeSerial();
  readonly port = this.serial.grant(this.device);
  /** What it has said, as Latin-1. */
  said = "";
  readonly #process: ChildProcess;
  readonly #timer: NodeJS.Timeout;
  readonly #waiting: number[] = [];
  #sentAt = performance.now();

  /** `hex`: the file with what is in its flash memory. */
  constructor(hex = MICROBIT_HEX) {
    const chip = ["-M", "microbit", "-device", `loader,file=${hex}`];
    const host = ["-display", "none", "-monitor", "none", "-serial", "stdio"];
    this.#process = spawn("qemu-system-arm", [...chip, ...host], { stdio: ["pipe", "pipe", "ignore"] });
    this.#process.stdout?.on("data", (bytes: Buffer) => {
      this.said += bytes.toString("latin1");
      this.device.send(bytes);
    });
    this.device.onBytes = (bytes) => void this.#waiting.push(...bytes);
    this.#timer = setInterval(() => this.#sendWaiting(), 1);
  }
  /** Sends what the line carries in the time since the last call. */
  #sendWaiting(): void {
    const now = performance.now();
    const count = Math.min(Math.floor((now - this.#sentAt) * BYTES_PER_MS), MAX_BURST);
    if (count === 0) return;
    this.#sentAt = now;
    if (this.#waiting.length > 0) this.#process.stdin?.write(Uint8Array.from(this.#waiting.splice(0, count)));
  }
  stop(): void {
    clearInterval(this.#timer);
    this.#process.kill();
  }
}

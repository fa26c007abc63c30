/** An emulated board on a strict fake of WebSerial, and an installer that runs on it. Both have one simulated time. */
import { readFileSync } from "node:fs";
import type { InstallContext, InstallProgress, Installer } from "../../src/programs/installer";
import { FakeClock, flushPromises } from "../harness/fakes/fake-clock";
import { FakeSerial, FakeSerialDevice } from "../harness/fakes/fake-serial";

/** The chip behind a serial port. */
export interface Chip {
  hostBaud: number;
  onByte: (byte: number) => void;
  reset(cause: "power" | "reset pin"): void;
  run(ms: number): void;
  send(bytes: Uint8Array): void;
}

const STEP_MS = 1;
/** An installer that is not done after this time of the simulation never will be, in ms. */
const LIMIT_MS = 60_000;

export type Outcome =
  { readonly board: string; readonly error: null } | { readonly board: null; readonly error: unknown };

/** `committed`: what the server has under /firmware/arduino/. */
export function serveCommitted(): void {
  globalThis.fetch = async (input) => {
    const path = String(input).replace(/^\/firmware\//, "");
    try {
      return new Response(readFileSync(new URL(`../../firmware/${path}`, import.meta.url), "utf8"));
    } catch {
      return new Response("no such file", { status: 404 });
    }
  };
}

export class Bench {
  readonly clock = new FakeClock();
  readonly serial = new FakeSerial();
  readonly device: FakeSerialDevice;
  /** Every step that the installer reported, in order, without its parts. */
  steps: InstallProgress["step"][] = [];
  /** Every progress, in order. */
  progress: InstallProgress[] = [];
  /** How many bytes have passed the port in either direction since it was plugged in. */
  bytes = 0;
  /** Called after each of these bytes. */
  onTraffic: () => void = () => {};
  #hasDtr = false;
  #outgoing: number[] = [];
  readonly #controller = { current: new AbortController() };

  constructor(
    readonly chip: Chip,
    info = { usbVendorId: 0x2341, usbProductId: 0x0043 },
  ) {
    this.device = new FakeSerialDevice(info);
    chip.onByte = (byte) => this.#outgoing.push(byte);
    this.device.onOpen = () => {
      chip.hostBaud = this.device.baudRate;
      this.#setDtr(true);
    };
    this.device.onClose = () => this.#setDtr(false);
    this.device.onSignals = ({ dataTerminalReady }) => this.#setDtr(dataTerminalReady ?? this.#hasDtr);
    this.device.onBytes = (bytes) => {
      for (const byte of bytes) {
        if (!this.device.openedBy) return; // it was unplugged at an earlier byte
        chip.send(Uint8Array.of(byte));
        this.#count();
      }
    };
    this.serial.grant(this.device);
  }

  unplug(): void {
    this.serial.unplug(this.device);
    this.chip.reset("power");
    this.#hasDtr = false;
    this.#outgoing = [];
  }
  replug(): void {
    this.bytes = 0;
    this.serial.replug(this.device);
  }
  /** The person chooses Cancel. */
  cancel(): void {
    this.#controller.current.abort(new DOMException("cancelled", "AbortError"));
  }

  /** Runs the installer to its end, while the time of board and installer goes on. */
  async install(installer: Installer, context: Partial<InstallContext> = {}): Promise<Outcome> {
    this.steps = [];
    this.progress = [];
    this.#controller.current = new AbortController();
    const outcome = installer({
      timers: this.clock,
      signal: this.#controller.current.signal,
      onProgress: (progress) => {
        this.progress.push(progress);
        if (this.steps.at(-1) !== progress.step) this.steps.push(progress.step);
      },
      choosePort: async () => (await this.serial.getPorts())[0] ?? null,
      awaitClick: async () => {},
      file: null,
      ...context,
    }).then(
      ({ board }): Outcome => ({ board, error: null }),
      (error: unknown): Outcome => ({ board: null, error }),
    );
    return this.runUntil(outcome);
  }

  /** Lets time pass until the promise has settled. */
  async runUntil<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = (): void => void (isSettled = true);
    promise.then(settle, settle);
    const end = this.clock.now() + LIMIT_MS;
    for (;;) {
      await flushPromises();
      if (isSettled) return promise;
      if (this.clock.now() > end) throw new Error(`not done after ${LIMIT_MS} ms of simulated time`);
      this.chip.run(STEP_MS);
      this.#deliver();
      await this.clock.advance(STEP_MS);
    }
  }

  #deliver(): void {
    const bytes = this.#outgoing;
    this.#outgoing = [];
    for (const byte of bytes) {
      if (!this.device.openedBy) return;
      this.device.send(Uint8Array.of(byte));
      this.#count();
    }
  }

  #count(): void {
    this.bytes++;
    this.onTraffic();
  }

  /** A capacitor turns DTR going on into a reset. */
  #setDtr(isOn: boolean): void {
    if (isOn && !this.#hasDtr) this.chip.reset("reset pin");
    this.#hasDtr = isOn;
  }
}

/** A board on the desk: the committed firmware on an emulated Uno whose simulated time follows the wall clock. */
import { Uno } from "../firmware/uno";
import { LightHistory } from "./light-history";
import type { PinTraces } from "./light-history";
import { waitFor } from "./wait";

/** Largest delay of the emulator behind the wall clock in ms; when the machine stalls for longer, that time is skipped. */
const MAX_DELAY_MS = 250;
/** Longest simulation without a break for other tasks, in ms of simulated time. */
const MAX_STEP_MS = 10;
/** How long an Uno's boot loader runs before the sketch, in ms, where the chip has none; it discards what it receives. */
const BOOT_MS = 500;

export interface TimedLine {
  /** Wall clock, as `performance.now()`. */
  readonly at: number;
  readonly text: string;
}

export class EmulatedBoard {
  /** Called with the bytes that the board sends; they are lost without a listener. */
  onBytes: (bytes: Uint8Array) => void = () => {};
  /** Called after each step of the emulation with its start by the wall clock and what the light's pins did in it. */
  onLights: (from: number, traces: PinTraces) => void = () => {};
  /** Every whole line that the running sketch has received. */
  readonly received: TimedLine[] = [];
  /** Every whole line that the sketch has sent. */
  readonly sent: TimedLine[] = [];
  /** Wall time that the emulator has skipped because it could not keep up, in ms. */
  skippedMs = 0;

  readonly #uno: Uno;
  readonly #history = new LightHistory();
  /** The wall clock at simulated time 0. */
  #epoch = 0;
  #hasPower = false;
  /** The wall clock at which the boot loader starts the sketch; null: the sketch runs. */
  #bootsAt: number | null = null;
  #outgoing: number[] = [];
  #incomingText = "";
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  constructor(
    /** Time between two steps of the emulation, in ms. */
    private readonly stepInterval = 4,
    uno: Uno = new Uno(),
  ) {
    this.#uno = uno;
    this.#uno.onByte = (byte) => this.#outgoing.push(byte);
  }

  /** Gives the board power; the sketch starts after the boot loader. */
  powerOn(): void {
    if (this.#hasPower) return;
    this.#hasPower = true;
    this.#restart("power");
    this.#step();
  }
  /** Takes the power away: all pins go low, and bytes on the wire are lost. */
  powerOff(): void {
    this.#hasPower = false;
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#uno.reset("power");
    this.#history.clear();
    this.#outgoing = [];
  }
  /** The speed of the host's side of the line, in bits per second. */
  set hostBaud(baud: number) {
    this.#uno.hostBaud = baud;
  }
  /** Presses the reset button, which is also what opening the port does to an Uno. */
  reset(): void {
    if (this.#hasPower) this.#restart("reset pin");
  }
  #restart(cause: "power" | "reset pin"): void {
    this.#uno.reset(cause);
    const now = performance.now();
    if (this.#uno.hasBootLoader) this.#epoch = now - this.#uno.ms;
    else this.#bootsAt = now + BOOT_MS;
    this.#history.clear();
    this.#outgoing = [];
    this.#incomingText = "";
  }

  /** Bytes from the host. */
  receive(bytes: Uint8Array): void {
    if (!this.#hasPower || this.#bootsAt !== null) return;
    this.#uno.send(bytes);
    this.#incomingText += String.fromCharCode(...bytes);
    const lines = this.#incomingText.split("\n");
    this.#incomingText = lines.pop() ?? "";
    for (const text of lines) this.received.push({ at: performance.now(), text });
  }

  press(): void {
    this.#uno.button(true);
  }
  release(): void {
    this.#uno.button(false);
  }
  /** Presses and releases the button, each until the sketch has sent its event. */
  async tap(): Promise<void> {
    const before = this.sent.length;
    const waitForEvent = (edge: string) =>
      waitFor(`the board's button event "${edge}"`, () =>
        this.sent.slice(before).some(({ text }) => text.includes(`"e":"${edge}"`)),
      );
    this.press();
    await waitForEvent("down");
    this.release();
    await waitForEvent("up");
  }

  /** The simulated time in ms; it stands still without power and in the boot loader. */
  get ms(): number {
    return this.#uno.ms;
  }

  /** The wall clock (as `performance.now()`) that the emulation has reached. */
  get wallClock(): number {
    return this.#epoch + this.#uno.ms;
  }

  /** What the light has shown in about the last second; see `LightHistory.describe`. */
  get light(): string {
    return this.#hasPower ? this.#history.describe(this.#uno.ms) : "dark";
  }
  /** Resolves when the light shows this. */
  async waitForLight(light: string, timeoutMs = 10_000): Promise<void> {
    await waitFor(`the light "${light}"`, () => this.light === light, timeoutMs).catch((error: Error) => {
      const last = this.received.at(-1)?.text ?? "nothing";
      throw new Error(`${error.message}; it is "${this.light}", and the board last received ${last}`);
    });
  }

  /** Runs the emulator up to the wall clock. */
  #step(): void {
    const now = performance.now();
    if (this.#bootsAt !== null && now >= this.#bootsAt) {
      this.#bootsAt = null;
      this.#epoch = now - this.#uno.ms;
    }
    let behind = this.#bootsAt === null ? now - this.#epoch - this.#uno.ms : 0;
    if (behind > MAX_DELAY_MS) {
      this.skippedMs += behind - MAX_DELAY_MS;
      this.#epoch += behind - MAX_DELAY_MS;
      behind = MAX_DELAY_MS;
    }
    if (behind > 0) {
      const from = this.#uno.ms;
      const traces = this.#uno.watch(Math.min(behind, MAX_STEP_MS));
      this.#history.add(from, this.#uno.ms, traces);
      this.onLights(this.#epoch + from, traces);
      this.#deliver();
    }
    if (behind > MAX_STEP_MS) this.#immediate = setImmediate(() => this.#step());
    else this.#timer = setTimeout(() => this.#step(), this.stepInterval);
  }

  #deliver(): void {
    const bytes = Uint8Array.from(this.#outgoing);
    this.#outgoing = [];
    for (const text of this.#uno.takeLines()) this.sent.push({ at: performance.now(), text });
    if (bytes.length > 0) this.onBytes(bytes);
  }
}

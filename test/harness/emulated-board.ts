/** The committed firmware on an emulated Uno whose time goes with the wall clock: a board on a desk. */
import { Uno } from "../firmware/uno";
import { LightHistory } from "./light-history";
import type { Highs } from "./light-history";
import { waitFor } from "./wait";

/** The emulator is never further behind the clock than this, in ms; where the machine stalls for longer, its time does too. */
const MOST_BEHIND = 250;
/** Simulated at a stretch before others get their turn, in ms. */
const AT_A_STRETCH = 10;
/** How long an Uno's boot loader listens to itself before the sketch runs, in ms; what it hears meanwhile is lost. */
const BOOT_MS = 500;

export interface HeardLine {
  /** Wall clock, as `performance.now()`. */
  readonly at: number;
  readonly text: string;
}

export class EmulatedBoard {
  /** What the board sends, in chunks; lost while nobody listens. */
  onBytes: (bytes: Uint8Array) => void = () => {};
  /** Every whole line that the host has sent to the running sketch. */
  readonly told: HeardLine[] = [];
  /** Every whole line that the sketch has sent. */
  readonly said: HeardLine[] = [];
  /** Wall time by which the emulator could not keep up, in ms in all. */
  slipped = 0;

  readonly #uno = new Uno();
  readonly #history = new LightHistory();
  /** Wall clock at which the simulated time was 0. */
  #epoch = 0;
  #powered = false;
  /** Wall clock at which the boot loader hands over to the sketch; null: it has. */
  #bootsAt: number | null = null;
  #sending: number[] = [];
  #hearing = "";
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;

  constructor(
    /** How long the clock may run ahead before the emulator follows, in ms. */
    private readonly slice = 4,
  ) {
    this.#uno.onByte = (byte) => this.#sending.push(byte);
  }

  /** Gives it power; the sketch starts after the boot loader. */
  powerOn(): void {
    if (this.#powered) return;
    this.#powered = true;
    this.reset();
    this.#turn();
  }
  /** Pulls the plug: every pin lets go, and what was on its way is lost. */
  powerOff(): void {
    this.#powered = false;
    clearTimeout(this.#timer);
    clearImmediate(this.#soon);
    this.#uno.reset();
    this.#history.clear();
    this.#sending = [];
  }
  /** The reset button, or what opening its port does to a real Uno. */
  reset(): void {
    this.#bootsAt = performance.now() + BOOT_MS;
    this.#uno.reset();
    this.#history.clear();
    this.#sending = [];
    this.#hearing = "";
  }

  /** Bytes from the host. */
  receive(bytes: Uint8Array): void {
    if (!this.#powered || this.#bootsAt !== null) return;
    this.#uno.send(bytes);
    this.#hearing += String.fromCharCode(...bytes);
    const lines = this.#hearing.split("\n");
    this.#hearing = lines.pop() ?? "";
    for (const text of lines) this.told.push({ at: performance.now(), text });
  }

  press(): void {
    this.#uno.button(true);
  }
  release(): void {
    this.#uno.button(false);
  }
  /** A finger's short press, seen by the sketch whole. */
  async tap(): Promise<void> {
    const already = this.said.length;
    const says = (edge: string) =>
      waitFor(`the board's own word of "${edge}"`, () =>
        this.said.slice(already).some(({ text }) => text.includes(`"e":"${edge}"`)),
      );
    this.press();
    await says("down");
    this.release();
    await says("up");
  }

  /** The board's own time, in ms; it stands still without power and in the boot loader. */
  get ms(): number {
    return this.#uno.ms;
  }

  /** The moment by the wall clock that the emulation has come to, as `performance.now()`. */
  get reached(): number {
    return this.#epoch + this.#uno.ms;
  }

  /** What the light has been doing on the pins in the last second or so, in words. */
  get light(): string {
    return this.#powered ? this.#history.words(this.#uno.ms) : "dark";
  }
  /** Resolves when the pins show this. */
  async shows(light: string, timeoutMs = 10_000): Promise<void> {
    await waitFor(`a light that is ${light}`, () => this.light === light, timeoutMs).catch((error: Error) => {
      throw new Error(
        `${error.message}; it is ${this.light}, the host last said ${this.told.at(-1)?.text ?? "nothing"}`,
      );
    });
  }
  /** Called with every stretch of the emulation: the moment at its start by the wall clock, and what the pins did in it. */
  onLights: (from: number, highs: Highs) => void = () => {};

  /** Runs the emulator up to now by the wall clock. */
  #turn(): void {
    const now = performance.now();
    if (this.#bootsAt !== null && now >= this.#bootsAt) {
      this.#bootsAt = null;
      this.#epoch = now - this.#uno.ms;
    }
    let behind = this.#bootsAt === null ? now - this.#epoch - this.#uno.ms : 0;
    if (behind > MOST_BEHIND) {
      this.slipped += behind - MOST_BEHIND;
      this.#epoch += behind - MOST_BEHIND;
      behind = MOST_BEHIND;
    }
    if (behind > 0) {
      const ms = Math.min(behind, AT_A_STRETCH);
      const from = this.#uno.ms;
      const highs = this.#uno.watch(ms);
      this.#history.add(from, this.#uno.ms, highs);
      this.onLights(this.#epoch + from, highs);
      this.#deliver();
    }
    if (behind > AT_A_STRETCH) this.#soon = setImmediate(() => this.#turn());
    else this.#timer = setTimeout(() => this.#turn(), this.slice);
  }

  #deliver(): void {
    const bytes = Uint8Array.from(this.#sending);
    this.#sending = [];
    for (const text of this.#uno.takeLines()) this.said.push({ at: performance.now(), text });
    if (bytes.length > 0) this.onBytes(bytes);
  }
}

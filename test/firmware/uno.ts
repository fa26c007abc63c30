import {
  AVRIOPort,
  AVRTimer,
  AVRClock,
  AVRUSART,
  AVRWatchdog,
  avrInstruction,
  clockConfig,
  CPU,
  PinState,
  portBConfig,
  portCConfig,
  portDConfig,
  timer0Config,
  timer1Config,
  timer2Config,
  usart0Config,
  watchdogConfig,
} from "avr8js";
import { readFileSync } from "node:fs";
import type { BootLoader } from "./boot-loaders";
import { makePollsLong, skipErased } from "./fast-waiting";
import { parseHex } from "./hex-file";
import { LightMeter, type LightPin, type Trace } from "./light-meter";
import { SelfProgramming } from "./self-programming";
import { SerialInput } from "./serial-input";

const HZ = 16_000_000;
const HOST_BAUD = 115_200;
const BITS_PER_BYTE = 10; // start, eight, stop
const SLEEP = 0x9588; // the instruction
const SMCR = 0x53; // the sleep mode control register: bit 0 enables sleep
/**
 * Cycles of one step while the chip sleeps and only timers and the serial port run: 2 µs, which is exact enough and much
 * faster than to simulate instructions.
 */
const SLEEP_STEP = 32;
const BUTTON = 2; // on port D
const MCUSR = 0x54; // why the chip was reset
/** Why the chip starts, as its bit in MCUSR. */
const CAUSES = { power: 0x01, "reset pin": 0x02, watchdog: 0x08 } as const;
const SRAM_BYTES = 2048;
const SRAM_START = 0x100;
const firmware = (name: string) =>
  readFileSync(new URL(`../../firmware/arduino/${name}`, import.meta.url), "utf8");

/** The address of the counter behind millis() in the board's memory; the build writes it next to the .hex file. */
const { timer0_millis: timer0Millis } = JSON.parse(firmware("shared-pomodoro.uno.symbols.json")) as {
  timer0_millis: number;
};

/** The committed program, which the app offers for download. */
export const PROGRAM = firmware("shared-pomodoro.uno.hex");

/**
 * An Arduino Uno running the committed firmware, with a button on D2 and lights on D9, D10, D11 and D13.
 * Its time is simulated: only `run` advances it. With a boot loader the chip starts there, can write its own flash, and has
 * a watchdog; without one it starts the program at once.
 */
export class Uno {
  /** Everything that the board has sent since the last `takeLines`, and an incomplete line before that. */
  private received = "";
  /** Called with every byte that the board sends, at the end of its stop bit. */
  onByte: (byte: number) => void = () => {};

  private readonly program: Uint16Array;
  private cpu!: CPU;
  private uart!: AVRUSART;
  private portD!: AVRIOPort;
  private isAsleep = false;
  private isPressed = false;
  private sending: number[] = [];
  private cyclesBefore = 0;
  private readonly meter = new LightMeter(() => this.ms);
  private selfProgramming: SelfProgramming | null = null;
  private input: SerialInput | null = null;
  private isResetDue = false;
  /** The speed of the host's side of the line, in bits per second. */
  hostBaud = HOST_BAUD;

  /** `hex`: the program, or null for an empty chip. */
  constructor(
    hex: string | null = PROGRAM,
    private readonly bootLoader: BootLoader | null = null,
  ) {
    this.program = parseHex(...(hex === null ? [] : [hex]), ...(bootLoader ? [bootLoader.hex] : []));
    this.boot("power");
  }

  get hasBootLoader(): boolean {
    return this.bootLoader !== null;
  }
  /** A copy of the flash memory. */
  get flash(): Uint8Array {
    return new Uint8Array(this.program.buffer.slice(0));
  }

  /** The simulated time in ms since this object was made; resets do not change it. */
  get ms(): number {
    return ((this.cyclesBefore + this.cpu.cycles) / HZ) * 1000;
  }

  /** Resets the chip, as opening the port of a real Uno does; bytes on the wire are lost. */
  reset(cause: keyof typeof CAUSES = "reset pin"): void {
    if (cause === "power") {
      this.selfProgramming?.cut();
      this.sending = [];
    }
    this.restart(cause);
  }

  /** Sends bytes to the board, one after another at the host's speed. */
  send(bytes: string | Iterable<number>): void {
    const idle = this.sending.length === 0;
    this.sending.push(...(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes));
    if (idle && this.sending.length > 0) this.scheduleByte();
  }

  /** Sets the contact of the button, without bouncing. */
  button(pressed: boolean): void {
    this.isPressed = pressed;
    this.portD.setPin(BUTTON, !pressed); // a pressed button connects the pin to ground
  }

  /** Whether D2 is an input with its pull-up on, which the wiring needs. */
  get buttonPulledUp(): boolean {
    return this.portD.pinState(BUTTON) === PinState.InputPullUp;
  }

  run(ms: number): void {
    const { cpu, program } = this;
    const end = cpu.cycles + (ms * HZ) / 1000;
    while (cpu.cycles < end) {
      if (this.isResetDue) {
        this.restart("watchdog");
        return this.run(((end - cpu.cycles) / HZ) * 1000);
      }
      if (this.selfProgramming && (this.selfProgramming.step() || skipErased(cpu))) {
        cpu.tick();
      } else if (this.isAsleep) {
        const { pc } = cpu;
        cpu.cycles += SLEEP_STEP;
        cpu.tick();
        this.isAsleep = cpu.pc === pc; // an interrupt wakes the chip
      } else {
        this.isAsleep = program[cpu.pc] === SLEEP && ((cpu.data[SMCR] ?? 0) & 1) === 1;
        avrInstruction(cpu);
        if (!this.isAsleep) cpu.tick();
      }
    }
  }

  /** Runs until the condition holds; throws when it does not within `limit` ms. */
  runUntil(condition: () => boolean, limit: number): void {
    const end = this.ms + limit;
    while (!condition()) {
      if (this.ms > end) throw new Error(`not within ${limit} ms of simulated time`);
      this.run(0.1);
    }
  }

  /** Returns the complete lines that the board has sent since the last call. */
  takeLines(): string[] {
    const lines = this.received.split("\n");
    this.received = lines.pop() ?? "";
    return lines.map((line) => line.replace(/\r$/, ""));
  }

  /** Sets the counter behind millis(), between two of its ticks. */
  setMillis(value: number): void {
    this.runUntil(() => this.isAsleep, 10);
    this.cpu.dataView.setUint32(timer0Millis, value >>> 0, true);
  }

  /** The counter behind millis(). */
  get millis(): number {
    return this.cpu.dataView.getUint32(timer0Millis, true);
  }

  /** Runs for some ms and returns what the lights did in them. */
  watch(ms: number): Record<LightPin, Trace> {
    return this.meter.watch(() => this.run(ms));
  }

  /** Whether each light pin is high at this moment. */
  get lights(): Readonly<Record<LightPin, boolean>> {
    return this.meter.high;
  }

  private restart(cause: keyof typeof CAUSES): void {
    this.cyclesBefore += this.cpu.cycles;
    this.boot(cause);
  }

  private boot(cause: keyof typeof CAUSES): void {
    const memory = cause === "power" ? undefined : this.cpu.data.slice(SRAM_START);
    const cpu = (this.cpu = new CPU(this.program, SRAM_BYTES));
    if (memory) cpu.data.set(memory, SRAM_START); // only a power cut empties it
    cpu.data[MCUSR] = CAUSES[cause];
    for (const config of [timer0Config, timer1Config, timer2Config]) new AVRTimer(cpu, config);
    const portB = new AVRIOPort(cpu, portBConfig);
    new AVRIOPort(cpu, portCConfig);
    this.portD = new AVRIOPort(cpu, portDConfig);
    this.isAsleep = this.isResetDue = false;
    this.button(this.isPressed);
    this.meter.attach(portB);

    this.uart = new AVRUSART(cpu, usart0Config, HZ);
    this.uart.onByteTransmit = (byte) => {
      const received = this.input?.across(byte, this.hostBaud) ?? byte;
      cpu.addClockEvent(() => this.receive(received), (HZ / this.uart.baudRate) * BITS_PER_BYTE);
    };
    if (this.bootLoader) this.addBootLoader(this.bootLoader);
    if (this.sending.length > 0) this.scheduleByte();
  }

  private addBootLoader({ start, countsPolls }: BootLoader): void {
    const { cpu } = this;
    cpu.pc = start;
    this.selfProgramming = new SelfProgramming(cpu, start);
    this.input = new SerialInput(cpu, this.uart);
    if (!countsPolls) makePollsLong(cpu);
    new AVRWatchdog(cpu, watchdogConfig, new AVRClock(cpu, HZ, clockConfig));
    cpu.reset = () => void (this.isResetDue = true); // the watchdog's; all of the chip is reset then
  }

  private receive(byte: number): void {
    this.received += String.fromCharCode(byte);
    this.onByte(byte);
  }

  private scheduleByte(cycles = (HZ / this.hostBaud) * BITS_PER_BYTE): void {
    const { cpu } = this;
    cpu.addClockEvent(() => {
      // A real chip keeps a byte that arrives while interrupts are off. avr8js loses it if the program then writes UCSRB,
      // which the Arduino core does for every byte that it sends. So the byte waits here for a few cycles.
      const isBooting = this.bootLoader !== null && cpu.pc >= this.bootLoader.start;
      if (!isBooting && !cpu.interruptsEnabled && this.uart.rxEnable) return this.scheduleByte(16);
      const byte = this.sending.shift();
      if (byte !== undefined && this.input) this.input.receive(byte, this.hostBaud);
      else if (byte !== undefined) this.uart.writeByte(byte, true); // lost while the serial port is off
      if (this.sending.length > 0) this.scheduleByte();
    }, cycles);
  }
}

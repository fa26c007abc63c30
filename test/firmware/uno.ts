import {
  AVRIOPort,
  AVRTimer,
  AVRUSART,
  avrInstruction,
  CPU,
  PinState,
  portBConfig,
  portCConfig,
  portDConfig,
  timer0Config,
  timer1Config,
  timer2Config,
  usart0Config,
} from "avr8js";
import { readFileSync } from "node:fs";
import { LightMeter, type LightPin, type Trace } from "./light-meter";

const HZ = 16_000_000;
const FLASH_WORDS = 0x4000;
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
const firmware = (name: string) =>
  readFileSync(new URL(`../../firmware/arduino/${name}`, import.meta.url), "utf8");

/** The address of the counter behind millis() in the board's memory; the build writes it next to the .hex file. */
const { timer0_millis: timer0Millis } = JSON.parse(firmware("shared-pomodoro.uno.symbols.json")) as {
  timer0_millis: number;
};

/** The committed program, which the app offers for download. */
export const PROGRAM = firmware("shared-pomodoro.uno.hex");

/** Parses an Intel hex file into the words of the flash memory. */
function parseHex(hex: string): Uint16Array {
  const words = new Uint16Array(FLASH_WORDS);
  const bytes = new Uint8Array(words.buffer);
  for (const line of hex.split(/\r?\n/)) {
    if (!line.startsWith(":") || line.slice(7, 9) !== "00") continue;
    const count = parseInt(line.slice(1, 3), 16);
    const address = parseInt(line.slice(3, 7), 16);
    for (let i = 0; i < count; i++) bytes[address + i] = parseInt(line.slice(9 + 2 * i, 11 + 2 * i), 16);
  }
  return words;
}

/**
 * An Arduino Uno running the committed firmware, with a button on D2 and lights on D9, D10, D11 and D13.
 * Its time is simulated: only `run` advances it.
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

  constructor(hex = PROGRAM) {
    this.program = parseHex(hex);
    this.boot();
  }

  /** The simulated time in ms since this object was made; resets do not change it. */
  get ms(): number {
    return ((this.cyclesBefore + this.cpu.cycles) / HZ) * 1000;
  }

  /** Resets the chip, as opening the port of a real Uno does; bytes on the wire are lost. */
  reset(): void {
    this.cyclesBefore += this.cpu.cycles;
    this.boot();
  }

  /** Sends bytes to the board, one after another at 115200 baud. */
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
      if (this.isAsleep) {
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

  private boot(): void {
    const cpu = (this.cpu = new CPU(this.program));
    for (const config of [timer0Config, timer1Config, timer2Config]) new AVRTimer(cpu, config);
    const portB = new AVRIOPort(cpu, portBConfig);
    new AVRIOPort(cpu, portCConfig);
    this.portD = new AVRIOPort(cpu, portDConfig);
    this.isAsleep = false;
    this.button(this.isPressed);
    this.meter.attach(portB);

    this.uart = new AVRUSART(cpu, usart0Config, HZ);
    this.uart.onByteTransmit = (byte) => {
      cpu.addClockEvent(() => this.receive(byte), (HZ / this.uart.baudRate) * BITS_PER_BYTE);
    };
    if (this.sending.length > 0) this.scheduleByte();
  }

  private receive(byte: number): void {
    this.received += String.fromCharCode(byte);
    this.onByte(byte);
  }

  private scheduleByte(cycles = (HZ / HOST_BAUD) * BITS_PER_BYTE): void {
    this.cpu.addClockEvent(() => {
      // A real chip keeps a byte that arrives while interrupts are off. avr8js loses it if the program then writes UCSRB,
      // which the Arduino core does for every byte that it sends. So the byte waits here for a few cycles.
      if (!this.cpu.interruptsEnabled && this.uart.rxEnable) return this.scheduleByte(16);
      const byte = this.sending.shift();
      if (byte !== undefined) this.uart.writeByte(byte, true); // lost while the serial port is off
      if (this.sending.length > 0) this.scheduleByte();
    }, cycles);
  }
}

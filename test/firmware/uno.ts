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
const SMCR = 0x53; // its bit 0 says that the instruction shall sleep
/** Asleep, only timers and the serial port move: steps of 2 µs are fine enough, and far faster than instructions. */
const SLEEP_STEP = 32;
const BUTTON = 2; // on port D
const firmware = (name: string) =>
  readFileSync(new URL(`../../firmware/arduino/${name}`, import.meta.url), "utf8");

/** Where the counter behind millis() lies in the board's memory; the build writes it down beside the hex. */
const { timer0_millis: timer0Millis } = JSON.parse(firmware("shared-pomodoro.uno.symbols.json")) as {
  timer0_millis: number;
};

/** The program as it is handed out. */
export const PROGRAM = firmware("shared-pomodoro.uno.hex");

/** Intel hex to flash. */
function flash(hex: string): Uint16Array {
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
 * Its time is simulated and only `run` moves it.
 */
export class Uno {
  /** Everything the board has sent since the last `takeLines`, and what of a line is not ended yet. */
  private received = "";
  /** Called with every byte when its stop bit is through. */
  onByte: (byte: number) => void = () => {};

  private readonly program: Uint16Array;
  private cpu!: CPU;
  private uart!: AVRUSART;
  private portD!: AVRIOPort;
  private asleep = false;
  private pressed = false;
  private sending: number[] = [];
  private cyclesBefore = 0;
  private readonly meter = new LightMeter(() => this.ms);

  constructor(hex = PROGRAM) {
    this.program = flash(hex);
    this.boot();
  }

  /** Simulated ms since the emulator was made, across resets. */
  get ms(): number {
    return ((this.cyclesBefore + this.cpu.cycles) / HZ) * 1000;
  }

  /** What opening the port does to a real Uno; bytes on the wire meanwhile are lost. */
  reset(): void {
    this.cyclesBefore += this.cpu.cycles;
    this.boot();
  }

  /** Bytes on the wire, one after another at 115200 baud from now on. */
  send(bytes: string | Iterable<number>): void {
    const idle = this.sending.length === 0;
    this.sending.push(...(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes));
    if (idle && this.sending.length > 0) this.scheduleByte();
  }

  /** The contact itself, without bounce. */
  button(pressed: boolean): void {
    this.pressed = pressed;
    this.portD.setPin(BUTTON, !pressed); // to ground, against the pull-up
  }

  /** Whether D2 is an input with its pull-up on, as the wiring needs it. */
  get buttonPulledUp(): boolean {
    return this.portD.pinState(BUTTON) === PinState.InputPullUp;
  }

  run(ms: number): void {
    const { cpu, program } = this;
    const end = cpu.cycles + (ms * HZ) / 1000;
    while (cpu.cycles < end) {
      if (this.asleep) {
        const { pc } = cpu;
        cpu.cycles += SLEEP_STEP;
        cpu.tick();
        this.asleep = cpu.pc === pc; // an interrupt wakes
      } else {
        this.asleep = program[cpu.pc] === SLEEP && ((cpu.data[SMCR] ?? 0) & 1) === 1;
        avrInstruction(cpu);
        if (!this.asleep) cpu.tick();
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

  /** The whole lines that the board has sent, each once. */
  takeLines(): string[] {
    const lines = this.received.split("\n");
    this.received = lines.pop() ?? "";
    return lines.map((line) => line.replace(/\r$/, ""));
  }

  /** Sets the counter behind millis(), between two ticks of it. */
  setMillis(value: number): void {
    this.runUntil(() => this.asleep, 10);
    this.cpu.dataView.setUint32(timer0Millis, value >>> 0, true);
  }

  /** The counter behind millis(). */
  get millis(): number {
    return this.cpu.dataView.getUint32(timer0Millis, true);
  }

  /** Runs for a while and says what the lights did in it. */
  watch(ms: number): Record<LightPin, Trace> {
    return this.meter.watch(() => this.run(ms));
  }

  /** Whether each light pin is high in this very moment. */
  get lights(): Readonly<Record<LightPin, boolean>> {
    return this.meter.high;
  }

  private boot(): void {
    const cpu = (this.cpu = new CPU(this.program));
    for (const config of [timer0Config, timer1Config, timer2Config]) new AVRTimer(cpu, config);
    const portB = new AVRIOPort(cpu, portBConfig);
    new AVRIOPort(cpu, portCConfig);
    this.portD = new AVRIOPort(cpu, portDConfig);
    this.asleep = false;
    this.button(this.pressed);
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
      // The chip keeps a byte that comes while interrupts are off; avr8js forgets it when the program then writes
      // UCSRB, as the core does with every byte it sends. So it is kept here, for those few cycles.
      if (!this.cpu.interruptsEnabled && this.uart.rxEnable) return this.scheduleByte(16);
      const byte = this.sending.shift();
      if (byte !== undefined) this.uart.writeByte(byte, true); // refused, so lost, while the port is off
      if (this.sending.length > 0) this.scheduleByte();
    }, cycles);
  }
}
